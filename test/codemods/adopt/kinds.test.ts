import { beforeAll, describe, expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { share } from '../../sample';
import { packages } from '../runs/packages';
import { runBot } from '../runs/runBot';
import { read, workspace } from '../workspace';
import type { Program } from './Kind';
import { KINDS } from './kinds/index';

let found: Awaited<ReturnType<typeof packages>>;

beforeAll(async () => {
  process.env.IMBOT_COMPAT_WARNINGS = 'off';
  found = await packages();
}, 60_000);

/** What becomes of each is tested always; every third one is run before and after as well, and all of them in the full run. */
const RUN: ReadonlySet<Program> = new Set(
  share(
    Object.values(KINDS).flatMap((programs) => Object.values(programs)),
    3,
    { what: 'programs of kinds that run before and after' },
  ),
);

describe.each(Object.entries(KINDS))('%s', (_kind, programs) => {
  test.each(Object.entries(programs))('%s', async (_name, program: Program) => {
    const { files, adopted, reasons = [], holds = [], lacks = [], entry = 'bot.js' } = program;
    const cwd = workspace(files);
    const { report } = await adopt({ cwd, write: true, allowDirty: true });
    expect(report.failed).toBeUndefined();
    const calls = report.sites.filter(({ kind }) => kind !== 'mention' && kind !== 'event');
    const left = calls.filter(({ change }) => change !== 'adopted').flatMap((site) => site.reasons);
    expect(left).toEqual(reasons);
    expect(calls.filter(({ change }) => change === 'adopted')).toHaveLength(adopted);
    const texts = Object.entries(read(cwd))
      .filter(([path]) => !path.startsWith('node_modules'))
      .map(([path, bytes]) => `// ${path}\n${bytes}`)
      .join('\n');
    for (const one of holds) expect(texts).toMatch(one instanceof RegExp ? one : asPattern(one));
    for (const one of lacks) expect(texts).not.toMatch(one instanceof RegExp ? one : asPattern(one));
    if (!RUN.has(program)) return;
    // A second run has nothing to do.
    const again = await adopt({ cwd });
    expect(again.diffs).toEqual([]);
    expect(again.report.sites.filter(({ change }) => change === 'adopted')).toHaveLength(adopted);
    if (entry === false) return;
    const { v2: _none, ...before } = await runBot(workspace(files), found.path, entry);
    const { v2, ...after } = await runBot(cwd, found.path, entry);
    expect(after).toEqual(before);
    if (adopted > 0) expect(v2).toBeGreaterThanOrEqual(program.v2 ?? 1);
    else expect(v2).toBe(0);
  });
});

function asPattern(text: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
}
