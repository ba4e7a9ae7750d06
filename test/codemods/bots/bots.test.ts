import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { adopt, rewrite } from '../../../codemods/index';
import { compiledAt } from '../adopt/compiledAt';
import { packages } from '../runs/packages';
import { runBot } from '../runs/runBot';
import { copy } from '../workspace';

const FOLDER = join(import.meta.dirname, 'fixtures');

/** Bots as teams write them: fifteen calls each, in the shares and shapes that field notes tell of. */
const BOTS = {
  javascript: { entry: 'bot.js', calls: 15 },
  typescript: { entry: 'bot.ts', calls: 15 },
  monorepo: { entry: 'apps/notifier/bot.js', calls: 15 },
} as const;

let found: Awaited<ReturnType<typeof packages>>;

beforeAll(async () => {
  process.env.IMBOT_COMPAT_WARNINGS = 'off';
  found = await packages();
}, 60_000);

describe.each(Object.entries(BOTS))('%s', (name, { entry, calls }) => {
  const bot = () => copy(join(FOLDER, name));

  test('adopt carries all of its calls, and nothing that it does changes', async () => {
    const cwd = bot();
    const { report } = await adopt({ cwd, write: true, allowDirty: true });
    expect(report.failed).toBeUndefined();
    const sites = report.sites.filter(({ kind }) => kind !== 'mention' && kind !== 'event');
    expect(sites).toHaveLength(calls);
    expect(sites.filter(({ change }) => change === 'adopted').length / calls).toBeGreaterThanOrEqual(0.95);
    const before = await runBot(bot(), found.path, entry);
    const after = await runBot(cwd, found.path, entry);
    expect({ ...after, v2: 0 }).toEqual({ ...before, v2: 0 });
    expect(after.v2).toBeGreaterThan(calls / 2);
  });

  test('rewrite moves most of what stands inline, and nothing that it does changes', async () => {
    const cwd = bot();
    const { report } = await rewrite({ cwd, write: true, allowDirty: true });
    expect(report.failed).toBeUndefined();
    const inline = report.sites.filter(({ kind }) => kind === 'call');
    expect(inline.filter(({ change }) => change === 'moved').length / inline.length).toBeGreaterThanOrEqual(0.7);
    const before = await runBot(bot(), found.path, entry);
    const after = await runBot(cwd, found.path, entry);
    expect({ ...after, v2: 0 }).toEqual({ ...before, v2: 0 });
  });

  test('both, one after the other, leave its types as clean as they were', async () => {
    const cwd = bot();
    expect(compiledAt(cwd)).toEqual([]);
    await adopt({ cwd, write: true, allowDirty: true });
    expect(compiledAt(cwd)).toEqual([]);
    await rewrite({ cwd, write: true, allowDirty: true });
    expect(compiledAt(cwd)).toEqual([]);
    const before = await runBot(bot(), found.path, entry);
    const after = await runBot(cwd, found.path, entry);
    expect({ ...after, v2: 0 }).toEqual({ ...before, v2: 0 });
  }, 30_000);
});
