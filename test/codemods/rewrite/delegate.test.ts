import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { runBot } from '../runBot';
import { read, type Tree, workspace } from '../workspace';

const REPOSITORY = join(import.meta.dirname, '../../..');

const run = async (files: Tree, more: Parameters<typeof rewrite>[0] = {}) => {
  const cwd = workspace(files);
  const { report } = await rewrite({ cwd, delegate: true, write: true, allowDirty: true, ...more });
  expect(report.failed ?? []).toEqual([]);
  const sites = report.sites.filter(({ kind }) => kind !== 'mention');
  return {
    cwd,
    notes: report.notes ?? [],
    changes: sites.map(({ change }) => change ?? 'stays'),
    reasons: sites.map(({ reasons }) => reasons),
    texts: Object.fromEntries(Object.entries(read(cwd)).map(([name, bytes]) => [name, bytes.toString()])),
  };
};

/** A call that cannot move by itself: its parameters are spread. */
const CALL = "('imbot.message.add', { ...fields, BOT_ID: 40 })";
const SEEN = (url: string) => `const response = await fetch(${url} + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  const body = await response.json();
  if (body.error) throw new Error(body.error);
  return body.result;`;
const FUNCTION = (url: string) => `export async function call(method, params) {
  ${SEEN(url)}
}
`;

