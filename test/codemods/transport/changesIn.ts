import { expect } from 'vitest';
import { adopt, rewrite } from '../../../codemods/index';
import { workspace } from '../workspace';

/** What rewrite and then adopt say of each call of a tree of files. */
export async function changesIn(files: Readonly<Record<string, string>>): Promise<readonly (string | undefined)[]> {
  const cwd = workspace(files);
  const both = [await rewrite({ cwd }), await adopt({ cwd })];
  return both.flatMap(({ report: { failed, sites } }) => {
    expect(failed).toBeUndefined();
    return sites.filter(({ kind }) => kind !== 'mention').map(({ change }) => change);
  });
}
