import { describe, expect, test } from 'vitest';
import { adopt, rewrite } from '../../../codemods/index';
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

/** Who may stand in the place of the transport is not seen: adopt must not say that it has the call. A decorator is wrapped from below. */
describe('what nobody sees is not adopted', () => {
  const all = [...Object.entries(CHANGED), ...Object.entries(CHANGED_TOO)];
  test.each(all.filter(([name]) => !/decorator/.test(name)))('%s', async (_name, files) => {
    const { report } = await rewrite({ cwd: workspace(files) });
    const isUnseen = report.sites.some(({ reasons }) => reasons.includes('transport-unseen'));
    const adopted = await adopt({ cwd: workspace(files) });
    expect(adopted.report.failed).toBeUndefined();
    const changes = adopted.report.sites.filter(({ kind }) => kind !== 'mention').map(({ change }) => change);
    if (isUnseen) expect(changes).toEqual([undefined]);
  });
});

describe('what is not changed is adopted', () => {
  test.each(Object.entries(UNCHANGED))('%s', async (_name, files) => {
    const { report } = await adopt({ cwd: workspace(files) });
    expect(report.sites.filter(({ kind }) => kind !== 'mention').map(({ change }) => change)).toEqual(['adopted']);
  });
});