test.each<[what: string, files: Tree, reason: string]>([
  [
    'a receiver made for a portal',
    {
      'a.js': `import { makeClient } from './client.js';\nexport async function f({ domain }, fields) {\n  const api = makeClient({ domain });\n  await api.call${CALL};\n}\n`,
    },
    'own-portal',
  ],
  [
    'a receiver that is handed in',
    { 'a.js': `export async function f(api, fields) {\n  await api.call${CALL};\n}\n` },
    'own-portal',
  ],
  [
    'a function that is handed in',
    { 'a.js': `export async function f(call, fields) {\n  await call${CALL};\n}\n` },
    'own-portal',
  ],
  [
    'a function of a made receiver',
    {
      'a.js': `import { makeClient } from './client.js';\nconst { call } = makeClient({ domain: process.argv[2] });\nexport async function f(fields) {\n  await call${CALL};\n}\n`,
    },
    'own-portal',
  ],
  [
    'a receiver that is set later',
    {
      'a.js': `let api;\nexport const init = (domain) => { api = connect(domain); };\nexport async function f(fields) {\n  await api.call${CALL};\n}\n`,
    },
    'own-portal',
  ],
  [
    'a receiver that is looked up',
    {
      'a.js': `import { clients } from './clients.js';\nexport async function f(domain, fields) {\n  await clients.get(domain).call${CALL};\n}\n`,
    },
    'own-portal',
  ],
  [
    'a receiver by a key',
    {
      'a.js': `import { clients } from './clients.js';\nexport async function f(domain, fields) {\n  await clients[domain].call${CALL};\n}\n`,
    },
    'own-portal',
  ],
  [
    'a field of a class',
    {
      'a.js': `export class Account {\n  constructor(config) { this.config = config; }\n  async say(fields) { await this.ask${CALL}; }\n}\n`,
    },
    'own-portal',
  ],
  [
    'a field that is set from outside',
    {
      'a.js': `export class Account {\n  use(api) { this.api = api; }\n  async say(fields) { await this.api.call${CALL}; }\n}\n`,
    },
    'own-portal',
  ],
  [
    'a base class',
    {
      'a.js': `import { Base } from './base.js';\nexport class Account extends Base {\n  async say(fields) { await this.call${CALL}; }\n}\n`,
    },
    'own-portal',
  ],
  [
    'an injected client',
    {
      'a.ts': `declare const Inject: () => PropertyDecorator;\ninterface Client { call(method: string, params: object): Promise<number> }\nexport class Account {\n  @Inject() private api!: Client;\n  async say(fields: object) { await this.api.call${CALL}; }\n}\n`,
    },
    'own-portal',
  ],
  [
    'the portal of the page',
    { 'a.js': `import './x.js';\nexport const f = async (fields) => {\n  await BX24.callMethod${CALL};\n};\n` },
    'own-portal',
  ],
  [
    'a token beside the method',
    {
      'a.js': `import { call } from './client.js';\nexport async function f(token, fields) {\n  await call('imbot.message.add', { ...fields, BOT_ID: 40 }, token);\n}\n`,
    },
    'own-portal',
  ],
  [
    'a seen class made for a portal',
    {
      'a.js': `class Api {\n  constructor(url) { this.url = url; }\n  async call(method, params) {\n  ${SEEN('this.url')}\n  }\n}\nexport async function f(url, fields) {\n  await new Api(url).call${CALL};\n}\n`,
    },
    'own-portal',
  ],
  [
    'a seen function of a request',
    {
      'a.js': `export async function f(request, fields) {\n  const call = async (method, params) => {\n  ${SEEN('request.url')}\n  };\n  await call${CALL};\n}\n`,
    },
    'own-portal',
  ],
  [
    'a seen choice of two portals',
    {
      'a.js': `const URLS = { a: 'https://a.bitrix24.com/rest/1/x/', b: 'https://b.bitrix24.com/rest/1/x/' };\nlet which = 'a';\nexport const use = (name) => { which = name; };\n${FUNCTION('URLS[which]').replace('export ', '')}export async function f(fields) {\n  await call${CALL};\n}\n`,
    },
    'own-portal',
  ],
  [
    'a transport that gives back null',
    {
      'a.js': `async function call(method, params) {\n  const body = await (await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) })).json();\n  if (body.error === 'WITHOUT_CHANGES') return null;\n  if (body.error) throw new Error(body.error);\n  return body.result;\n}\nexport async function f(fields) {\n  await call${CALL};\n}\n`,
    },
    'own-failures',
  ],
  [
    'a transport that gives back what it got',
    {
      'a.js': `async function call(method, params) {\n  return (await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) })).json();\n}\nexport async function f(fields) {\n  await call${CALL};\n}\n`,
    },
    'own-failures',
  ],
  [
    'a transport that logs',
    {
      'a.js': `async function call(method, params) {\n  try {\n    const response = await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) });\n    if (!response.ok) throw new Error('refused');\n  } catch (error) {\n    console.error(error);\n  }\n}\nexport async function f(fields) {\n  await call${CALL};\n}\n`,
    },
    'own-failures',
  ],
  [
    'a transport that throws when the portal is down',
    {
      'a.js': `async function call(method, params) {\n  const response = await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) });\n  if (response.status >= 500) throw new Error('down');\n  return (await response.json()).result;\n}\nexport async function f(fields) {\n  await call${CALL};\n}\n`,
    },
    'own-failures',
  ],
  [
    'an error of a client that leaves',
    {
      'a.js': `import axios from 'axios';\nasync function call(method, params) {\n  const { data } = await axios.post(process.env.HOOK + method, params);\n  return data.result;\n}\nexport async function f(fields) {\n  await call${CALL};\n}\n`,
    },
    'own-failures',
  ],
  [
    'an error of a client that is read',
    {
      'a.js': `import axios from 'axios';\nasync function call(method, params) {\n  const { data } = await axios.post(process.env.HOOK + method, params);\n  return data.result;\n}\nexport async function f(fields) {\n  try {\n    await call${CALL};\n  } catch (error) {\n    if (error.response.data.error === 'BOT_ID_ERROR') return;\n    console.error(error);\n  }\n}\n`,
    },
    'own-failures',
  ],
  [
    'an error of a class of its own that leaves',
    {
      'a.js': `export class RestError extends Error {}\nasync function call(method, params) {\n  const body = await (await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) })).json();\n  if (body.error) throw new RestError(body.error);\n  return body.result;\n}\nexport async function f(fields) {\n  await call${CALL};\n}\n`,
    },
    'own-failures',
  ],
  [
    'an error that is asked for its class',
    {
      'a.js': `import { call, RestError } from './client.js';\nexport async function f(fields) {\n  try {\n    await call${CALL};\n  } catch (error) {\n    if (error instanceof RestError) return;\n    throw error;\n  }\n}\n`,
    },
    'own-failures',
  ],
  [
    'an error whose whole text is compared',
    {
      'a.js': `import { call } from './client.js';\nexport async function f(fields) {\n  try {\n    await call${CALL};\n  } catch (error) {\n    if (error.message === 'BOT_ID_ERROR') return;\n    throw error;\n  }\n}\n`,
    },
    'own-failures',
  ],
  [
    'an error that a function elsewhere judges',
    {
      'a.js': `import { call, isGone } from './client.js';\nexport async function f(fields) {\n  try {\n    await call${CALL};\n  } catch (error) {\n    if (!isGone(error)) throw error;\n  }\n}\n`,
    },
    'own-failures',
  ],
  [
    'a call that nobody waits for',
    { 'a.js': `import { call } from './client.js';\nexport function f(fields) {\n  call${CALL};\n}\n` },
    'own-failures',
  ],
  [
    'an answer that is returned',
    {
      'a.js': `import { call } from './client.js';\nexport async function f(fields) {\n  return await call${CALL};\n}\n`,
    },
    'own-answer',
  ],
  [
    'an answer of which only truth is asked',
    {
      'a.js': `import { call } from './client.js';\nexport async function f(fields) {\n  if (await call${CALL}) console.log('sent');\n}\n`,
    },
    'own-answer',
  ],
  [
    'a response',
    {
      'a.js': `import { call } from './client.js';\nexport async function f(fields) {\n  const { data } = await call${CALL};\n  return data.result;\n}\n`,
    },
    'own-answer',
  ],
  [
    'a test',
    {
      'a.test.js': `import { vi } from 'vitest';\nimport { call } from './client.js';\nvi.mock('./client.js');\ntest('sends', async () => {\n  await call${CALL};\n});\n`,
    },
    'in-test',
  ],
])('what is no call of the one client stays: %s', async (_what, files, reason) => {
  const { changes, reasons, texts } = await run(files);
  expect(changes).toEqual(['stays']);
  expect(reasons[0]).toContain(reason);
  for (const [name, text] of Object.entries(files)) expect(texts[name]).toBe(text);
});

