import { beforeAll, describe, expect, test } from 'vitest';
import { loadSyntax } from '../../../codemods/files/sourceFile';
import { rewrite } from '../../../codemods/index';
import { planFile } from '../../../codemods/plan/planFile';
import { rewriteSite } from '../../../codemods/rewrite/rewriteSite';
import { workspace } from '../workspace';

beforeAll(async () => {
  await loadSyntax();
});

const TRANSPORT = `async function call(method, params) {
  const res = await fetch(process.env.HOOK + method, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) });
  return res.json();
}
`;

async function outcome(code: string, file: string): Promise<string> {
  const typed = file.endsWith('ts')
    ? TRANSPORT.replace('(method, params)', '(method: string, params: object)')
    : TRANSPORT;
  const { report } = await rewrite({ cwd: workspace({ [file]: `${typed}${code}\n` }) });
  expect(report.failed).toBeUndefined();
  const [site] = report.sites.filter(({ kind }) => kind !== 'mention');
  const { change, reasons = [], params = [], assumed = [] } = site ?? {};
  return change ? [change, ...assumed].join(' ') : [...reasons, ...params].join(' ');
}

const message = (id: string) =>
  `await call('imbot.message.add', { BOT_ID: ${id}, CLIENT_ID: 'x', DIALOG_ID: 'chat5', MESSAGE: 'Hi' });`;

