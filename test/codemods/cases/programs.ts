/** How a folder of the cases is run. */
export interface CaseProgram {
  /** The body of a module beside the folder's files: what calls them. It sees `PORTAL`, `tell`, `quiet` and `classic` of the prelude. */
  readonly drive: string;
  /** What the environment holds; `{HOOK}` and the like are of the portal. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Put in place of what the files hold, before any command sees them; a third one names the files that are meant. */
  readonly replace?: readonly (readonly [from: string, to: string | ((file: string) => string), files?: RegExp])[];
  /** The portal speaks https. */
  readonly secure?: boolean;
  /** Put together by esbuild first: TypeScript, paths without endings. */
  readonly bundled?: boolean;
  readonly alias?: Readonly<Record<string, string>>;
  /** The forms of events that the portal sends, of v1 before and of v2 after, stand in `PORTAL.FORMS`. */
  readonly events?: boolean;
  /** Written beside the files for all runs: modules that they import and that are nobody's package. */
  readonly beside?: Readonly<Record<string, string>>;
  /** The module that `rewrite --delegate` brings in, and how it authorises. */
  readonly facade?: readonly [file: string, auth: 'webhook' | 'oauth'];
  /** Lines of the output that may differ, and why that is right. */
  readonly mayDiffer?: readonly (readonly [line: RegExp, why: string])[];
  /** Commands that change files of the folder which do not run. */
  readonly idle?: readonly string[];
  /** What of the folder does not run, and why. */
  readonly without?: string;
}

/** The bot of a webhook in place of bot 39, whose CLIENT_ID is not the portal's. */
const HOOKED = [
  ["CLIENT_ID: 'x'", "CLIENT_ID: 'my_bot'"],
  ['CLIENT_ID: "x"', 'CLIENT_ID: "my_bot"'],
  ['BOT_ID: 39', 'BOT_ID: 40'],
] as const;

/** Transports that print the names of methods print the new ones. */
const METHODS = [/^(?:call )?imbot\.[\w.]+/, 'a transport prints the name of the method'] as const;

