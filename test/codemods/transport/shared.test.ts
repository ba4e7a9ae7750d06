import { describe, expect, test } from 'vitest';
import { adopt, rewrite } from '../../../codemods/index';
import { workspace } from '../workspace';
import { SHARED_CHANGED, SHARED_UNCHANGED } from './shared';

type Files = Readonly<Record<string, string>>;

async function changesIn(files: Files): Promise<readonly (string | undefined)[]> {
  const cwd = workspace(files);
  const both = [await rewrite({ cwd }), await adopt({ cwd })];
  return both.flatMap(({ report: { failed, sites } }) => {
    expect(failed).toBeUndefined();
    return sites.filter(({ kind }) => kind !== 'mention').map(({ change }) => change);
  });
}

describe('what all files share is changed in another file: nothing moves, nothing is said to be adopted', () => {
  test.each(Object.entries(SHARED_CHANGED))('%s', async (_name, files) => {
    expect(await changesIn(files)).toEqual([undefined, undefined]);
  });
});

describe('what all files share stays what it is', () => {
  test.each(Object.entries(SHARED_UNCHANGED))('%s', async (_name, files) => {
    expect(await changesIn(files)).toEqual(['moved', 'adopted']);
  });
});
