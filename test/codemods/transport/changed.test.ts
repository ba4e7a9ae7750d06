import { describe, expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { workspace } from '../workspace';
import { CHANGED, CHANGED_TOO, UNCHANGED } from './changed';

async function changesIn(files: Readonly<Record<string, string>>): Promise<readonly (string | undefined)[]> {
  const { report } = await rewrite({ cwd: workspace(files) });
  expect(report.failed).toBeUndefined();
  return report.sites.map(({ change }) => change);
}

/** What holds the transport is changed in a way of its own: the call may not move. */
describe('a holder that is changed', () => {
  test.each([...Object.entries(CHANGED), ...Object.entries(CHANGED_TOO)])('%s', async (_name, files) => {
    expect(await changesIn(files)).toEqual([undefined]);
  });
});

/** What looks like a change and is none: the call moves as before. */
describe('a holder that is not changed', () => {
  test.each(Object.entries(UNCHANGED))('%s', async (_name, files) => {
    expect(await changesIn(files)).toEqual(['moved']);
  });
});