/** What v1 takes for "the default bot" where it is empty, v2 refuses. */
test.each([
  ['export async function f(bot) {', 'bot', 'moved bot-id'],
  ['export async function f(cfg) {', 'cfg.bot.id', 'moved bot-id'],
  ['export async function f(read) {', 'await read()', 'moved bot-id'],
  ['export async function f() {', '39', 'moved'],
  ['const BOT = 39;\nexport async function f() {', 'BOT', 'moved'],
  ['export async function f(bot) { if (!bot) return;', 'bot', 'moved'],
  ['export async function f(bot) { if (bot == null) throw new Error();', 'bot', 'moved'],
  ['export async function f(bot) {', 'bot || 39', 'moved'],
  ['export async function f(bot) {', 'bot ?? undefined', 'no-bot-id BOT_ID'],
  ['export async function f(bot) {', 'bot || undefined', 'no-bot-id BOT_ID'],
  ['export async function f(bot) {', 'bot && bot.id', 'no-bot-id BOT_ID'],
  ['export async function f(bot) {', 'bot?.id', 'no-bot-id BOT_ID'],
  ['export async function f(bots) {', "bots.find((one) => one.code === 'x')", 'no-bot-id BOT_ID'],
  ['const bots = new Map();\nexport async function f(code) {', 'bots.get(code)', 'no-bot-id BOT_ID'],
  ['export async function f() {', 'process.env.BOT_ID', 'no-bot-id BOT_ID'],
  ['export async function f() {', 'Number(process.env.BOT_ID)', 'no-bot-id BOT_ID'],
  ['export async function f() {', '+process.env.BOT_ID', 'no-bot-id BOT_ID'],
  ['const { BOT_ID } = process.env;\nexport async function f() {', 'BOT_ID', 'no-bot-id BOT_ID'],
  ['const bot = process.env.BOT_ID;\nexport async function f() {', 'bot', 'no-bot-id BOT_ID'],
  ['const config = { bot: process.env.BOT_ID };\nexport async function f() {', 'config.bot', 'no-bot-id BOT_ID'],
  ['export async function f() {', 'import.meta.env.VITE_BOT', 'no-bot-id BOT_ID'],
  ['export async function f() {', "Deno.env.get('BOT_ID')", 'no-bot-id BOT_ID'],
  ['export async function f() {', 'undefined', 'no-bot-id BOT_ID'],
  ['export async function f() {', 'void 0', 'no-bot-id BOT_ID'],
  ['export async function f() {', 'null', 'no-bot-id BOT_ID'],
  ['export async function f() {', "''", 'no-bot-id BOT_ID'],
  ['export async function f() {', '0', 'no-bot-id BOT_ID'],
  ["export async function f(bot = '') {", 'bot', 'no-bot-id BOT_ID'],
  ['export async function f({ bot = null }) {', 'bot', 'no-bot-id BOT_ID'],
  ['export async function f({ bot = 39 }) {', 'bot', 'moved bot-id'],
  ['export async function f(event) {', 'event.data.BOT_ID', 'no-bot-id BOT_ID'],
  ['export async function f({ data }) {', 'data.BOT_ID', 'no-bot-id BOT_ID'],
  ['export async function f(list) { for (const bot of list)', 'bot', 'moved bot-id'],
  // Express reads data[BOT][39] as a list, so that this is '0'.
  ['export async function f(data) {', 'Object.keys(data.BOT)[0]', 'no-bot-id BOT_ID'],
  ['export async function f(data) {', 'Number(Object.keys(data.BOT)[0])', 'no-bot-id BOT_ID'],
  ['export async function f(data) {', "Object.keys(data['BOT'] ?? {})[0]", 'no-bot-id BOT_ID'],
  ['export async function f({ BOT }) {', 'Object.entries(BOT)[0][0]', 'no-bot-id BOT_ID'],
  ['export async function f({ BOT }) { const [id] = Object.keys(BOT);', 'id', 'no-bot-id BOT_ID'],
  ['export async function f({ BOT }) { const id = Object.keys(BOT)[0]; if (!id) return;', 'id', 'no-bot-id BOT_ID'],
  ['export async function f({ BOT }) { const [[id]] = Object.entries(BOT);', 'id', 'no-bot-id BOT_ID'],
  ['export async function f({ BOT }) { const ids = Object.keys(BOT);', 'ids[0]', 'no-bot-id BOT_ID'],
  ['export async function f({ BOT }) { for (const id in BOT)', 'id', 'no-bot-id BOT_ID'],
  ['export async function f({ BOT }) { for (const id of Object.keys(BOT))', 'id', 'no-bot-id BOT_ID'],
  ['export async function f({ BOT }) { for (const [id, bot] of Object.entries(BOT))', 'id', 'no-bot-id BOT_ID'],
  ['export async function f({ BOT }) { for (const [id, bot] of Object.entries(BOT))', 'bot.BOT_ID', 'moved bot-id'],
  ['export async function f({ BOT }) {', 'Object.values(BOT)[0].BOT_ID', 'moved bot-id'],
  ['export async function f({ BOTS }) {', 'Object.keys(BOTS)[0]', 'moved bot-id'],
  ['export async function f(list) {', 'list[0]', 'moved bot-id'],
  ['let bot;\nexport const set = (id) => { bot = id; };\nexport async function f() {', 'bot', 'no-bot-id BOT_ID'],
])('%s BOT_ID: %s', async (head, id, wanted) => {
  expect(await outcome(`${head} ${message(id)} }`, 'bot.mjs')).toBe(wanted);
});

test.each([
  ['bot: number', 'bot', 'moved'],
  ['bot: number | string', 'bot', 'moved'],
  ['bot?: number', 'bot', 'no-bot-id BOT_ID'],
  ['bot: number | undefined', 'bot', 'no-bot-id BOT_ID'],
  ['bot: number | null', 'bot', 'no-bot-id BOT_ID'],
  ['bot?: number', 'bot!', 'moved'],
  ['bot?: number', 'bot as number', 'no-bot-id BOT_ID'],
  ['cfg: { bot: number }', 'cfg.bot', 'moved'],
  ['cfg: { bot?: number }', 'cfg.bot', 'no-bot-id BOT_ID'],
  ['{ bot }: { bot?: number }', 'bot', 'no-bot-id BOT_ID'],
  ['{ bot = 39 }: { bot?: number }', 'bot', 'moved bot-id'],
  ['cfg: Partial<{ bot: number }>', 'cfg.bot', 'no-bot-id BOT_ID'],
  ['cfg: Record<string, number>', "cfg['bot']", 'moved bot-id'],
])('(%s) BOT_ID: %s', async (parameter, id, wanted) => {
  expect(await outcome(`export async function f(${parameter}) { ${message(id)} }`, 'bot.mts')).toBe(wanted);
});