/** The folders that run, by name. */
export const PROGRAMS: Readonly<Record<string, CaseProgram>> = {
  'adopt-hoisting': {
    // gen.mjs prints the whole answer.
    mayDiffer: [[/^ {2}result: /, 'an answer that is only printed moves']],
    environment: { B24_URL: '{BARE}' },
    replace: HOOKED,
    drive: `
globalThis.setInterval = (work) => setTimeout(work, 0);
await tell('a', async () => Object.keys(await import('./src/a.mjs')));
await tell('b', async () => (await import('./src/b.js')).default.notify('b'));
await tell('c', async () => Object.keys(await import('./src/c.js')));
await quiet();
await tell('d', async () => typeof (await import('./src/d.js')).default.pair[0]);
await quiet();
for (const name of ['arr', 'decl', 'factory', 'gen', 'iife', 'staticfield']) {
  await tell(name, async () => Object.keys(await import('./sib/' + name + '.mjs')));
  await quiet();
}`,
  },
  'adopt-portal': {
    secure: true,
    environment: { HOOK: '{HOOK}', PORTAL: '{HOST}', SECRET: '{SECRET}' },
    replace: [
      ["MESSAGE: 'Hi' }, a)", "MESSAGE: 'Hi', auth: process.env.B24_TOKEN }, a)", /sib\/0[46789]/],
      ["BOT_ID: 39, CLIENT_ID: 'x'", "BOT_ID: 40, CLIENT_ID: 'my_bot'", /sib\/0[1235]/],
      [
        "BOT_ID: 39, CLIENT_ID: 'x', DIALOG_ID: 'chat5', MESSAGE: 'Hi' }, console.log",
        "BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: 'Hi' }, console.log",
      ],
      ["const http = require('http');\nfunction rest", "const http = require('https');\nfunction rest"],
      ['await fetch(`/api/bitrix/', `await fetch(\`\${process.env.B24_BASE}`],
      [
        "rest('imbot.message.add', { DIALOG_ID: 'chat5', MESSAGE: 'Hi' });",
        "rest('imbot.message.add', { DIALOG_ID: 'chat5', MESSAGE: 'Hi', auth: process.env.B24_TOKEN });",
      ],
      [
        'const portals = new Map();',
        'const portals = new Map([[1, { endpoint: process.env.B24_BASE, token: process.env.B24_TOKEN }]]);',
      ],
      ['const auth = await loadAuth(member);', 'const auth = await globalThis.loadAuth(member);'],
    ],
    drive: `
const auth = { domain: PORTAL.DOMAIN, access_token: PORTAL.TOKEN, client_endpoint: PORTAL.BASE };
globalThis.loadAuth = async () => auth;
const of = (one) => one.say ?? one.default.say;
for (const at of ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11'])
  await tell(at, async () => of(await import('./src/' + at + '.js'))(at === '07' ? 1 : auth));
await quiet();
for (const at of ['01', '02', '03', '04', '05', '06', '07', '08', '09'])
  await tell('sib ' + at, async () =>
    of(await import('./sib/' + at + '.js'))(at === '05' ? { domain: PORTAL.DOMAIN, user: 1, secret: PORTAL.SECRET } : PORTAL.DOMAIN));`,
  },
  'adopt-transports': {
    secure: true,
    bundled: true,
    // The newest got that CommonJS can ask for.
    alias: { got: 'got11' },
    mayDiffer: [METHODS],
    environment: { HOOK: '{HOOK}' },
    replace: [...HOOKED, [`\`\${process.env.HOOK}/\${method}\``, `\`\${process.env.HOOK}\${method}\``]],
    drive: `
globalThis.firstValueFrom = (value) => value;
globalThis.defineEventHandler = (work) => work;
globalThis.useRuntimeConfig = () => ({ bitrixHook: PORTAL.BARE });
globalThis.$fetch = (await import('ofetch')).$fetch;
const axios = (await import('axios')).default;
await tell('01', async () => new (await import('./src/01-classprop.ts')).Api(PORTAL.BARE).say('chat5', 'Hi'));
await tell('01, refused', async () => new (await import('./src/01-classprop.ts')).Api(PORTAL.BARE).say('chat999', 'Hi'));
await tell('02', async () => new (await import('./src/02-method.ts')).BitrixService(axios, { get: () => PORTAL.HOOK }).say());
await tell('03', async () => (await import('./src/03-curried.js')).default.say());
await tell('04', async () => (await import('./src/04-user.js')).say());
await tell('05', async () => (await import('./src/05-cjs.js')).default.say());
await tell('06', async () => new (await import('./src/06-proto.js')).default(PORTAL.HOOK).say('Hi'));
await tell('07', async () => (await import('./src/07-ofetch.ts')).default({}));
await tell('08', async () => (await import('./src/08-https.js')).default.say({ domain: PORTAL.DOMAIN, access_token: PORTAL.TOKEN }) && 0);
await quiet();
await tell('09', async () => (await import('./src/09-undici.mjs')).say());
await tell('10', async () => (await import('./src/10-obj.js')).bitrix.say('Hi'));
await tell('11', async () => new (await import('./src/11-sub.ts')).Hook().say());
await tell('11, logged', async () => new (await import('./src/11-sub.ts')).Logged().say());
await tell('12', async () => (await import('./src/12-superagent.js')).default.say());
await tell('13', async () => (await import('./src/13-ky.ts')).say());`,
  },
  'allow-list': {
    mayDiffer: [METHODS],
    bundled: true,
    environment: { REST_BASE: '{HOOK}', BOT_BASE: '{HOOK}', BOT_ID: '40' },
    replace: [...HOOKED, [`\${process.env.REST_BASE}\${method}.json`, `\${process.env.REST_BASE}\${method}`]],
    drive: `
await tell('deliver', async () => (await import('./src/deliver.ts')).deliver('chat5', 'You'));
await tell('deliver nothing', async () => (await import('./src/deliver.ts')).deliver('chat5', ''));
await tell('deliver elsewhere', async () => (await import('./src/deliver.ts')).deliver('chat999', 'You'));
await tell('typed', async () => (await import('./src/deliver.ts')).deliverTyped('chat5', 'You'));
for (const name of ['hello', 'hello2', 'hello3']) await tell(name, async () => (await import('./src/inline.js'))[name]());
await tell('one', async () => (await import('./sib/a.js')).one('One'));
await tell('two', async () => (await import('./sib/b.js')).two('x'.repeat(9000)));
await tell('three', async () => (await import('./sib/c.js')).three('Three'));
await tell('four', async () => (await import('./sib/d.js')).four('y'.repeat(21000)));
for (const name of ['five', 'six', 'seven', 'eight', 'nine']) await tell(name, async () => (await import('./sib/d.js'))[name]());`,
  },
  'bot-id-undefined': {
    environment: { REST: '{BARE_BASE}', TOKEN: '{TOKEN}', BOT_ID: '39' },
    drive: `
const bot = await import('./src/bot.mjs');
await tell('hello', () => bot.hello());
await tell('typing', () => bot.typing(39));
await tell('say', () => bot.say({ botId: 39 }));
const all = await import('./src2.mjs');
for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await tell(name, () => all[name]());
delete process.env.BOT_ID;
for (const name of ['a', 'b', 'f']) await tell(name + ' without BOT_ID', () => all[name]());
await tell('h', () => all.h({ dialog: 'chat5' }));
await tell('h to nobody', () => all.h());
await tell('i', () => all.i({ id: 1 }));
await tell('j', () => all.j({ dialog: '1', system: 'Y', preview: 'N' }));
await tell('j without', () => all.j({ dialog: '1' }));`,
    replace: [["import { createPortal } from 'imbot-compat/testing';", '']],
  },
  'bx24-booleans': {
    environment: { H: '{HOOK}' },
    replace: [
      ["CLIENT_ID: 'x'", "CLIENT_ID: 'my_bot'"],
      ['CLIENT_ID=x', 'CLIENT_ID=my_bot'],
      ['BOT_ID: 39', 'BOT_ID: 40', /flat|sib/],
      ['BOT_ID=39', 'BOT_ID=40'],
      ['MESSAGE_ID: 5', (file) => `MESSAGE_ID: 1000${/(\d)\.js/.exec(file)?.[1]}`, /sib/],
      ['MESSAGE_ID=5', (file) => `MESSAGE_ID=1000${/(\d)\.js/.exec(file)?.[1]}`, /sib/],
      ['MESSAGE_ID: 5', 'MESSAGE_ID: 10011', /page/],
    ],
    drive: `
for (const at of ['01', '02', '03', '04', '05', '06', '07', '08', '09'])
  await tell('flat ' + at, async () => (await import('./flat/' + at + '.js')).f());
for (const at of ['01', '02', '03', '04', '05', '06', '07', '08', '09'])
  await tell('sib ' + at, async () => (await import('./sib/' + at + '.js')).f());
await quiet();
globalThis.BX24 = classic();
for (const MESSAGE of ['One', 'Two', 'Three']) await plain('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE, auth: PORTAL.TOKEN });
Object.assign(globalThis, { id: 10010, all: false, done: (r) => console.log('done', r.data(), String(r.error())), done2: (r) => console.log('done2', r.data(), String(r.error())), alert: console.log });
await tell('page', async () => Object.keys(await import('./src/page.js')));
await quiet();`,
  },
  'constant-tables': {
    bundled: true,
    replace: [
      ...HOOKED,
      ['MESSAGE_ID: 5 }, {}, i)', "MESSAGE_ID: 5, CLIENT_ID: 'my_bot' }, {}, i)"],
      ['CHAT_ID: 5 }, {}, i)', "CHAT_ID: 5, CLIENT_ID: 'my_bot' }, {}, i)"],
    ],
    drive: `
globalThis.Base = class {
  get() { return 40; }
  makeCall(method, params) { return plain(method, { ...params, ...(params.botToken ? {} : { CLIENT_ID: 'my_bot' }) }); }
  push(answer, at) { console.log(at, JSON.stringify(answer.result ?? answer.error)); }
};
const flat = await import('./src/flat.js');
for (const name of ['one', 'two', 'three']) await tell(name, () => flat[name](plain));
await tell('cases', async () => (await import('./src/case.js')).cases(plain));
await tell('either', async () => (await import('./src/ternary.js')).either(plain, 0));
await tell('either, edited', async () => (await import('./src/ternary.js')).either(plain, 5));
const { Handler } = await import('./src/nested.ts');
for (const name of ['add', 'remove', 'leave']) await tell('handler ' + name, () => new Handler()[name](1));`,
  },
  dotenv: {
    environment: { H: '{HOOK}' },
    replace: HOOKED,
    drive: "await tell('say', async () => typeof (await (await import('./src/main.mjs')).say()).result);",
  },
  'error-codes': {
    environment: { H: '{HOOK}' },
    replace: HOOKED,
    drive: `
for (const name of ['t1', 't2', 't3', 't4']) {
  await tell(name, async () => (await import('./src/' + name + '.js')).f());
  await tell(name + ' again', async () => (await import('./src/' + name + '.js')).f());
}
const { call } = await import('./src/t4.js');
await tell('refused', () => call('imbot.message.add', { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat999', MESSAGE: 'x' }));`,
  },
  'event-fields': {
    events: true,
    drive: `
const response = () => ({ end() { console.log('end'); }, json(value) { console.log('json', JSON.stringify(value)); } });
const qs = (await import('qs')).default;
for (const [file, name] of Object.entries({ a: 'files', b: 'unknownField', c: 'lostField', d: 'nested', e: 'authField', f: 'wholeParams', g: 'cmd' })) {
  const handler = (await import('./src/' + file + '.js'))[name];
  for (const form of PORTAL.FORMS) {
    const lines = [];
    const log = console.log;
    console.log = (...all) => lines.push(all);
    await handler({ body: qs.parse(form, { parseArrays: false, depth: 10 }) }, response()).catch((error) => console.log(error.name));
    console.log = log;
    for (const line of lines) if (line[0] !== 'end') console.log(file, JSON.stringify(LOST[file] === 'all' ? line.length : line.map((value, at) => (LOST[file]?.includes(at) ? null : value))));
  }
}`.replaceAll('LOST', '({ a: [1, 2, 3], b: [0], c: [0], e: [1, 3, 4] })'),
  },
  'flat-transports': {
    environment: { H: '{HOOK}' },
    replace: [
      ["DIALOG_ID: '1'", "DIALOG_ID: 'chat5'"],
      ['BOT_ID: 39', 'BOT_ID: 40'],
    ],
    drive: `
await tell('join', async () => (await import('./src/join.mjs')).say('You & me = 1'));
await tell('set', async () => (await import('./src/set.mjs')).say('You'));
await tell('keyboard', async () => (await import('./src/set.mjs')).kb());`,
  },
  'html-vue': {
    idle: ['adopt'],
    without: 'App.vue, Page.svelte and solo need their compilers, or a finger',
    replace: [['MESSAGE_ID: 7', 'MESSAGE_ID: 10001']],
    drive: `
const sent = [];
for (const MESSAGE of ['One', 'Two']) sent.push((await plain('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE, auth: PORTAL.TOKEN })).result);
globalThis.BX24 = { ...classic(), init: (work) => work() };
globalThis.alert = (...all) => console.log('alert', ...all);
globalThis.document = { addEventListener: (_name, work) => void work(), set title(text) { console.log('title', text); } };
globalThis.B24Js = { initializeB24Frame: async () => ({ actions: { v2: { call: { make: async ({ method, params }) => {
  const answer = await plain(method, { ...params, auth: PORTAL.TOKEN });
  return { isSuccess: !answer.error, getErrorMessages: () => [answer.error], getData: () => answer };
} } } } }) };
await page('src/page.html');
await quiet();
await page('src/umd.html');
await quiet();`,
  },
  'missed-adopt-batch-builder': {
    drive: `
const axios = (await import('axios')).default;
const { Portal, alarm } = await import('./input.mjs');
const portal = new Portal(axios.create({ baseURL: PORTAL.ORIGIN }), PORTAL.TOKEN);
const strip = ({ result: { result, result_error } }) => ({ result, result_error });
await tell('alarm', async () => strip(await alarm(portal, 39, 'chat5')));
await tell('alarm elsewhere', async () => strip(await alarm(portal, 39, 'chat999')));
await tell('one', async () => (await portal.one('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'One' })).result);`.replace(
      'input.mjs',
      'input.js',
    ),
  },
  'missed-adopt-injected-fetch': {
    drive: `
const { makeApi } = await import('./input.js');
let asked = 0;
const fetcher = (...all) => { asked += 1; return fetch(...all); };
await tell('say', () => makeApi({ endpoint: PORTAL.BASE, fetcher }).say(PORTAL.TOKEN, 39, 'chat5', 'Hi'));
await tell('say by fetch', () => makeApi({ endpoint: PORTAL.BASE }).say(PORTAL.TOKEN, 39, 'chat5', 'Hi'));
await tell('say elsewhere', () => makeApi({ endpoint: PORTAL.BASE, fetcher }).say(PORTAL.TOKEN, 39, 'chat999', 'Hi'));
await tell('asked', () => asked > 0);`,
  },
  'missed-adopt-null-on-failure': {
    mayDiffer: [METHODS],
    secure: true,
    drive: `
const { leave } = (await import('./input.js')).default;
await tell('refused', () => leave(PORTAL.DOMAIN, 'no token', 39));
await tell('leave', () => leave(PORTAL.DOMAIN, PORTAL.TOKEN, 39));
await tell('nobody there', () => leave('127.0.0.1:1', PORTAL.TOKEN, 39));`,
  },
  'missed-adopt-own-poster': {
    secure: true,
    bundled: true,
    replace: [['BOT_ID: 1', 'BOT_ID: 39']],
    drive: `
const { hello, ask } = await import('./input.ts');
const auth = { domain: PORTAL.DOMAIN, access_token: PORTAL.TOKEN };
await tell('hello', () => hello(auth));
await tell('refused', () => ask('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat999', MESSAGE: 'x' }, auth));
await tell('no token', () => hello({ ...auth, access_token: 'none' }));`,
  },
  'missed-adopt-path-through-axios-instance': {
    bundled: true,
    replace: [["CLIENT_ID: 'c'", "CLIENT_ID: 'my_bot'"]],
    drive: `
const { Courier } = await import('./input.ts');
await tell('hello', () => new Courier(PORTAL.BARE).hello(40));
await tell('no such bot', () => new Courier(PORTAL.BARE).hello(4040));`,
  },
  'missed-events-by-address': {
    events: true,
    facade: ['imbot.js', 'oauth'],
    // Express reads `data[BOT][39]` as a list, so that the first key is 0: v1's default bot, which v2 does not have.
    idle: ['delegate'],
    beside: {
      'rest.js':
        "export const rest = async (method, params) => (await fetch(globalThis.PORTAL.BASE + method, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...params, auth: globalThis.PORTAL.TOKEN }) })).json();\n",
    },
    replace: [['const app = express();', 'export const app = express();']],
    drive: `
const { app } = await import('./server.js');
const { createServer } = await import('node:http');
const server = createServer(app);
await new Promise((done) => server.listen(0, '127.0.0.1', done));
for (const body of PORTAL.FORMS) {
  const path = /^event=ONIMBOT(?:V2)?MESSAGEADD\\b/.test(body) ? '/hooks/message' : /JOINCHAT/.test(body) ? '/hooks/welcome' : undefined;
  if (!path) continue;
  const answer = await fetch('http://127.0.0.1:' + server.address().port + path, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
  console.log(path, answer.status, (await answer.text()).length > 0);
  await quiet();
}
console.log('end');
server.closeAllConnections();
server.close();`,
  },
  'missed-flat-transport-that-nests': {
    secure: true,
    replace: [['BOT_ID: 1', 'BOT_ID: 39']],
    drive: `
const { leave, rest } = await import('./input.js');
await tell('refused', () => rest(PORTAL.DOMAIN, PORTAL.TOKEN, 'imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat999', MESSAGE: 'x' }));
await tell('leave', () => leave(PORTAL.DOMAIN, PORTAL.TOKEN));
await tell('leave again', () => leave(PORTAL.DOMAIN, PORTAL.TOKEN));`,
  },
  'missed-rewrite-answer-only-logged': {
    replace: [
      ['BOT_ID: 1', 'BOT_ID: 39'],
      ["DIALOG_ID: 'chat2'", "DIALOG_ID: 'chat5'"],
      ["DIALOG_ID: '2'", "DIALOG_ID: 'chat5'"],
    ],
    drive: `
const all = await import('./input.js');
const rest = (method, params) => plain(method, { ...params, auth: PORTAL.TOKEN });
const portal = { many: (commands) => rest('batch', { cmd: Object.fromEntries(Object.entries(commands).map(([key, { method, params }]) => [key, method + '?' + new URLSearchParams(flat(params))])) }) };
const log = { debug: () => console.log('debug'), error: () => console.log('error') };
await tell('logged', () => all.logged(portal, log));
await quiet();
await tell('together', () => all.together(portal, async () => 1, log));
await quiet();
await tell('parted', () => all.parted(portal, ['chat5', 'chat5', 'chat5']));
await tell('alone', () => all.alone(rest, async () => 1));
console.log = ((log) => (...all) => log(all.length, typeof all[0]))(console.log);
await tell('shown', () => all.shown(rest));`,
  },
  'module-kind': {
    environment: { B24_URL: '{BARE}' },
    replace: [
      ...HOOKED,
      // Whoever has this file asks for what stands at its top.
      [
        'const go = (text)',
        (file) => `globalThis.go_${file.split('/')[0]} = (text) => go(text);\nconst go = (text)`,
        /script\.js/,
      ],
    ],
    drive: `
globalThis.window = globalThis;
for (const kind of ['commonjs', 'module', 'none']) {
  await import('./' + kind + '/script.js');
  for (const [text, kb] of [['Hi', false], ['', true], ['Hi', true]]) {
    globalThis.kb = kb;
    await tell(kind + ' script', () => globalThis['go_' + kind](text));
  }
  await tell(kind + ' iife', async () => {
    await import('./' + kind + '/iife.js');
    return globalThis.go('Hi');
  });
}
globalThis.alert = (...all) => console.log('alert', ...all);
globalThis.axios = (await import('axios')).default;
globalThis.$ = { post: async (url, params, done) => done(await (await fetch(url, { method: 'POST', body: new URLSearchParams(flat(params)) })).json()) };
await page('classic2.html');
await page('jq.html');
await quiet();`,
  },
  'multiline-strings': {
    environment: { B24_URL: '{BARE}' },
    replace: HOOKED,
    drive: `
for (const [name, work] of Object.entries(await import('./src/a.mjs'))) await tell(name, () => work('You'));`,
  },
  'params-params': {
    without: 'flat.ts asks for next/server, and no command changes it',
    events: true,
    beside: {
      'src/service.js':
        'export const onReply = async (one) => console.log("reply", JSON.stringify(one));\nexport const onBind = async (...all) => console.log("bind", JSON.stringify(all));\n',
    },
    replace: [['const app = express();', 'const app = express();\nglobalThis.app = app;']],
    drive: `
const qs = (await import('qs')).default;
globalThis.answer = (...all) => console.log('answer', JSON.stringify(all));
const all = await import('./src/whisper2.js');
const response = { end() {}, json() {} };
for (const form of PORTAL.FORMS) {
  const body = qs.parse(form, { parseArrays: false, depth: 10 });
  for (const name of ['handler', 'handler2']) await all[name]({ body }, response).catch((error) => console.log(error.name));
}
await import('./src/whisper.js');
const answers = new Set();
const { createServer } = await import('node:http');
const server = createServer(globalThis.app);
await new Promise((done) => server.listen(0, '127.0.0.1', done));
for (const body of PORTAL.FORMS) {
  const answer = await fetch('http://127.0.0.1:' + server.address().port + '/bot', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
  const text = await answer.text();
  // Of some events v1 tells nothing.
  if (text !== 'ignored') answers.add(answer.status + ' ' + text);
}
console.log(...answers);
server.closeAllConnections();
server.close();`,
  },
  'path-alias': {
    bundled: true,
    alias: { '@acme/core': './packages/core/src/index.ts' },
    environment: { HOOK: '{BARE}', CLIENT_ID: 'my_bot' },
    replace: [
      ['BOT_ID: 39', 'BOT_ID: 40'],
      ['{ await portalCall(', '{ return await portalCall('],
    ],
    drive: `
await tell('relative', async () => (await import('./src/relative.ts')).say('Hi'));
await tell('alias', async () => (await import('./src/alias.ts')).say('Hi'));
await tell('hash', async () => (await import('./src/hash.ts')).say(''));
await tell('mono', async () => (await import('./packages/bot/src/mono.ts')).say('Hi'));`,
  },
  'sdk-forms': {
    bundled: true,
    environment: { HOOK: '{HOOK}' },
    secure: true,
    without: 'cdn.mjs, npm.ts, sub.ts and nuxt.ts import what Node does not; mock.test.ts holds mocks',
    replace: [
      ...HOOKED,
      ['BOT_ID: 40, CHAT_ID', "BOT_ID: 40, CLIENT_ID: 'my_bot', CHAT_ID"],
      ['CHAT_ID: 5', 'CHAT_ID: 6', /dynamic/],
      ['CHAT_ID: 5', 'CHAT_ID: 7', /ns/],
      ['CHAT_ID: 5', 'CHAT_ID: 8', /typeonly/],
      ["'https://acme.bitrix24.com/rest/1/s/'", 'process.env.HOOK'],
      [
        "{ b24Url: 'https://acme.bitrix24.com', userId: 1, secret: 's' }",
        '{ b24Url: process.env.B24_ORIGIN, userId: 1, secret: process.env.B24_SECRET }',
      ],
    ],
    drive: `
const told = async (answer) => { const one = await answer; return one?.getData ? one.getData().result : one; };
await tell('require', async () => told((await import('./src/require.cjs')).default.leave()));
await tell('dynamic', async () => (await import('./src/dynamic.js')).boot());
await tell('ns', async () => told((await import('./src/ns.ts')).leave()));
const { B24Hook } = await import('@bitrix24/b24jssdk');
await tell('type only', async () => (await import('./src/typeonly.ts')).registerBot(B24Hook.fromWebhookUrl(PORTAL.HOOK)));`,
  },
  'transport-reach': {
    bundled: true,
    environment: { HOOK: '{BARE}' },
    replace: [
      ...HOOKED,
      ['export async function say(text) { await ', 'export async function say(text) { return await '],
    ],
    drive: ['01', '02', '03', '04', '05', '06', '07', '08', '09', '20', '21']
      .map((at) =>
        at === '20'
          ? "await tell('20', async () => new (await import('./src/u20.js')).Sub().say('Hi'));"
          : `await tell('${at}', async () => (await import('./src/u${at}.js')).say('Hi'));`,
      )
      .join('\n'),
  },
  'typed-answers': {
    bundled: true,
    facade: ['src/imbot.ts', 'webhook'],
    environment: { B24_URL: '{BARE}' },
    replace: [...HOOKED, ['BOT_ID: 40, DIALOG_ID', "BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID"]],
    drive: `
globalThis.callBitrix = plain;
globalThis.send = plain;
const use = await import('./src/use.ts');
for (const name of ['say', 'say2', 'say3', 'say4', 'say5', 'say6']) await tell(name, () => use[name]('you'));
await tell('drop', () => use.drop(10001));
await tell('drop nothing', () => use.drop(9999));
await tell('map', async () => (await import('./src/typed.ts')).typedMap());
await tell('union', async () => (await import('./src/typed.ts')).union());`,
  },
  'wrong-adopt-clientid-appended': {
    drive: `
const { Bot } = await import('./input.js');
await tell('say', () => new Bot(PORTAL.BARE, 'my_bot').say(40, 'chat5', 'Hi'));
await tell('no such chat', () => new Bot(PORTAL.BARE, 'my_bot').say(40, 'chat999', 'Hi'));
await tell('not its bot', () => new Bot(PORTAL.BARE, 'other').say(40, 'chat5', 'Hi'));`,
  },
  'wrong-adopt-one-file-stops-all': {
    bundled: true,
    replace: [['BOT_ID: 7', 'BOT_ID: 39']],
    drive: `
await tell('notify', async () => (await import('./notify/index.ts')).notify(PORTAL.BASE, PORTAL.TOKEN));
await tell('report', async () => Object.keys(await (await import('./report/index.ts')).report(PORTAL.BASE, PORTAL.TOKEN)));`,
  },
  'wrong-adopt-portal-is-the-method': {
    drive: `
const { Portal } = await import('./input.js');
await tell('say', () => new Portal(PORTAL.ORIGIN, PORTAL.TOKEN).say('chat5', 'Hi'));
await tell('elsewhere', () => new Portal(PORTAL.SECOND.ORIGIN, PORTAL.SECOND.TOKEN).say('chat5', 'Hi'));
await tell('again', () => new Portal(PORTAL.ORIGIN, PORTAL.TOKEN).say('chat5', 'Hi'));`,
  },
  'wrong-adopt-sdk-in-every-package': {
    bundled: true,
    secure: true,
    // A webhook may register by v1 alone what no v2 bot is.
    idle: ['adopt'],
    without: 'the test of tools: no command changes it',
    replace: [
      ["CODE: 'a', TYPE: 'B',", "CODE: 'a', CLIENT_ID: 'own_bot', EVENT_HANDLER: 'https://bot.example/', TYPE: 'B',"],
    ],
    drive: `
const told = async (answer) => { const one = await answer; return one?.getData ? (one.getData()?.result ?? one.getErrorMessages()) : one; };
const { register } = await import('./bot/register.ts');
await tell('register', async () => told(register(PORTAL.HOOK)));
const { deals } = await import('./tools/deals.ts');
await tell('deals', async () => told(deals(PORTAL.HOOK)));`,
  },
  'wrong-delegate-untyped-request': {
    bundled: true,
    facade: ['imbot.ts', 'oauth'],
    replace: [['BOT_ID: 1', 'BOT_ID: 39']],
    drive: `
globalThis.rest = (method, params) => plain(method, { ...params, auth: PORTAL.TOKEN });
const { say } = await import('./input.ts');
await tell('say', () => say({ DIALOG_ID: 'chat5', MESSAGE: 'Hi' }));`,
  },
  'wrong-deno-bare-specifier': {
    bundled: true,
    alias: {
      'https://deno.land/std@0.224.0/http/server.ts': './serve.js',
      'npm:imbot-compat/wrap': 'imbot-compat/wrap',
      'npm:imbot-compat/values': 'imbot-compat/values',
    },
    beside: { 'serve.js': 'export const serve = (work) => (globalThis.served = work);\n' },
    replace: [
      ['BOT_ID: 1', 'BOT_ID: 40'],
      ['CLIENT_ID: "x"', 'CLIENT_ID: "my_bot"'],
      ['DIALOG_ID: "2"', 'DIALOG_ID: "chat5"'],
    ],
    drive: `
globalThis.Deno = { env: { get: () => PORTAL.BARE } };
await import('./input.ts');
for (const event of ['ONIMBOTMESSAGEADD', 'ONIMBOTJOINCHAT'])
  await tell(event, async () => (await globalThis.served(new Request('http://bot.example/', { method: 'POST', body: JSON.stringify({ event }) }))).text());`,
  },
  'wrong-reason': {
    drive: `
const rest = (method, params) => plain(method, { ...params, auth: PORTAL.TOKEN });
const get = (name) => ({ bot: 39, dialog: 'chat5', text: 'Text', preview: true })[name];
const of = { d: [rest, {}], e: [rest, { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'e' }], f: [rest, { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'f' }], c: [rest, { bot: 39 }], g: [rest, { bot: 39 }], h: [rest, { bot: 39 }] };
for (const [name, all] of Object.entries(of)) await tell(name, async () => (await import('./src/' + name + '.js')).add(...all));
for (const name of ['a', 'b']) {
  const { Handler } = await import('./src/' + name + '.js');
  class Own extends Handler {
    get(key) { return { botId: 39 }[key]; }
    makeCall(method, params) { return rest(method, params); }
  }
  await tell(name, () => new Own().add(1));
}
for (const at of ['1', '2', '3', '4', '5', '6', '7']) await tell('v' + at, async () => (await import('./v/' + at + '.js')).add(rest, get, 39));`,
  },
  'wrong-rewrite-bot-id-undefined': {
    bundled: true,
    facade: ['imbot.ts', 'oauth'],
    replace: [["DIALOG_ID: '2'", "DIALOG_ID: 'chat5'"]],
    drive: `
globalThis.rest = (method, params) => plain(method, { ...params, auth: PORTAL.TOKEN });
const all = await import('./input.ts');
await tell('optional', () => all.optional());
await tell('optional 39', () => all.optional(39));
await tell('chained', () => all.chained({}));
await tell('from an event', () => all.fromEvent({ data: {} }));
await tell('guarded', () => all.guarded());
await tell('guarded 39', () => all.guarded(39));`,
  },
  'wrong-rewrite-transport-in-another-class': {
    drive: `
const axios = (await import('axios')).default;
const http = axios.create({ baseURL: PORTAL.ORIGIN, params: { auth: PORTAL.TOKEN } });
const { Portal } = await import('./portal.js');
const { Client } = await import('./client.js');
await tell('alarm', async () => (await import('./bot.js')).alarm(new Portal(http), 39, 'chat5'));
await tell('say', async () => (await import('./call.js')).say({ send: (method, params) => new Client(PORTAL.BARE_BASE).send(method, { ...params, auth: PORTAL.TOKEN }) }, 39, 'chat5'));
await tell('same', async () => (await import('./same.js')).alarm(http, 39, 'chat5'));`,
  },
  'wrong-rewrite-typed-names': {
    bundled: true,
    facade: ['imbot.ts', 'oauth'],
    replace: [
      ['BOT_ID: 1', 'BOT_ID: 39'],
      ["DIALOG_ID: '2'", "DIALOG_ID: 'chat5'"],
    ],
    without: 'bot.ts calls what rest.ts only declares',
    drive: `
const rest = (method, params) => plain(method, { ...params, auth: PORTAL.TOKEN });
Object.assign(globalThis, { ask: rest, typed: rest, keyed: rest, byEnum: rest });
const all = await import('./local.ts');
for (const name of ['a', 'b', 'c', 'd', 'e']) await tell(name, () => all[name]());`,
  },
};

/** The folders that do not run, and why. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  'lost-names': 'no command changes anything in it',
  'missed-events-not-handlers': 'no command changes anything in it',
  'missed-install-beside-sdk-0': 'holds a package.json alone',
  'missed-live-calls-in-html-text': 'no command changes anything in it',
  todo: 'functions that only show where a marker may stand; their call and parameters are nobody’s',
  'wrong-adopt-sdk-type-import': 'no command changes anything in it',
  'wrong-delegate-drops-the-portal': 'no command changes anything in it',
  'wrong-delegate-import': 'no command changes anything in it',
  'wrong-delegate-mocks': 'no command changes anything in it',
  'wrong-half-migrated-comment': 'builds a call that failed before and works afterwards: it is meant to differ',
};
