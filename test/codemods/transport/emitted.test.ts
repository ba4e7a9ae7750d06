import { describe, expect, test } from 'vitest';
import { HEARD, HEARD_ALIKE } from './emitted';
import { ranBoth } from './ranBoth';

describe('a listener puts something into what is sent', () => {
  test.each(Object.entries(HEARD))('%s', async (_name, files) => {
    const { rewritten, adopted, before } = await ranBoth(files);
    expect(rewritten.changes).toEqual([undefined]);
    expect(adopted.ran).toEqual(before);
    // What comes to fetch has been put in by then.
    expect(adopted.understood.join()).not.toMatch(/call sends the calls/);
    expect(JSON.stringify(before.state)).toContain('"urlPreview":false');
  });
});

describe('listeners that change nothing of it', () => {
  test.each(Object.entries(HEARD_ALIKE))('%s', async (_name, files) => {
    const { adopted, before } = await ranBoth(files);
    expect(adopted.changes).toEqual(['adopted']);
    expect(adopted.understood.join()).toMatch(/call sends the calls/);
    expect(adopted.ran).toEqual(before);
    expect(adopted.v2).toBeGreaterThan(0);
  });
});
