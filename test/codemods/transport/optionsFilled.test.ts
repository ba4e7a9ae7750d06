import { describe, expect, test } from 'vitest';
import { share } from '../../sample';
import { OPTIONS, OPTIONS_KEPT, REPLACED } from './optionsFilled';
import { ranBoth } from './ranBoth';

/** Options that are more than what the reading sees of them. */
describe('what a client is told is put in where the reading does not come by', () => {
  test.each(share(Object.entries(OPTIONS), 2))('%s', async (_name, files) => {
    const { rewritten, adopted, before } = await ranBoth(files);
    expect(rewritten.changes).toEqual([undefined]);
    expect(adopted.ran).toEqual(before);
    expect(JSON.stringify(before.state)).toContain('"urlPreview":false');
  });
  test.each(Object.entries(REPLACED))('%s', async (_name, files) => {
    const { rewritten } = await ranBoth(files, { isRun: false });
    expect(rewritten.changes).toEqual([undefined]);
  });
});

describe('nothing that goes with the parameters is among what is put there', () => {
  test.each(share(Object.entries(OPTIONS_KEPT), 2))('%s', async (_name, files) => {
    const { rewritten, adopted, before } = await ranBoth(files);
    expect([...rewritten.changes, ...adopted.changes]).toEqual(['moved', 'adopted']);
    expect([rewritten.ran, adopted.ran]).toEqual([before, before]);
    expect(Math.min(rewritten.v2, adopted.v2)).toBeGreaterThan(0);
  });
});