describe('what other files and the class say of a bot', () => {
  const config = {
    'config.mjs': `export const BOT_ID = process.env.BOT_ID;
export const FIXED = 39;
const CHECKED = process.env.BOT_ID;
if (!CHECKED) throw new Error('BOT_ID');
export { CHECKED };
export default { bitrix: { bot: process.env.BOT_ID, fixed: 39 } };
`,
    'index.mjs': "export { BOT_ID as OTHER } from './config.mjs';\nexport * from './config.mjs';\n",
    'config.cjs':
      'const BOT_ID = Number(process.env.BOT_ID) || undefined;\nmodule.exports = { BOT_ID, bot: { id: process.env.BOT_ID, fixed: 39 } };\n',
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
  };
  const of = async (head: string, id: string, file: string) => {
    const code = `${head}\n${TRANSPORT}async function f(name) { ${message(id)} }\n`;
    const { report } = await rewrite({ cwd: workspace({ ...config, [file]: code }) });
    const [site] = report.sites.filter(({ kind }) => kind !== 'mention');
    return site?.change ?? site?.reasons?.join();
  };

  test.each([
    ["import { BOT_ID } from './config.mjs';", 'BOT_ID'],
    ["import { BOT_ID } from '@/config.mjs';", 'BOT_ID'],
    ["import config from './config.mjs';", 'config.bitrix.bot'],
    ["import config from './config.mjs';\nconst { bot } = config.bitrix;", 'bot'],
    ["import * as all from './index.mjs';", 'all.OTHER'],
    ["import { BOT_ID as bot } from './index.mjs';", 'bot'],
    ['const env = process.env;', 'env.BOT_ID'],
    ['const BOTS = { support: 39 };', 'BOTS[name]'],
  ])('%s %s may be missing', async (head, id) => {
    expect(await of(head, id, 'bot.mjs')).toBe('no-bot-id');
  });
  test.each([
    ["const { BOT_ID } = require('./config.cjs');", 'BOT_ID'],
    ["const config = require('./config.cjs');", 'config.bot.id'],
    ['', "require('./config.cjs').bot.id"],
  ])('%s %s may be missing', async (head, id) => {
    expect(await of(head, id, 'bot.cjs')).toBe('no-bot-id');
  });
  test.each([
    ["import { FIXED } from './config.mjs';", 'FIXED', 'bot.mjs'],
    ["import { CHECKED } from './config.mjs';", 'CHECKED', 'bot.mjs'],
    ["import { BOT_ID } from 'elsewhere';", 'BOT_ID', 'bot.mjs'],
    ["import config from './config.mjs';", 'config.bitrix.fixed', 'bot.mjs'],
    ["const config = require('./config.cjs');", 'config.bot.fixed', 'bot.cjs'],
    ['const BOT = process.env.BOT_ID;\nif (!BOT) process.exit(1);', 'BOT', 'bot.cjs'],
    ['const BOTS = { support: 39 };', "BOTS['support']", 'bot.mjs'],
  ])('%s %s is taken to be given', async (head, id, file) => {
    expect(await of(head, id, file)).toBe('moved');
  });

  test.each([
    ['let bot; if (one) bot = 39;', 'no-bot-id BOT_ID'],
    ['let bot; try { bot = await one(); } catch {}', 'no-bot-id BOT_ID'],
    ['let bot; if (one) bot = 39; else bot = 40;', 'moved bot-id'],
    ['let bot; try { bot = await one(); } catch { return; }', 'moved bot-id'],
    ['let bot; bot = one;', 'moved bot-id'],
    ['let bot; for (const at of one) { bot = at;', 'moved bot-id'],
  ])('%s', async (head, wanted) => {
    const end = head.includes('{ bot = at') ? ' }' : '';
    expect(await outcome(`export async function f(one) { ${head} ${message('bot')} }${end}`, 'bot.mjs')).toBe(wanted);
  });

  test.each([
    ['constructor() { this.bot = process.env.BOT_ID; }', 'no-bot-id BOT_ID'],
    ['bot = process.env.BOT_ID;', 'no-bot-id BOT_ID'],
    ['constructor(bot = null) { this.bot = bot; }', 'no-bot-id BOT_ID'],
    ['constructor(bot) { this.bot = bot; }', 'moved bot-id'],
    ['bot = 39;', 'moved bot-id'],
  ])('class { %s }', async (head, wanted) => {
    expect(await outcome(`export class A { ${head} async say() { ${message('this.bot')} } }`, 'bot.mjs')).toBe(wanted);
  });
  test.each([
    ['constructor(private bot?: number) {}', 'no-bot-id BOT_ID'],
    ['private bot: number | undefined;', 'no-bot-id BOT_ID'],
    ['constructor(private bot: number) {}', 'moved bot-id'],
  ])('class { %s } of TypeScript', async (head, wanted) => {
    expect(await outcome(`export class A { ${head} async say() { ${message('this.bot')} } }`, 'bot.mts')).toBe(wanted);
  });
});