test.each<[what: string, files: Tree]>([
  [
    'an imported function',
    { 'a.js': `import { call } from './client.js';\nexport async function f(fields) {\n  await call${CALL};\n}\n` },
  ],
  [
    'an imported client',
    { 'a.js': `import api from './client.js';\nexport async function f(fields) {\n  await api.rest.call${CALL};\n}\n` },
  ],
  [
    'a client made of nothing',
    {
      'a.js': `import { makeClient } from './client.js';\nconst api = makeClient();\nexport async function f(fields) {\n  await api.call${CALL};\n}\n`,
    },
  ],
  [
    'a required client',
    { 'a.js': `const api = require('./client');\nexports.f = async (fields) => {\n  await api.call${CALL};\n};\n` },
  ],
  [
    'an error that is logged',
    {
      'a.js': `import { call } from './client.js';\nexport async function f(fields) {\n  try {\n    await call${CALL};\n  } catch (error) {\n    console.error(error.response?.data ?? error.message, error);\n  }\n}\n`,
    },
  ],
  [
    'an error whose code is compared',
    {
      'a.js': `import { call } from './client.js';\nexport async function f(fields) {\n  try {\n    await call${CALL};\n  } catch (error) {\n    if (error.code !== 'BOT_ID_ERROR' && !error.message.includes('ACCESS')) throw error;\n  }\n}\n`,
    },
  ],
  [
    'an error that nobody sees',
    { 'a.js': `import { call } from './client.js';\nexport function f(fields) {\n  call${CALL}.catch(() => {});\n}\n` },
  ],
  [
    'a seen function',
    {
      'a.js': `import { call } from './client.js';\nexport async function f(fields) {\n  await call${CALL};\n}\n`,
      'client.js': FUNCTION('process.env.HOOK'),
    },
  ],
  [
    'a seen class that is made once',
    {
      'a.js': `class Api {\n  constructor(url) { this.url = url; }\n  async call(method, params) {\n  ${SEEN('this.url')}\n  }\n}\nconst api = new Api(process.env.HOOK ?? 'https://a.bitrix24.com/rest/1/x/');\nexport async function f(fields) {\n  const id = await api.call${CALL};\n  return id + 1;\n}\n`,
    },
  ],
  [
    'an instance of axios',
    {
      'a.js': `import axios from 'axios';\nconst http = axios.create({ baseURL: process.env.HOOK });\nasync function call(method, params) {\n  const { data } = await http.post(method, params);\n  return data.result;\n}\nexport async function f(fields) {\n  await call${CALL}.catch(console.error);\n}\n`,
    },
  ],
])('what is the same for everybody goes through it: %s', async (_what, files) => {
  const { changes, texts } = await run(files);
  expect(changes).toEqual(['delegated']);
  expect(texts['a.js']).toContain(`imbot.call${CALL}`);
});

