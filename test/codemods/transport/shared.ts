const JSON_BODY = "{ method: 'POST', body: JSON.stringify(params) }";
const API = `export async function call(method, params) { return (await fetch(process.env.HOOK + method, ${JSON_BODY})).json(); }\n`;
const SAY =
  "import { call } from './api.mjs';\nexport async function say() { try { await call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }); } catch { console.log('x'); } }\n";
const FLAT = '(url, init) => before(url, { ...init, body: new URLSearchParams(JSON.parse(init.body)) })';
const BEFORE = 'const before = globalThis.fetch;\n';
/** The transport and its site, and a file beside them that neither imports them nor is imported. */
const beside = (text: string, name = 'beside.mjs', api = API) => ({ 'api.mjs': api, 'bot.mjs': SAY, [name]: text });
const dispatcher = (text: string) =>
  beside(`import { Agent, interceptors, MockAgent, ProxyAgent, setGlobalDispatcher } from 'undici';\n${text}\n`);
const AXIOS =
  "import axios from 'axios';\nexport const call = async (method, params) => (await axios.post(process.env.HOOK + method, params)).data;\n";
const INSTANCE =
  "import axios from 'axios';\nconst client = axios.create({ baseURL: process.env.HOOK });\nexport const call = async (method, params) => (await client.post(method, params)).data;\n";
const byAxios = (text: string, api = AXIOS) => beside(`import axios from 'axios';\n${text}\n`, 'beside.mjs', api);
const FORMS = '(config) => ({ ...config, data: new URLSearchParams(config.data) })';
const byJQuery = (text: string) =>
  beside(text, 'beside.js', 'export const call = (method, params) => $.post(process.env.HOOK + method, params);\n');
const byHttps = (text: string) =>
  beside(
    `import https from 'node:https';\n${text}\n`,
    'beside.mjs',
    `import https from 'node:https';\nexport const call = (method, params) => new Promise((resolve, reject) => { const asked = https.request(process.env.HOOK + method, { method: 'POST' }, (from) => { let text = ''; from.on('data', (part) => { text += part; }); from.on('end', () => resolve(JSON.parse(text))); }); asked.on('error', reject); asked.write(JSON.stringify(params)); asked.end(); });\n`,
  );

type Files = Readonly<Record<string, string>>;

/** Something that all files share is changed by one that has nothing to do with the transport. */
export const SHARED_CHANGED: Readonly<Record<string, Files>> = {
  'globalThis.fetch': beside(`${BEFORE}globalThis.fetch = ${FLAT};\n`),
  'global.fetch': beside(`const before = global.fetch;\nglobal.fetch = ${FLAT};\n`, 'beside.cjs'),
  'window.fetch in a page': beside(
    `<script>\nconst before = window.fetch;\nwindow.fetch = ${FLAT};\n</script>\n`,
    'index.html',
  ),
  'fetch itself': beside(`const before = fetch;\nfetch = ${FLAT};\n`, 'beside.cjs'),
  'in brackets': beside(`${BEFORE}globalThis['fetch'] = ${FLAT};\n`),
  'where there is none': beside(`${BEFORE}globalThis.fetch ??= ${FLAT};\n`),
  'another name of the global object': beside(
    `const all = typeof window === 'undefined' ? globalThis : window;\nconst before = all.fetch;\nall.fetch = ${FLAT};\n`,
  ),
  'with a type': beside(
    `const before: any = fetch;\n(globalThis as unknown as { fetch: unknown }).fetch = (url: any, init: any) => before(url, { ...init, body: new URLSearchParams(JSON.parse(init.body)) });\n`,
    'beside.ts',
  ),
  'Object.assign': beside(`${BEFORE}Object.assign(globalThis, { fetch: ${FLAT} });\n`),
  'Object.defineProperty': beside(`${BEFORE}Object.defineProperty(globalThis, 'fetch', { value: ${FLAT} });\n`),
  'a getter that is defined': beside("Object.defineProperty(globalThis, 'fetch', { get: () => mine });\n"),
  'Object.defineProperties': beside('Object.defineProperties(globalThis, { fetch: { value: mine } });\n'),
  'Reflect.set': beside(`${BEFORE}Reflect.set(globalThis, 'fetch', ${FLAT});\n`),
  'a function that is called on the spot': beside(
    `(function (root) { const before = root.fetch; root.fetch = ${FLAT}; })(globalThis);\n`,
  ),
  'a function of the file': beside(
    `function install(target) { const before = target.fetch; target.fetch = ${FLAT}; }\ninstall(globalThis);\n`,
  ),
  'a function of another file': {
    ...beside("import { install } from './install.mjs';\ninstall(globalThis);\n"),
    'install.mjs': `export function install(target) { const before = target.fetch; target.fetch = ${FLAT}; }\n`,
  },
  'a method of a class': beside(
    `class Setup { run() { const before = globalThis.fetch; globalThis.fetch = ${FLAT}; } }\nnew Setup().run();\n`,
  ),
  'a function that is imported': {
    ...beside("import { mine } from './mine.mjs';\nglobalThis.fetch = mine;\n"),
    'mine.mjs': `${BEFORE}export const mine = ${FLAT};\n`,
  },
  'what a package makes of it': beside(
    "import { wrap } from 'some-wrap';\nglobalThis.fetch = wrap(globalThis.fetch);\n",
  ),
  'a package that gets the global object': beside(
    "import { instrumentFetch } from 'some-instrument';\ninstrumentFetch(globalThis);\n",
  ),
  'asked for by the global object': beside(
    `${BEFORE}globalThis.fetch = ${FLAT};\n`,
    'beside.mjs',
    API.replace('await fetch', 'await globalThis.fetch'),
  ),
  'kept under another name': beside(
    `${BEFORE}globalThis.fetch = ${FLAT};\n`,
    'beside.mjs',
    `const ask = globalThis.fetch.bind(globalThis);\n${API.replace('await fetch', 'await ask')}`,
  ),
  'a dispatcher of its own': dispatcher("import { mine } from './gone.mjs';\nsetGlobalDispatcher(mine);"),
  'a dispatcher with an interceptor of its own': dispatcher(
    'setGlobalDispatcher(new Agent().compose((dispatch) => (options, handler) => dispatch({ ...options, body: null }, handler)));',
  ),
  'a dispatcher that answers by itself': dispatcher('setGlobalDispatcher(new MockAgent());'),
  'interceptors of the axios of all': byAxios(`axios.interceptors.request.use(${FORMS});`),
  'defaults of the axios of all, which an instance has': byAxios(
    'axios.defaults.transformRequest = [(data) => new URLSearchParams(data)];',
    INSTANCE,
  ),
  'settings of jQuery': byJQuery('$.ajaxSetup({ traditional: true });\n'),
  'a filter of jQuery': byJQuery('jQuery.ajaxPrefilter((options) => { options.data = null; });\n'),
  'https.request': byHttps('const before = https.request;\nhttps.request = (...all) => before(...all);'),
  'JSON.stringify': beside('const before = JSON.stringify;\nJSON.stringify = (given) => before(mine(given));\n'),
};

