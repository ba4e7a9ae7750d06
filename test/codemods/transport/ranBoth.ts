import { expect } from 'vitest';
import { adopt, type CodemodResult, rewrite } from '../../../codemods/index';
import { packages } from '../runs/packages';
import { type Ran, runBot } from '../runs/runBot';
import { workspace } from '../workspace';

interface Changed {
  readonly changes: readonly (string | undefined)[];
  readonly reasons: readonly string[];
  readonly understood: readonly string[];
  /** What it printed and left on the portal afterwards. */
  readonly ran: Outcome;
  readonly v2: number;
}

type Outcome = Pick<Ran, 'printed' | 'state'>;

type Files = Readonly<Record<string, string>>;

const NOT_RUN: Ran = { printed: [], state: {}, elsewhere: {}, v2: 0 };

/** A bot whose `main.mjs` runs it, as it is, after rewrite and after adopt, each against a portal of its own. */
export async function ranBoth(files: Files, { isRun = true } = {}) {
  const { path } = await packages();
  const run = (cwd: string) => (isRun ? runBot(cwd, path, 'main.mjs') : Promise.resolve(NOT_RUN));
  const after = async (command: (options: { cwd: string }) => Promise<CodemodResult>): Promise<Changed> => {
    const cwd = workspace(files);
    const written = { cwd, write: true, allowDirty: true };
    const result = await command(written);
    const { failed, sites } = result.report;
    expect(failed).toBeUndefined();
    const calls = sites.filter(({ kind }) => kind !== 'mention');
    const { printed, state, v2 } = await run(cwd);
    return {
      changes: calls.map(({ change }) => change),
      reasons: calls.flatMap(({ reasons }) => reasons),
      understood: 'understood' in result && Array.isArray(result.understood) ? result.understood : [],
      ran: { printed, state },
      v2,
    };
  };
  const { printed, state } = await run(workspace(files));
  const before: Outcome = { printed, state };
  return { before, rewritten: await after(rewrite), adopted: await after(adopt) };
}
