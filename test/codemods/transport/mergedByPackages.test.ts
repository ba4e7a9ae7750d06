import { describe, expect, test } from 'vitest';
import { MERGED, MERGED_ALIKE, MERGED_UNRUN } from './mergedByPackages';
import { ranBoth } from './ranBoth';

describe('a function of a package puts parameters beside those of the site', () => {
  test.each(Object.entries(MERGED))('%s', async (_name, files) => {
    const { rewritten, adopted, before } = await ranBoth(files);
    expect(rewritten.changes).toEqual([undefined]);
    expect(adopted.ran).toEqual(before);
    expect(JSON.stringify(before.state)).toContain('"urlPreview":false');
  });
  test.each(Object.entries(MERGED_UNRUN))('%s', async (_name, files) => {
    const { rewritten, adopted } = await ranBoth(files, { isRun: false });
    expect(rewritten.changes).toEqual([undefined]);
    // What comes to fetch has been put in by then.
    expect(adopted.understood.join()).not.toMatch(/call sends the calls/);
  });
});

describe('what stands beside them is none', () => {
  test.each(Object.entries(MERGED_ALIKE))('%s', async (_name, files) => {
    const { adopted, before } = await ranBoth(files);
    expect(adopted.changes).toEqual(['adopted']);
    expect(adopted.understood.join()).toMatch(/call sends the calls/);
    expect(adopted.ran).toEqual(before);
    expect(adopted.v2).toBeGreaterThan(0);
  });
});