/** What looks like it and is none: nothing at all is changed of what is sent and answered. */
export const SHARED_UNCHANGED: Readonly<Record<string, Files>> = {
  'nothing at all': beside(''),
  'only asked for': beside("export const has = typeof globalThis.fetch === 'function';\n"),
  'another global': beside('globalThis.app = { fetch() {} };\nglobalThis.fetched = 1;\n'),
  'an object of its own': beside('const app = {};\napp.fetch = () => null;\nexport default { fetch: () => null };\n'),
  'a variable of its own': beside('let fetch = null;\nfetch = () => null;\n'),
  'a worker': beside("export default { async fetch() { return new Response('x'); } };\n"),
  'the same with a log': beside(
    `${BEFORE}globalThis.fetch = async (url, init) => { console.log('fetch', url); return before(url, init); };\n`,
  ),
  'the same with headers': beside(
    `${BEFORE}globalThis.fetch = (url, init = {}) => before(url, { ...init, headers: { ...init.headers, 'x-own': 'a' } });\n`,
  ),
  'a fetch of a package': beside("import fetch from 'node-fetch';\nif (!globalThis.fetch) globalThis.fetch = fetch;\n"),
  'a fetch of a package, required': beside(
    "global.fetch = global.fetch || require('cross-fetch').default;\n",
    'beside.cjs',
  ),
  'a fetch of undici': beside("import * as undici from 'undici';\nglobalThis.fetch = undici.fetch;\n"),
  'a fetch that tries again': beside("import again from 'fetch-retry';\nglobalThis.fetch = again(globalThis.fetch);\n"),
  'a polyfill': beside("import 'cross-fetch/polyfill';\n"),
  'a proxy': dispatcher('setGlobalDispatcher(new ProxyAgent(process.env.PROXY));'),
  'an agent under a name': dispatcher('const agent = new Agent({ connections: 5 });\nsetGlobalDispatcher(agent);'),
  'a dispatcher that tries again': dispatcher(
    'setGlobalDispatcher(new Agent().compose(interceptors.retry({ maxRetries: 2 })));',
  ),
  'a test': beside('globalThis.fetch = () => null;\n', 'api.test.mjs'),
  'what prepares tests': beside('globalThis.fetch = () => null;\n', 'vitest.setup.ts'),
  'what helps tests': beside('global.fetch = jest.fn();\n', 'test/helpers/fetch.js'),
  'mocks of a test, in a file of any name': beside(
    "import { vi } from 'vitest';\nvi.stubGlobal('fetch', vi.fn());\n",
    'mocked.mjs',
  ),
  'the window in jQuery': beside("$(window).on('resize', () => null);\n", 'beside.js'),
  'times and headers of the axios of all': byAxios(
    "axios.defaults.timeout = 5000;\naxios.defaults.headers.common['x-own'] = 'a';",
  ),
  'interceptors of the axios of all, which an instance has not': byAxios(
    `axios.interceptors.request.use(${FORMS});`,
    INSTANCE,
  ),
  'times of jQuery': byJQuery('$.ajaxSetup({ timeout: 5000, cache: false });\n'),
  'bound to what it belongs to': beside(
    'export const ask = globalThis.fetch.bind(globalThis);\nfetch.call(window, process.env.URL);\n',
  ),
  https: byHttps('https.globalAgent.maxSockets = 5;'),
};
