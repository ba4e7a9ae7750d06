import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { adopt, rewrite } from '../../../codemods/index';
import { countCalls } from '../files/countCalls';
import { packages } from '../runs/packages';
import { runBot } from '../runs/runBot';
import { type Tree, workspace } from '../workspace';
import { CASE_COMMANDS, type CaseCommand, outcomesOf } from './outcomesOf';

const FOLDER = join(import.meta.dirname, 'fixtures');

type Case = { readonly right: string } & { readonly [command in CaseCommand]?: readonly string[] };

/** What is right for each folder, and what becomes of every site of it under every command. */
const CASES: Readonly<Record<string, Case>> = JSON.parse(readFileSync(join(import.meta.dirname, 'cases.json'), 'utf8'));

describe.each(Object.entries(CASES))('%s', (name, one) => {
  test(one.right, async () => {
    const found: Partial<Record<CaseCommand, readonly string[]>> = {};
    for (const command of CASE_COMMANDS) found[command] = await outcomesOf(join(FOLDER, name), command);
    const rewritten = one.rewrite ?? [];
    expect(found).toEqual({
      rewrite: rewritten,
      assumed: one.assumed ?? rewritten,
      delegate: one.delegate ?? rewritten,
      adopt: one.adopt ?? [],
      events: one.events ?? [],
    });
  });
});

/** Here no source file stands: what is right is tested where it can be seen. */
const ELSEWHERE = ['missed-install-beside-sdk-0'];

test('every folder has its outcomes', () => {
  expect(readdirSync(FOLDER).sort()).toEqual([...Object.keys(CASES), ...ELSEWHERE].sort());
});

test('missed-install-beside-sdk-0: any version of the SDK may stand beside the package', () => {
  const { peerDependencies, peerDependenciesMeta } = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8'),
  );
  expect(peerDependencies['@bitrix24/b24jssdk']).toBe('*');
  expect(peerDependenciesMeta['@bitrix24/b24jssdk']).toEqual({ optional: true });
});

/** Many files, each with a transport under a name that all of them use. */
const manyCallers = (count: number): Tree =>
  Object.fromEntries(
    Array.from({ length: count }, (_one, at) => [
      `bot${at}/bot.js`,
      `const post = async (url, body) => (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json();
const send = (method, params) => post(process.env.HOOK + method, params);
export const say${at} = (api, text) => send('imbot.message.add', { BOT_ID: 39, DIALOG_ID: '5', MESSAGE: text });
export const tell${at} = (api, text) => api.send('imbot.message.add', { BOT_ID: 39, DIALOG_ID: '5', MESSAGE: text });
`,
    ]),
  );

describe('missed-adopt-slow', () => {
  const callsOf = countCalls();

  test('four times as many files cost adopt and rewrite four times as much', async () => {
    for (const run of [adopt, rewrite]) {
      const cost = (count: number) => callsOf(() => run({ cwd: workspace(manyCallers(count)) }));
      await cost(2);
      const few = await cost(30);
      expect((await cost(120)) / few).toBeLessThan(5.5);
    }
  }, 60_000);
});

describe('run before and after', () => {
  let found: Awaited<ReturnType<typeof packages>>;
  beforeAll(async () => {
    process.env.IMBOT_COMPAT_WARNINGS = 'off';
    found = await packages();
  }, 60_000);

  const files = (name: string, bot: string): Tree => ({
    ...Object.fromEntries(
      readdirSync(join(FOLDER, name), { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => {
          const path = join(one.parentPath, one.name);
          const text = readFileSync(path, 'utf8')
            .replaceAll("CLIENT_ID: 'x'", "CLIENT_ID: 'my_bot'")
            .replaceAll('39', '40');
          return [path.slice(join(FOLDER, name).length + 1), text];
        }),
    ),
    'bot.mjs': bot,
  });

  test.each([
    [
      'multiline-strings',
      rewrite,
      `import * as all from './src/a.mjs';
export async function run(log) {
  process.env.B24_URL = process.env.B24_HOOK.replace(/\\/$/, '');
  for (const [name, work] of Object.entries(all)) log(name + (await work('You')));
}
`,
    ],
    [
      'multiline-strings',
      adopt,
      `import * as all from './src/a.mjs';
export async function run(log) {
  process.env.B24_URL = process.env.B24_HOOK.replace(/\\/$/, '');
  for (const [name, work] of Object.entries(all)) log(name + (await work('You')));
}
`,
    ],
    [
      'dotenv',
      adopt,
      `process.env.H = process.env.B24_HOOK;
import { say } from './src/main.mjs';
export async function run(log) {
  log(typeof (await say()).result);
}
`,
    ],
  ])('%s by %o', async (name, command, bot) => {
    const before = await runBot(workspace(files(name, bot)), found.path, 'bot.mjs');
    const cwd = workspace(files(name, bot));
    const { report } = await command({ cwd, write: true, allowDirty: true });
    expect(report.failed).toBeUndefined();
    const { v2, ...after } = await runBot(cwd, found.path, 'bot.mjs');
    expect({ ...after, v2: before.v2 }).toEqual(before);
    expect(v2).toBeGreaterThan(0);
  });
});
