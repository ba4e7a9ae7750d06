import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Ran, read, type Tree, workspace } from './workspace';

const CLI = join(import.meta.dirname, '../../dist/cli.js');

const BOT = `import { call } from './call.js';

export async function handle(body) {
  if (body.event === 'ONIMBOTMESSAGEADD') {
    await call('imbot.message.add', { BOT_ID: 39, DIALOG_ID: body.data.PARAMS.DIALOG_ID, MESSAGE: 'Hi' });
  }
  return call('imbot.bot.list', {});
}
`;
const CALL = `export async function call(method, params) {
  const response = await fetch(\`https://example.bitrix24.com/rest/\${method}\`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return response.json();
}
`;
const USAGE = JSON.stringify({ version: 1, tool: 'imbot-compat', methods: {} });
const FILES: Tree = { 'bot.js': BOT, 'call.js': CALL };

/** Loaded first: from then on the compiler cannot be had. */
const FORBID = `import { register } from 'node:module';
const hooks = \`export async function resolve(specifier, context, next) {
  if (specifier === 'ts-morph' || specifier === 'typescript') throw new Error(specifier + ' was asked for');
  return next(specifier, context);
}\`;
register('data:text/javascript,' + encodeURIComponent(hooks));
`;

beforeAll(() => {
  if (!existsSync(CLI)) throw new Error('dist/cli.js is not there: npm run build');
});

function built(cwd: string, args: readonly string[], node: readonly string[] = []): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...node, CLI, ...args], { cwd }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err });
    });
  });
}

describe('the built command line', () => {
  it.each([
    [['scan'], 0, 'imbot.bot.list'],
    [['scan', '--fail-on', 'review'], 1, 'imbot.bot.list'],
    [['adopt'], 0, '+export const call = wrapCall('],
    [['rewrite'], 0, "+    await call('imbot.v2.Chat.Message.send'"],
    [['events'], 0, 'ONIMBOTV2MESSAGEADD'],
    [['check'], 1, 'imbot.message.add'],
    [['explain', 'imbot.message.add'], 0, 'imbot.v2.Chat.Message.send'],
    [['explain', 'on-facade'], 0, 'imbot.message.add(…)'],
    [['explain', 'nothing.of.that.name'], 2, ''],
    [['report', 'usage.json'], 0, '0 calls'],
    [['scan', 'missing.js'], 2, ''],
    [['rewrite', 'broken.js'], 3, 'does not parse'],
  ])('%j exits %i', async (args, code, shown) => {
    const files: Tree = { ...FILES, 'usage.json': USAGE };
    if (args.includes('broken.js')) files['broken.js'] = "call('imbot.bot.list', {";
    const cwd = workspace(files);
    const ran = await built(cwd, args);
    expect([ran.code, ran.err.includes('    at ')]).toEqual([code, false]);
    expect(ran.out).toContain(shown);
    expect(Object.keys(read(cwd))).toEqual(Object.keys(files).sort());
    expect(read(cwd)['bot.js']?.toString()).toBe(BOT);
  });

  it('--write writes', async () => {
    const cwd = workspace(FILES);
    expect((await built(cwd, ['rewrite', '--write', '--allow-dirty'])).code).toBe(0);
    expect(read(cwd)['bot.js']?.toString()).toContain('imbot.v2.Chat.Message.send');
  });

  it('explain does not load the compiler, scan does', async () => {
    const cwd = workspace({ ...FILES, 'forbid.mjs': FORBID });
    const forbid = ['--no-warnings', '--import', join(cwd, 'forbid.mjs')];
    expect((await built(cwd, ['explain', 'imbot.message.add'], forbid)).code).toBe(0);
    expect((await built(cwd, ['--help'], forbid)).code).toBe(0);
    const scan = await built(cwd, ['scan'], forbid);
    expect([scan.code, scan.err]).toEqual([2, expect.stringContaining('ts-morph, which is not installed')]);
  });
});