test('with two portals, or two webhooks, each call stays with its own', async () => {
  const user = (name: string) =>
    `import { call } from './${name}.js';\nexport async function f(fields) {\n  await call${CALL};\n}\n`;
  const files = (first: string, second: string): Tree => ({
    'a.js': FUNCTION(first),
    'b.js': FUNCTION(second),
    'useA.js': user('a'),
    'useB.js': user('b'),
  });
  expect((await run(files('process.env.HOOK_A', 'process.env.HOOK_B'))).changes).toEqual(['stays', 'stays']);
  const literal = await run(files("'https://a.bitrix24.com/rest/1/x/'", "'https://b.bitrix24.com/rest/1/x/'"));
  expect(literal.changes).toEqual(['stays', 'stays']);
  expect(literal.reasons).toEqual([expect.arrayContaining(['own-portal']), expect.arrayContaining(['own-portal'])]);
  expect(literal.notes.join()).not.toContain('client of this module');
  expect((await run(files('process.env.HOOK', 'process.env.HOOK'))).changes).toEqual(['delegated', 'delegated']);
});

/** How the client is imported: as the neighbours import, from the root of the sources of the nearest package. */
test.each<[what: string, files: Tree, file: string, line: string, module: string]>([
  [
    'neighbours in an ESM package',
    {
      'package.json': '{ "type": "module" }',
      'src/bot/a.js': `import { log } from '../log.js';\nimport { call } from '#client';\n`,
    },
    'src/bot/a.js',
    "import { imbot } from '../imbot.js';",
    'src/imbot.js',
  ],
  [
    '.mjs neighbours',
    { 'package.json': '{}', 'src/a.mjs': `import { call } from './client.mjs';\n` },
    'src/a.mjs',
    "import { imbot } from './imbot.mjs';",
    'src/imbot.mjs',
  ],
  [
    'neighbours without an ending',
    { 'package.json': '{}', 'src/a.ts': `import { call } from './client';\n` },
    'src/a.ts',
    "import { imbot } from './imbot';",
    'src/imbot.ts',
  ],
  [
    '.ts neighbours',
    { 'package.json': '{ "type": "module" }', 'src/a.ts': `import { call } from './client.ts';\n` },
    'src/a.ts',
    "import { imbot } from './imbot.ts';",
    'src/imbot.ts',
  ],
  [
    'no neighbour, node16',
    {
      'package.json': '{ "type": "module" }',
      'tsconfig.json': '{ "compilerOptions": { "module": "node16" } }',
      'src/a.ts': `import { call } from 'our-client';\n`,
    },
    'src/a.ts',
    "import { imbot } from './imbot.js';",
    'src/imbot.ts',
  ],
  [
    'no neighbour, endings of TypeScript',
    {
      'package.json': '{}',
      'tsconfig.json': '{ "compilerOptions": { "allowImportingTsExtensions": true, "noEmit": true } }',
      'src/a.ts': `import { call } from 'our-client';\n`,
    },
    'src/a.ts',
    "import { imbot } from './imbot.ts';",
    'src/imbot.ts',
  ],
  [
    'no neighbour, a bundler',
    {
      'package.json': '{}',
      'tsconfig.json': '{ "compilerOptions": { "moduleResolution": "bundler" } }',
      'src/a.ts': `import { call } from 'our-client';\n`,
    },
    'src/a.ts',
    "import { imbot } from './imbot';",
    'src/imbot.ts',
  ],
  [
    'no neighbour, Node',
    { 'package.json': '{ "type": "module" }', 'lib/a.js': `import { call } from 'our-client';\n` },
    'lib/a.js',
    "import { imbot } from '../imbot.js';",
    'imbot.js',
  ],
  [
    'no neighbour of its own, but one that imports it',
    {
      'package.json': '{}',
      'src/a.js': `import { call } from 'our-client';\n`,
      'src/index.js': "import { f } from './a';\n",
    },
    'src/a.js',
    "import { imbot } from './imbot';",
    'src/imbot.js',
  ],
  [
    'CommonJS',
    { 'package.json': '{}', 'src/a.js': `const { call } = require('./client');\n` },
    'src/a.js',
    "const { imbot } = require('./imbot');",
    'src/imbot.js',
  ],
  [
    'a package in a package',
    {
      'package.json': '{}',
      'packages/bot/package.json': '{ "type": "module" }',
      'packages/bot/src/deep/a.js': `import { call } from '../client.js';\n`,
    },
    'packages/bot/src/deep/a.js',
    "import { imbot } from '../imbot.js';",
    'packages/bot/src/imbot.js',
  ],
  [
    'rootDir',
    {
      'package.json': '{}',
      'tsconfig.json': '{ "compilerOptions": { "rootDir": "server" } }',
      'server/deep/a.ts': `import { call } from '../client';\n`,
    },
    'server/deep/a.ts',
    "import { imbot } from '../imbot';",
    'server/imbot.ts',
  ],
  [
    'a client that is there',
    { 'package.json': '{}', 'imbot.js': 'exports.imbot = 1;', 'src/a.js': `const { call } = require('./client');\n` },
    'src/a.js',
    "const { imbot } = require('../imbot');",
    'imbot.js',
  ],
  [
    'Deno',
    { 'deno.json': '{}', 'a.ts': `import { call } from 'npm:our-client';\n` },
    'a.ts',
    "import { imbot } from './imbot.ts';",
    'imbot.ts',
  ],
])('%s', async (_what, files, file, line, module) => {
  const isTyped = file.endsWith('.ts');
  const body = `export async function f(fields${isTyped ? ': { DIALOG_ID: string; MESSAGE: string }' : ''}) {\n  await call${CALL};\n  await call${CALL};\n}\n`;
  const head = String(files[file]);
  const own = head.includes('require') ? body.replace('export async function f', 'exports.f = async function f') : body;
  const { changes, texts, notes } = await run({ ...files, [file]: `${head}\n${own}` });
  expect(changes).toEqual(['delegated', 'delegated']);
  expect(texts[file]?.split('\n').filter((one) => one.includes('imbot }'))).toEqual([line]);
  expect(notes.filter((one) => one.startsWith(`${module}: 2 calls go through`))).toHaveLength(1);
});

