import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { afterAll, expect, it } from 'vitest';

const run = promisify(execFile);
const TOKEN = '5f0c1a52-9d3e-4b7a-8f6e-0123456789ab';
const folder = mkdtempSync(join(tmpdir(), 'imbot-report-'));
// Bundled once: nine processes that each compile the sources take seconds.
buildSync({
  entryPoints: ['src/wrap/index.ts', 'src/bx24/node.ts', 'src/bx24/index.ts'],
  outbase: 'src',
  outdir: folder,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  logLevel: 'error',
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BOT = `
import { wrapCall } from ${JSON.stringify(join(folder, 'wrap/index.mjs'))};
const call = wrapCall(async () => ({ result: 1 }), { mode: 'audit', warnings: false });
await call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: '1', MESSAGE: 'secret text' });
await call('imbot.bot.list');
`;

it('writes the report as the process ends, and adds later processes to it', async () => {
  const file = join(folder, 'usage.json');
  const env = { ...process.env, IMBOT_COMPAT_REPORT: file };
  for (let process = 0; process < 2; process += 1) {
    await run('node', ['--input-type=module', '--eval', BOT], { env });
  }
  const text = readFileSync(file, 'utf8');
  expect(JSON.parse(text)).toMatchObject({
    version: 1,
    tool: 'imbot-compat',
    methods: {
      'imbot.message.add': { calls: 2, sent: { v1: 2, v2: 0, refused: 0 }, auto: { v2: 2 } },
      'imbot.bot.list': { calls: 2, verdicts: { lossy: 2 } },
    },
  });
  expect(text).not.toContain('secret text');
});

it.each([
  ['node', 1],
  ['index', 0],
] as const)('of BX24 as %s loads it: a page has no files, Node has', async (entry, files) => {
  const own = mkdtempSync(join(folder, 'bx24-'));
  const file = join(own, 'usage.json');
  const source = `
    import { channel } from 'node:diagnostics_channel';
    const { wrapBX24 } = await import(${JSON.stringify(join(folder, `bx24/${entry}.mjs`))});
    const result = { data: () => 1, error: () => undefined };
    const page = { callMethod: (_method, _params, callback) => callback(result), callBatch: () => {} };
    let seen = 0;
    channel('imbot-compat:translation').subscribe(() => { seen += 1; });
    const BX24 = wrapBX24(page, { mode: 'audit', warnings: false });
    await new Promise((resolve) => BX24.callMethod('imbot.message.add', { BOT_ID: 1, DIALOG_ID: '1', MESSAGE: 'x' }, resolve));
    console.log(seen, BX24.report().methods['imbot.message.add'].calls);
    try { wrapBX24(page, { mode: 'v3' }); } catch (error) { console.log(error.code); }
  `;
  const env = { ...process.env, IMBOT_COMPAT_REPORT: file };
  const { stdout } = await run('node', ['--input-type=module', '--eval', source], { env });
  expect(stdout).toBe(`${files} 1\nCONFIG\n`);
  expect(readdirSync(own)).toEqual(files === 1 ? ['usage.json'] : []);
});

it.each([
  ['of the version before', '', []],
  ['of a process that was killed', TOKEN, []],
  ['whose heir was killed too', TOKEN, [TOKEN]],
])('a stale lock %s is taken over at once, and nothing is left', async (_name, text, guards) => {
  const own = mkdtempSync(join(folder, 'stale-'));
  const file = join(own, 'usage.json');
  writeFileSync(`${file}.lock`, text);
  for (const guard of guards) writeFileSync(`${file}.lock.${guard}`, '');
  const env = { ...process.env, IMBOT_COMPAT_REPORT: file };
  await Promise.all([1, 2].map(() => run('node', ['--input-type=module', '--eval', BOT], { env })));
  expect(JSON.parse(readFileSync(file, 'utf8')).methods['imbot.bot.list'].calls).toBe(2);
  expect(readdirSync(own)).toEqual(['usage.json']);
});