test('one line of the report tells of all bots that are taken to be given', async () => {
  const code = `${TRANSPORT}export async function f(bot) {\n  ${message('bot')}\n  ${message('bot')}\n  ${message('39')}\n}\n`;
  const { report } = await rewrite({ cwd: workspace({ 'bot.mjs': code }) });
  expect(report.notes).toEqual([expect.stringMatching(/^BOT_ID is taken to be given .*: bot\.mjs:6, bot\.mjs:7\.$/)]);
});

test('ids of dialogs and messages that may be missing would become text', async () => {
  const at = (params: string) =>
    outcome(`export async function f(o) { await call('imbot.message.delete', ${params}); }`, 'bot.mjs');
  expect(await at('{ BOT_ID: 39, MESSAGE_ID: o?.id }')).toBe('unproven-value MESSAGE_ID');
  expect(await at('{ BOT_ID: 39, MESSAGE_ID: o.id ?? undefined }')).toBe('unproven-value MESSAGE_ID');
  expect(await at('{ BOT_ID: 39, MESSAGE_ID: o.id }')).toBe('moved');
});

describe('ids that v1 may read as others than v2', () => {
  test.each([
    "{ BOT_ID: '39abc', MESSAGE_ID: 7 }",
    "{ BOT_ID: '1e3', MESSAGE_ID: 7 }",
    "{ BOT_ID: '0x27', MESSAGE_ID: 7 }",
    '{ BOT_ID: 39.5, MESSAGE_ID: 7 }',
    "{ BOT_ID: 39, MESSAGE_ID: '7, 8' }",
    '{ BOT_ID: ODD, MESSAGE_ID: 7 }',
    "{ BOT_ID: flag ? 39 : '39abc', MESSAGE_ID: 7 }",
    '{ BOT_ID: 39n, MESSAGE_ID: 7 }',
    '{ BOT_ID: 39, MESSAGE_ID: BigInt(id) }',
    '{ BOT_ID: 39, MESSAGE_ID: -BIG }',
  ])('%s stays, as unproven and not as missing', (params) => {
    expect(movedWith(params)).toEqual(['unproven-value']);
  });
  test.each([
    "{ BOT_ID: ' 39', MESSAGE_ID: '007' }",
    '{ BOT_ID: 1e3, MESSAGE_ID: 0x7 }',
    '{ BOT_ID: FINE, MESSAGE_ID: 7 }',
  ])('%s moves', (params) => {
    expect(movedWith(params)).toEqual([]);
  });
});

function movedWith(params: string): readonly string[] {
  const text = `const ODD = '39abc';\nconst BIG = 7n;\nconst FINE = '39';\nexport const run = (call, id, flag) => call('imbot.message.delete', ${params}).then(() => {});\n`;
  const { sites } = planFile(
    { path: 'bot.js', text },
    {
      transform: (site, file, context) =>
        rewriteSite(site, file, { ...context, assumeTransport: 'json', assumeErrors: true }),
    },
  );
  return sites.flatMap(({ outcome }) => outcome.reasons);
}