test('what goes through the client does what it did: messages, values, errors', async () => {
  const bot = `import { call } from './client.js';
export async function run(print) {
  const fields = { DIALOG_ID: 'chat5', MESSAGE: 'Hi', CLIENT_ID: 'my_bot' };
  print(typeof (await call('imbot.message.add', { ...fields, BOT_ID: 40 })) === 'number');
  print(Number(await call('imbot.message.add', { ...fields, MESSAGE: 'again', BOT_ID: 40 })) > 0);
  try {
    await call('imbot.message.add', { ...fields, BOT_ID: 4000 });
    print('sent');
  } catch (error) {
    print(error.message.includes('BOT_ID_ERROR'));
  }
}
`;
  const files: Tree = {
    'bot.js': bot,
    'client.js': FUNCTION('globalThis.PORTAL.HOOK'),
    'imbot.js': `import { createImbot, webhook } from '${REPOSITORY}/src/index.ts';
export const imbot = { call: (method, params) => createImbot({ auth: webhook(globalThis.PORTAL.HOOK, { clientId: 'my_bot' }), warnings: false }).call(method, params) };
`,
  };
  const before = workspace(files);
  const { cwd, changes } = await run(files);
  expect(changes).toEqual(['delegated', 'delegated', 'delegated']);
  const [was, is] = [await runBot(before), await runBot(cwd)];
  expect(is.printed).toEqual(was.printed);
  expect(is.messages).toEqual(was.messages);
  expect(is.methods).toContain('imbot.v2.Chat.Message.send');
  expect(was.methods).not.toContain('imbot.v2.Chat.Message.send');
});

