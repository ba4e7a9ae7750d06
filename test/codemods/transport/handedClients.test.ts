import { describe, expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { workspace } from '../workspace';

const SITE = "{ BOT_ID: 1, CLIENT_ID: 'a', DIALOG_ID: '5', MESSAGE: 'x' }";
const CLIENTS = {
  axios:
    "import axios from 'axios';\nexport const api = axios.create({ baseURL: process.env.HOOK });\nexport const call = async (method, params) => (await api.post(method, params)).data;\n",
  got: "import got from 'got';\nexport const api = got.extend({ prefixUrl: process.env.HOOK });\nexport const call = async (method, params) => api.post(method, { json: params }).json();\n",
};
const OWN =
  "class Api { async post(method, params) { return (await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) })).json(); } }\nexport const api = new Api();\nexport const call = async (method, params) => api.post(method, params);\n";
const PARTS = `import { EventEmitter } from 'node:events';
import express from 'express';
export const app = express();
export const registry = new Set();
export const bus = new EventEmitter();
`;
const TUNES = '(one) => { one.interceptors.request.use((config) => ({ ...config, data: null })); }';

async function adopted(client: string, main: string, more = '') {
  const files = {
    'client.mjs': client,
    'parts.mjs': PARTS,
    'bot.mjs': `import { call } from './client.mjs';\nexport const say = () => call('imbot.message.add', ${SITE});\n`,
    'main.mjs': `import { api } from './client.mjs';\n${main}\n`,
    ...(more ? { 'more.mjs': more } : {}),
  };
  const { report, understood } = await adopt({ cwd: workspace(files) });
  return { change: report.sites.find(({ kind }) => kind === 'call')?.change, said: understood.join('\n') };
}

/** What a package is called says nothing of what it does to a client: interceptors and defaults are its own to change. */
const MAY: Readonly<Record<string, readonly [main: string, more?: string]>> = {
  'by a verb of asking': ["import { getReady } from 'some-kit';\ngetReady(api);"],
  'by a question': ["import { isReady } from 'some-kit';\nisReady(api);"],
  'by a plugin': ["import plugin from 'some-kit';\nplugin(api);"],
  'by an event of its own bus': ["import { bus } from 'some-kit';\nbus.emit('ready', api);"],
  'put into what it holds': ["import { registry } from 'some-kit';\nregistry.add(api);"],
  'under a key': ["import kit from 'some-kit';\nkit.set('api', api);"],
};

/** The same of the given files: a listener changes it, or nobody sees who gets it. */
const DOES: typeof MAY = {
  'by what is required': [
    "import { createRequire } from 'node:module';\nconst kit = createRequire(import.meta.url)('some-kit');\nkit.getReady(api);",
  ],
  'by a function of a file that is not given': ["import { getReady } from './gone.mjs';\ngetReady(api);"],
  'by a listener': [`import { bus } from './parts.mjs';\nbus.on('ready', ${TUNES});\nbus.emit('ready', api);`],
  'by a listener of another file': [
    "import { bus } from './parts.mjs';\nimport './more.mjs';\nbus.emit('ready', api);",
    `import { bus } from './parts.mjs';\nbus.once('ready', ${TUNES});\n`,
  ],
  'by a listener with a name': [
    `import { bus } from './parts.mjs';\nconst tune = ${TUNES};\nbus.addListener('ready', tune);\nbus.emit('ready', api);`,
  ],
  'by a listener that hears it second': [
    `import { bus } from './parts.mjs';\nbus.on('ready', (name, one) => { one.defaults.adapter = null; one.defaults.hooks = {}; });\nbus.emit('ready', 'a', api);`,
  ],
};

const ALIKE: typeof MAY = {
  'nobody is handed it': [''],
  'a bus of the given files that nobody hears': ["import { bus } from './parts.mjs';\nbus.emit('ready', api);"],
  'a listener that only asks': [
    "import { bus } from './parts.mjs';\nbus.on('ready', (one) => { console.log(typeof one.post); });\nbus.emit('ready', api);",
  ],
  'a listener of another event': [
    `import { bus } from './parts.mjs';\nbus.on('gone', ${TUNES});\nbus.emit('ready', api);`,
  ],
  'a listener that changes what it hears beside': [
    "import { bus } from './parts.mjs';\nbus.on('ready', (one, seen) => { seen.interceptors = 1; });\nbus.emit('ready', api, {});",
  ],
  'an emitter of a package, that nobody hears': [
    "import Emitter from 'eventemitter3';\nconst bus = new Emitter();\nbus.emit('ready', api);",
  ],
  'a set of the given files': ["import { registry } from './parts.mjs';\nregistry.add(api);"],
  'a server of the given files': ["import { app } from './parts.mjs';\napp.set('api', api);"],
  'what is shown': ["import { inspect } from 'node:util';\ninspect(api);"],
  'what is held by its key': [
    "import { LRUCache } from 'lru-cache';\nconst cache = new LRUCache({ max: 5 });\ncache.set('api', api);",
  ],
  'what tries again': ["import axiosRetry from 'axios-retry';\naxiosRetry(api, { retries: 3 });"],
  'what slows it down': [
    "import rateLimit from 'axios-rate-limit';\nexport const slow = rateLimit(api, { maxRPS: 2 });",
  ],
  'what asks of it by lodash': ["import { isFunction } from 'lodash';\nisFunction(api);"],
};

/** The same wherever it stands in what an unknown package gets. */
const WITHIN: Readonly<Record<string, string>> = {
  'a list': 'kit.each([api]);',
  'an object': 'kit.start({ parts: { api } });',
  'an object that gets it later': 'const o = {};\no.api = api;\nkit.start(o);',
  'a spread of both': 'const o = { api };\nconst l = [api];\nkit.start({ ...o }, ...l);',
  'a list that gets it later': 'const pool = { list: [] };\npool.list.push(api);\nkit.start(pool);',
  'a Map': "const m = new Map();\nm.set('api', api);\nkit.start(m);",
  'a Set': 'kit.start(new Set([api]));',
  'what the language makes of it': "kit.start(Object.freeze(Object.fromEntries([['api', api]])));",
  'a text with a tag': `kit.tune\`x \${api}\`;`,
  'then()': 'Promise.resolve(api).then(kit.tune);',
  'then() of an own function': 'Promise.resolve(api).then((one) => kit.tune(one));',
  'what is waited for': 'const [one] = await Promise.all([api]);\nkit.tune(one);',
  'forEach()': 'const { tune } = kit;\n[api].forEach(tune);',
  'a loop': 'for (const one of [api]) kit.tune(one);',
  'a field of a class': 'class Bot { api = api; }\nkit.start(new Bot());',
  'a field that is put there':
    'class Bot { constructor(one) { this.api = one; } run() { kit.start(this); } }\nnew Bot(api).run();',
  'a static field': 'class Bot { static api = api; }\nkit.start(Bot);',
  'a function that gives it': 'function get() { return api; }\nkit.start(get);',
  'a getter': 'kit.start({ get api() { return api; } });',
  'a generator': 'function* all() { yield api; }\nkit.start(all());',
  'what the package calls back': 'kit.onReady((tune) => tune(null, api));',
  'what the package asks for': 'kit.get(async () => ({ api }));',
  'what is thrown': 'try {\n  throw api;\n} catch (one) {\n  kit.tune(one);\n}',
  'a choice': 'kit.tune(process.env.A ? api : null);',
  'an assignment': 'let found;\nfound ??= api;\nkit.tune(found);',
  'apply and bind': 'kit.tune.apply(null, [api]);\nkit.tune.bind(null, api);',
  'a timer': 'setTimeout(kit.tune, 0, api);',
  'Array.from': 'Array.from([api], kit.tune);',
  'what it is given to by name': 'kit.options = { api };',
  'a parameter of an own function': 'const start = ({ one }, ...more) => kit.start(one, more);\nstart({ one: api });',
  'the rest of an own function': 'const start = (...all) => kit.start(all);\nstart(api);',
  'a part of it': 'kit.tune(api.interceptors);',
};

const BESIDE: typeof WITHIN = {
  'then() of an own function': 'Promise.resolve(api).then((one) => console.log(typeof one));\nkit.start();',
  'forEach() of an own function': "[api].forEach((one) => one.get('x'));\nkit.start();",
  'what is done with it when the package calls':
    "kit.on('message', async () => kit.reply((await api.get('/x')).data));",
  'what it answers': "const { data } = await api.get('/x');\nkit.start([data]);",
  'what stands beside it': 'const o = { api, port: 1 };\nkit.start({ port: o.port });',
  'how many there are': 'const all = [api];\nkit.start(all.length);',
  'whether it is there': 'kit.start({ ok: Boolean(api), what: typeof api });',
  'what stands in its place within': 'const f = (api) => kit.start(api);\nf({ port: 1 });\napi.get("x");',
  'the other one of a pattern': 'const { port } = { api, port: 1 };\nkit.start(port);',
  'logs and texts': `console.log({ api }, [api]);\nString.raw\`\${api}\`;\nJSON.stringify({ api });\nkit.start();`,
  'what node shows': "const { inspect } = await import('node:util');\ninspect([api]);\nkit.start();",
  'an app that holds it':
    "const { default: express } = await import('express');\nexpress().set('parts', { api });\nkit.start();",
  'a container':
    "const { asValue, createContainer } = await import('awilix');\ncreateContainer().register({ api: asValue(api) });\nkit.start();",
  'a server':
    "const { default: fastify } = await import('fastify');\nfastify().decorate('api', { api });\nkit.start();",
  'a module of Nest':
    "const { Module } = await import('@nestjs/common');\nModule({ providers: [{ provide: 'API', useValue: api }] });\nkit.start();",
};

describe.each(Object.entries(CLIENTS))('%s', (_client, client) => {
  test.each(Object.entries(MAY))('a package may change it, %s', async (_name, [main, more]) => {
    const { change, said } = await adopted(client, main, more);
    expect(change).toBeUndefined();
    expect(said).toMatch(/client elsewhere may change .* \(main\.mjs:\d+ .*\(.*api\) of some-kit\)/);
  });

  test.each(Object.entries(WITHIN))('a package may change it, within %s', async (_name, main) => {
    const { change, said } = await adopted(client, `import kit from 'some-kit';\n${main}`);
    expect(change).toBeUndefined();
    expect(said).toMatch(/client elsewhere may change .* \(main\.mjs:\d+ /);
  });

  test.each(Object.entries(BESIDE))('it stays what it is beside a package: %s', async (_name, main) => {
    expect(await adopted(client, `import kit from 'some-kit';\n${main}`)).toMatchObject({ change: 'adopted' });
  });

  test.each(Object.entries(DOES))('it is changed, %s', async (_name, [main, more]) => {
    const { change, said } = await adopted(client, main, more);
    expect(change).toBeUndefined();
    expect(said).toMatch(/client elsewhere may change .* \((?:main|more)\.mjs:\d+ /);
  });

  test.each(Object.entries(ALIKE))('it stays what it is, %s', async (_name, [main, more]) => {
    expect(await adopted(client, main, more)).toMatchObject({ change: 'adopted' });
  });
});

describe('an object of its own, whose methods nobody replaces for asking', () => {
  test.each(Object.entries(ALIKE))('%s', async (_name, [main, more]) => {
    if (/axios/.test(main)) return;
    expect(await adopted(OWN, main, more)).toMatchObject({ change: 'adopted' });
  });

  test('a listener puts another method there', async () => {
    const puts = 'bus.on("ready", (one) => { one.post = (method) => fetch("/log?" + method); });';
    const main = `import { bus } from './parts.mjs';\n${puts}\nbus.emit('ready', api);`;
    expect(await adopted(OWN, main)).toMatchObject({ change: undefined });
  });
});
