import { describe, expect, test } from 'vitest';
import { share } from '../../sample';
import { ADDED, ALIKE } from './addedElsewhere';
import { ranBoth } from './ranBoth';

/** Rewrite leaves such calls, and what adopt does to them the portal does not see. */
describe('functions that change a call are added where the reading does not come by', () => {
  test.each(share(Object.entries(ADDED), 2))('%s', async (_name, files) => {
    const { rewritten, adopted, before } = await ranBoth(files);
    expect(rewritten.changes).toEqual([undefined]);
    expect([rewritten.ran, adopted.ran]).toEqual([before, before]);
    expect(JSON.stringify(before.state)).toContain('"text":"y"');
  });
});

describe('nothing that changes a call is added', () => {
  test.each(Object.entries(ALIKE))('%s', async (_name, files) => {
    const { rewritten, adopted, before } = await ranBoth(files);
    expect([...rewritten.changes, ...adopted.changes]).toEqual(['moved', 'adopted']);
    expect([rewritten.ran, adopted.ran]).toEqual([before, before]);
    expect(Math.min(rewritten.v2, adopted.v2)).toBeGreaterThan(0);
  });
});