test('a second run changes nothing, and says that the calls are on the facade', async () => {
  const files = {
    'package.json': '{ "type": "module" }',
    'src/a.js': `import { call } from './client.js';\nexport async function f(fields) {\n  await call${CALL};\n}\n`,
  };
  const { cwd, texts } = await run(files);
  const again = await rewrite({ cwd, delegate: true });
  expect(again.diffs).toEqual([]);
  expect(again.report.sites.find(({ kind }) => kind === 'call')?.reasons).toContain('on-facade');
  expect(texts['src/a.js']).toContain("from './imbot.js'");
  expect(existsSync(join(cwd, 'src/imbot.js'))).toBe(false);
});

test('what type-checks with noUnusedLocals still does: the import that is used no more goes, the module is loaded', async () => {
  const files = (head: string, more = '') => ({
    'tsconfig.json':
      '{ "compilerOptions": { "strict": true, "noUnusedLocals": true, "module": "nodenext", "noEmit": true } }',
    'package.json': '{ "type": "module" }',
    'client.ts': `export async function call(method: string, params: object): Promise<void> {\n  const response = await fetch(process.env['HOOK'] + method, { method: 'POST', body: JSON.stringify(params) });\n  if (!response.ok) throw new Error('refused');\n}\nexport const other = 1;\nexport default 2;\n`,
    'a.ts': `${head}\nexport async function f(fields: object) {\n  await call${CALL};\n  await call${CALL};\n${more}}\n`,
  });
  const first = async (head: string, more = '') => (await run(files(head, more))).texts['a.ts']?.split('\n')[0];
  expect(await first("import { call } from './client.js';")).toBe("import './client.js';");
  expect(await first("import { call, other } from './client.js';", '  return other;\n')).toBe(
    "import { other } from './client.js';",
  );
  expect(await first("import two, { call } from './client.js';", '  return two;\n')).toBe(
    "import two from './client.js';",
  );
  const used = "import { call } from './client.js';";
  expect(await first(used, "  await call('user.get', {});\n")).toBe(used);
});

test('tests that name what moved or was delegated are named', async () => {
  const files = {
    'client.js': FUNCTION('process.env.HOOK'),
    'a.js': `import { call } from './client.js';\nexport async function f(fields) {\n  await call${CALL};\n  await call('imbot.chat.leave', { BOT_ID: 40, CHAT_ID: 5 });\n  await call('imbot.bot.list', {});\n}\n`,
    'a.test.js': `import { vi } from 'vitest';\nconst call = vi.fn();\nit('sends', () => {\n  expect(call).toHaveBeenCalledWith('imbot.message.add', expect.anything());\n  fakes.reply('imbot.chat.leave', true);\n  fakes.reply('imbot.message.delete', true);\n});\n`,
    'b.js': "console.log('imbot.chat.leave');\n",
  };
  const told = (notes: readonly string[]) => notes.filter((one) => one.startsWith('tests name'));
  const both = told((await run(files, { assumeErrors: true })).notes);
  expect(both).toHaveLength(1);
  expect(both[0]).toMatch(/: a\.test\.js:4 imbot\.message\.add, a\.test\.js:5 imbot\.chat\.leave\.$/);
  expect(told((await run({ 'client.js': files['client.js'], 'a.test.js': files['a.test.js'] })).notes)).toEqual([]);
});
