import { describe, expect, test } from 'vitest';
import { share } from '../../sample';
import { FILLED, KEPT, UNRUN } from './filledElsewhere';
import { ranBoth } from './ranBoth';

/** A transport that sends more than it is given: rewrite leaves its calls, and adopt does nothing that the portal would see. */
describe('what goes with the parameters is put in where the reading does not come by', () => {
  test.each(share(Object.entries(FILLED), 2))('%s', async (_name, files) => {
    const { rewritten, adopted, before } = await ranBoth(files);
    expect(rewritten.changes).toEqual([undefined]);
    expect(rewritten.reasons).toContain('unknown-spread');
    expect(adopted.ran).toEqual(before);
    expect(JSON.stringify(before.state)).toContain('"urlPreview":false');
  });
  test.each(Object.entries(UNRUN))('%s', async (_name, files) => {
    const { rewritten, adopted } = await ranBoth(files, { isRun: false });
    expect(rewritten.changes).toEqual([undefined]);
    // What comes to fetch has been put in by then.
    expect(adopted.understood.join()).not.toMatch(/call sends the calls/);
  });
});

describe('nothing that goes with the parameters is changed', () => {
  test.each(share(Object.entries(KEPT), 2))('%s', async (_name, files) => {
    const { rewritten, adopted, before } = await ranBoth(files);
    expect([...rewritten.changes, ...adopted.changes]).toEqual(['moved', 'adopted']);
    expect([rewritten.ran, adopted.ran]).toEqual([before, before]);
    expect(Math.min(rewritten.v2, adopted.v2)).toBeGreaterThan(0);
  });
});
