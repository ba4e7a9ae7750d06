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

/** As Laravel sets up its pages. */
const byPageAxios = (text: string, api = AXIOS) =>
  beside(`window.axios = require('axios');\n${text}\n`, 'resources/js/bootstrap.js', api);
const OF_PAGE = AXIOS.replace(/^.*\n/, '').replace('axios.post', 'window.axios.post');
const byRequire = (load: string, name = 'api.mjs') => ({
  'bot.mjs': SAY.replace('./api.mjs', `./${name}`),
  [name]: `${load}${name.endsWith('.cjs') ? 'exports.call' : 'export const call'} = async (method, params) => (await axios.post(process.env.HOOK + method, params)).data;\n`,
  'beside.cjs': `require('axios').interceptors.request.use(${FORMS});\n`,
});

type Files = Readonly<Record<string, string>>;

/** The same, where the name does not stand before the `=`. */
const UNDER_OTHER_NAMES: Readonly<Record<string, Files>> = {
  'by a pattern of a list': beside(`${BEFORE}[globalThis.fetch] = [${FLAT}];\n`),
  'by a pattern': beside(`${BEFORE}({ mine: globalThis.fetch } = { mine: ${FLAT} });\n`),
  'by a key in a loop': beside(`${BEFORE}for (const name of ['fetch']) globalThis[name] = ${FLAT};\n`),
  'by a key under a name': beside(`${BEFORE}const NAME = 'fetch';\nglobalThis[NAME] = ${FLAT};\n`),
  'by the entries of an object': beside(
    `${BEFORE}for (const [name, value] of Object.entries({ fetch: ${FLAT} })) globalThis[name] = value;\n`,
  ),
  'defined in a loop': beside(
    `${BEFORE}for (const name of ['fetch']) Object.defineProperty(globalThis, name, { value: ${FLAT} });\n`,
  ),
  'this of a function that is called on the spot': beside(
    `${BEFORE}(function () { this.fetch = ${FLAT}; })();\n`,
    'beside.cjs',
  ),
  'this that is told': beside(`${BEFORE}(function () { this.fetch = ${FLAT}; }).call(globalThis);\n`),
  'what a made function returns': beside(
    `${BEFORE}const root = Function('return this')();\nroot.fetch = ${FLAT};\n`,
    'beside.cjs',
  ),
  'a class that holds it': beside(
    `${BEFORE}class Patch { constructor(on) { this.on = on; } start() { this.on.fetch = ${FLAT}; } }\nnew Patch(globalThis).start();\n`,
  ),
  'one of a list': beside(`${BEFORE}[globalThis].forEach((one) => { one.fetch = ${FLAT}; });\n`),
  'the global object of the global object': beside(`${BEFORE}globalThis.globalThis.fetch = ${FLAT};\n`),
  'what its answers give': beside('Response.prototype.json = async () => ({ ok: 1 });\n'),
  'setGlobalDispatcher under another name': beside(
    "import { MockAgent, setGlobalDispatcher as put } from 'undici';\nput(new MockAgent());\n",
  ),
  'setGlobalDispatcher of what is imported whole': beside(
    "import * as undici from 'undici';\nconst { setGlobalDispatcher: put } = undici;\nput(new undici.MockAgent());\n",
  ),
  'interceptors that are taken out before': byAxios(
    `const { interceptors } = axios;\ninterceptors.request.use(${FORMS});`,
  ),
  'interceptors in brackets': byAxios(`axios['interceptors'].request.use(${FORMS});`),
  'interceptors by a function': byAxios(
    `function setUp(client) { client.interceptors.request.use(${FORMS}); }\nsetUp(axios);`,
  ),
  'interceptors by a function of another file': {
    ...byAxios("import { setUp } from './setup.mjs';\nsetUp(axios);"),
    'setup.mjs': `export const setUp = (client) => { client.interceptors.request.use(${FORMS}); };\n`,
  },
  'interceptors in a loop': byAxios(`for (const one of [axios]) one.interceptors.request.use(${FORMS});`),
  'interceptors by a class': byAxios(
    `class Http { constructor(client) { this.client = client; this.client.interceptors.request.use(${FORMS}); } }\nnew Http(axios);`,
  ),
  'interceptors of what is given on': {
    ...beside(`import { http } from './http.mjs';\nhttp.interceptors.request.use(${FORMS});\n`, 'beside.mjs', AXIOS),
    'http.mjs': "export { default as http } from 'axios';\n",
  },
  'interceptors of what is imported whole': beside(
    `import * as all from 'axios';\nall.default.interceptors.request.use(${FORMS});\n`,
    'beside.mjs',
    AXIOS,
  ),
  'a method of the axios of all': byAxios('axios.post = (url, data) => mine(url, data);'),
  'the prototype of the axios of all': byAxios('axios.Axios.prototype.request = (config) => mine(config);'),
  'what makes instances': byAxios(
    'const before = axios.create;\naxios.create = (config) => mine(before(config));',
    INSTANCE,
  ),
  'defaults by Object.assign': byAxios('Object.assign(axios.defaults, { transformRequest: [mine] });'),
  'defaults under another name': byAxios('const all = axios.defaults;\nall.transformRequest = [mine];'),
  'a list of the defaults': byAxios('axios.defaults.transformRequest.unshift(mine);'),
  'a list of the defaults, taken out before': byAxios(
    'const { defaults: { transformRequest } } = axios;\ntransformRequest.unshift(mine);',
  ),
  'how a form is told': byAxios("axios.defaults.headers.post['Content-Type'] = 'application/x-www-form-urlencoded';"),
  'how a form is told, at an axios of the page': byPageAxios(
    "window.axios.defaults.headers.post['Content-Type'] = 'application/x-www-form-urlencoded';",
  ),
  'an encoding of its own, at an axios of the page': byPageAxios(
    "window.axios.defaults.headers.common['Content-Encoding'] = 'gzip';",
  ),
  'a transformRequest of an axios of the page': byPageAxios('window.axios.defaults.transformRequest = [mine];'),
  'an adapter of an axios of the page': byPageAxios('globalThis.axios.defaults.adapter = mine;'),
  'a paramsSerializer of an axios of the page': byPageAxios('self.axios.defaults.paramsSerializer = mine;'),
  'all defaults of an axios of the page': byPageAxios('window.axios.defaults = { transformRequest: [mine] };'),
  'a method of an axios of the page': byPageAxios('window.axios.post = (url, data) => mine(url, data);'),
  'the default of an axios of the page': byPageAxios('window.axios.default = mine;'),
  'a base of an axios of the page': byPageAxios("window.axios.defaults.baseURL = '/api';"),
  'a transport that makes its require': byRequire(
    "import { createRequire } from 'node:module';\nconst axios = createRequire(import.meta.url)('axios');\n",
  ),
  'a transport that makes its require under a name': byRequire(
    "import module from 'module';\nconst load = module.createRequire(import.meta.url);\nconst { default: axios } = load('axios');\n",
  ),
  'a transport with another name for require': byRequire(
    'const load = require;\nconst axios = load("axios");\n',
    'api.cjs',
  ),
  'a transport with require of its module': byRequire('const axios = module.require("axios");\n', 'api.cjs'),
  'a transport that tells require what this is': byRequire('const axios = require.call(null, "axios");\n', 'api.cjs'),
  'a transport that asks for a file of axios': byRequire(
    'const axios = require("axios/dist/node/axios.cjs");\n',
    'api.cjs',
  ),
  'another jQuery of the page': byJQuery("window.$ = window.jQuery = require('./mine');\n"),
  'an interceptor by a require that is made': byAxios(
    `import { createRequire } from 'node:module';\ncreateRequire(import.meta.url)('axios').interceptors.request.use(${FORMS});`,
  ),
  'an interceptor by a require under another name': byAxios(
    `import { createRequire as make } from 'node:module';\nconst load = make(import.meta.url);\nconst all = load('axios');\nall.interceptors.request.use(${FORMS});`,
  ),
  'defaults by a require that is made': byAxios(
    "import { createRequire } from 'node:module';\ncreateRequire(import.meta.url)('axios').defaults.transformRequest = [mine];",
  ),
  'https.request by a require that is made': byHttps(
    "import { createRequire } from 'node:module';\ncreateRequire(import.meta.url)('node:https').request = mine;",
  ),
  'https.request by what is built in': byHttps("process.getBuiltinModule('node:https').request = mine;"),
  'https.request where it is required': {
    ...byHttps(''),
    'beside.cjs': "const before = require('https').request;\nrequire('https').request = (...all) => before(...all);\n",
  },
  'https.request by defineProperty': byHttps("Object.defineProperty(https, 'request', { value: mine });"),
  'requests of https': byHttps('https.ClientRequest.prototype.write = mine;'),
  'JSON.stringify under another name': beside('const J = JSON;\nJ.stringify = (given) => mine(given);\n'),
  'JSON.stringify by Object.assign': beside('Object.assign(JSON, { stringify: (given) => mine(given) });\n'),
  'JSON as a whole': beside('const before = JSON;\nglobalThis.JSON = { ...before, stringify: mine };\n'),
  'how all objects are written': beside('Object.prototype.toJSON = function () { return String(this); };\n'),
};

const TUNED = `import { tune } from 'some-tune';\n${BEFORE}`;
const tuned = (put: string) => beside(`${TUNED}${put}\n`);
const TUNES = '(url, init) => before(url, { ...init, body: tune(init.body) })';

/** A fetch that hands what it is given, or what it gets, to a function that nobody sees. */
const BY_UNSEEN: Readonly<Record<string, Files>> = {
  'options, by a function of a package': tuned('globalThis.fetch = (url, init) => before(url, tune(init));'),
  'options, by a function of a file that is not given': beside(
    `import { tune } from './gone.mjs';\n${BEFORE}globalThis.fetch = (url, init) => before(url, tune(init));\n`,
  ),
  'a body': tuned(`globalThis.fetch = ${TUNES};`),
  'a body, put into what is given': tuned(
    'globalThis.fetch = (url, init) => { init.body = tune(init.body); return before(url, init); };',
  ),
  'a body, put into a copy': tuned(
    'globalThis.fetch = async (url, init) => { const next = { ...init }; next.body = await tune(next.body); return before(url, next); };',
  ),
  'options beside': tuned('globalThis.fetch = (url, init) => before(url, { ...init, ...tune(init) });'),
  'all that is given': tuned('globalThis.fetch = (...all) => before(...tune(all));'),
  'all that is given, told': tuned('globalThis.fetch = (...all) => before.apply(globalThis, tune(all));'),
  'what is put into': tuned('globalThis.fetch = (url, init) => { tune(init); return before(url, init); };'),
  'an answer': tuned('globalThis.fetch = async (url, init) => tune(await before(url, init));'),
  'a request': tuned('globalThis.fetch = (url, init) => before(tune(new Request(url, init)));'),
  'the whole': tuned('globalThis.fetch = (url, init) => tune(before, url, init);'),
  'global.fetch': tuned(`global.fetch = ${TUNES};`),
  'window.fetch': tuned(`window.fetch = ${TUNES};`),
  'self.fetch': tuned(`self.fetch = ${TUNES};`),
  'fetch in brackets': tuned(`globalThis['fetch'] = ${TUNES};`),
  'fetch alone': beside(`${TUNED}fetch = ${TUNES};\n`, 'beside.cjs'),
  'fetch that is defined': tuned(`Object.defineProperty(globalThis, 'fetch', { value: ${TUNES} });`),
  'fetch among others that are defined': tuned(`Object.defineProperties(globalThis, { fetch: { value: ${TUNES} } });`),
  'fetch by Reflect.set': tuned(`Reflect.set(globalThis, 'fetch', ${TUNES});`),
  'fetch by Object.assign': tuned(`Object.assign(globalThis, { name: 'a', fetch: ${TUNES} });`),
  'fetch by Object.assign, by its name alone': tuned(`const fetch = ${TUNES};\nObject.assign(globalThis, { fetch });`),
  'fetch by Object.assign, in an object with a name': tuned(
    `const tools = { fetch: ${TUNES} };\nObject.assign(globalThis, tools);`,
  ),
  'fetch by Object.assign, in an object that is filled': tuned(
    `const tools = {};\ntools.fetch = ${TUNES};\nObject.assign(globalThis, tools);`,
  ),
  'fetch by Object.assign, in an object that is spread': tuned(
    `const tools = { fetch: ${TUNES} };\nObject.assign(globalThis, { ...tools });`,
  ),
  'fetch by Object.assign under another name': tuned(
    `const { assign } = Object;\nassign(globalThis, { fetch: ${TUNES} });`,
  ),
  'fetch by Object.assign into another name': tuned(
    `const root = globalThis;\nObject.assign(root, { fetch: ${TUNES} });`,
  ),
  'all that nobody sees, by Object.assign': beside(
    "import { tools } from './gone.mjs';\nObject.assign(globalThis, tools);\n",
  ),
};

const OWN_FORM = 'class Own { append(key, value) { mine(key, value); } }\n';

/** The same of what transports are made of, in its place as a whole. */
const WHOLE: Readonly<Record<string, Files>> = Object.fromEntries(
  ['URLSearchParams', 'FormData', 'Headers', 'encodeURIComponent', 'Promise', 'Object', 'Array', 'Request'].flatMap(
    (name) =>
      Object.entries({
        'put there': `${OWN_FORM}globalThis.${name} = Own;`,
        'by Object.assign': `${OWN_FORM}Object.assign(globalThis, { ${name}: Own });`,
        'by Object.assign, in an object with a name': `${OWN_FORM}const tools = { ${name}: Own };\nObject.assign(globalThis, tools);`,
        'of a file that is not given': `import { mine } from './gone.mjs';\nglobalThis.${name} = mine;`,
      }).map(([how, text]) => [`${name}, ${how}`, beside(`${text}\n`)]),
  ),
);

/** A form that is put together key by key, and a text of encoded pairs. */
const FORM =
  "export async function call(method, params) { const body = new URLSearchParams(); for (const [key, value] of Object.entries(params)) body.append(key, value); return (await fetch(process.env.HOOK + method, { method: 'POST', body })).json(); }\n";
const byForm = (text: string) => beside(text, 'beside.mjs', FORM);

/** What JavaScript itself gives, of which transports are built. */
const BUILT_IN: Readonly<Record<string, Files>> = {
  'how forms are put together': byForm(
    'const before = URLSearchParams.prototype.append;\nURLSearchParams.prototype.append = function (key, value) { before.call(this, key, mine(value)); };\n',
  ),
  'how forms are put together, defined': byForm(
    "const before = URLSearchParams.prototype.append;\nObject.defineProperty(URLSearchParams.prototype, 'append', { value(key, value) { before.call(this, key, mine(value)); } });\n",
  ),
  'how forms are put together, by Object.assign': byForm(
    'Object.assign(FormData.prototype, { append(key, value) { mine(this, key, value); } });\n',
  ),
  'how forms are put together, under another name': byForm(
    'const { prototype } = URLSearchParams;\nprototype.append = function (key, value) { mine(this, key, value); };\n',
  ),
  'forms of its own': byForm(
    'const Before = globalThis.URLSearchParams;\nglobalThis.URLSearchParams = class extends Before { append(key, value) { super.append(key, mine(value)); } };\n',
  ),
  'what is in an object': byForm('const before = Object.entries;\nObject.entries = (given) => before(mine(given));\n'),
  'what is in an object, defined': byForm("Object.defineProperty(Object, 'entries', { value: mine });\n"),
  'how texts are encoded': byForm(
    'const before = encodeURIComponent;\nglobalThis.encodeURIComponent = (text) => before(mine(text));\n',
  ),
  'what headers say': beside('Headers.prototype.set = function (name, value) { mine(this, name, value); };\n'),
  'what lists do': beside(
    'const before = Array.prototype.map;\nArray.prototype.map = function (work) { return before.call(mine(this), work); };\n',
  ),
  'what texts do': beside('String.prototype.replace = function (from, to) { return mine(this, from, to); };\n'),
  'what promises do': beside(
    'const before = Promise.prototype.then;\nPromise.prototype.then = function (...all) { return before.apply(mine(this), all); };\n',
  ),
};

/** Nothing of it is of any matter: new names, what is put where it is missing, and what a library brings. */
const BUILT_IN_ALIKE: Readonly<Record<string, Files>> = {
  'names that lists and texts do not have': beside(
    'Array.prototype.last = function () { return this[this.length - 1]; };\nString.prototype.format = function () { return this; };\nPromise.prototype.tap = mine;\nURLSearchParams.prototype.own = mine;\n',
  ),
  'what is missing': beside(
    'if (!Object.entries) { Object.entries = (given) => Object.keys(given).map((key) => [key, given[key]]); }\nif (!Array.prototype.map) Array.prototype.map = mine;\nString.prototype.trim ||= mine;\nPromise.prototype.finally = Promise.prototype.finally || mine;\n',
  ),
  'what is missing, as its type says': beside(
    "if (typeof Object.assign !== 'function') { Object.defineProperty(Object, 'assign', { value: mine }); }\n",
  ),
  'forms and headers of a library': beside(
    "const fetched = require('node-fetch');\nglobal.Headers = fetched.Headers;\nglobal.FormData = require('form-data');\nglobal.Promise = require('bluebird');\n",
    'beside.cjs',
  ),
  'forms of its own under the same name': beside(
    'export class URLSearchParams { append() {} }\nURLSearchParams.prototype.append = mine;\n',
  ),
  'lists of its own': beside(
    'export class List extends Array {}\nList.prototype.map = mine;\nexport const row = [];\nrow.map = mine;\n',
  ),
};

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
  'a dispatcher that a function makes with an interceptor': dispatcher(
    'const make = () => new Agent().compose((dispatch) => (options, handler) => dispatch({ ...options, body: null }, handler));\nsetGlobalDispatcher(make());',
  ),
  'a dispatcher that a function changes': dispatcher(
    'function make() { const agent = new Agent(); agent.dispatch = mine; return agent; }\nsetGlobalDispatcher(make());',
  ),
  'a dispatcher that a function answers by itself on one way': dispatcher(
    'function make() { if (process.env.PROXY) return new ProxyAgent(process.env.PROXY); return new MockAgent(); }\nsetGlobalDispatcher(make());',
  ),
  'a dispatcher that a function of a package makes': dispatcher(
    "import { make } from 'some-agents';\nsetGlobalDispatcher(make());",
  ),
  'a dispatcher of a class of its own that has the name of another': beside(
    "import { Dispatcher, setGlobalDispatcher } from 'undici';\nclass Agent extends Dispatcher { dispatch(options, handler) { return mine(options, handler); } }\nconst make = () => new Agent();\nsetGlobalDispatcher(make());\n",
  ),
  'a dispatcher of a class of its own with the name of another': beside(
    "import { Dispatcher, setGlobalDispatcher } from 'undici';\nclass Agent extends Dispatcher { dispatch(options, handler) { return mine(options, handler); } }\nsetGlobalDispatcher(new Agent());\n",
  ),
  'a dispatcher that a function is handed before': dispatcher(
    "import { instrument } from './gone.mjs';\nconst agent = new Agent();\ninstrument(agent);\nsetGlobalDispatcher(agent);",
  ),
  'a dispatcher that is changed before': dispatcher(
    'const agent = new Agent();\nagent.dispatch = mine;\nsetGlobalDispatcher(agent);',
  ),
  'a dispatcher that is another one later': dispatcher(
    'let agent = new Agent();\nagent = new MockAgent();\nsetGlobalDispatcher(agent);',
  ),
  'a dispatcher that a function which changes later makes': dispatcher(
    'let make = () => new Agent();\nmake = () => new MockAgent();\nsetGlobalDispatcher(make());',
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
  ...UNDER_OTHER_NAMES,
  ...BY_UNSEEN,
  ...WHOLE,
  ...BUILT_IN,
  'JSON.stringify': beside('const before = JSON.stringify;\nJSON.stringify = (given) => before(mine(given));\n'),
};

/** What looks like it and is none: nothing at all is changed of what is sent and answered. */
export const SHARED_UNCHANGED: Readonly<Record<string, Files>> = {
  'nothing at all': beside(''),
  'only asked for': beside("export const has = typeof globalThis.fetch === 'function';\n"),
  'other names, by Object.assign': beside("Object.assign(globalThis, { APP: '1', fetched: true });\n"),
  'other names, by Object.assign of an object with a name': beside(
    "const settings = { APP: '1' };\nObject.assign(globalThis, settings);\n",
  ),
  'all of the global object, put into one of its own': beside(
    'const own = {};\nObject.assign(own, globalThis, { fetch: () => null });\n',
  ),
  'what packages bring, by Object.assign': beside(
    "import { FormData, Headers, Request } from 'undici';\nObject.assign(globalThis, { FormData, Headers, Request });\n",
  ),
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
  'the same, by Object.assign in an object with a name': beside(
    `${BEFORE}const tools = { fetch: (url, init) => before(url, init) };\nObject.assign(globalThis, tools);\n`,
  ),
  'the same with a time': beside(
    `${BEFORE}globalThis.fetch = (url, init) => before(url, { ...init, signal: AbortSignal.timeout(1000) });\n`,
  ),
  'the same with what nobody sees of the signal': beside(
    `${TUNED}globalThis.fetch = (url, init) => before(url, { ...init, signal: tune(1000) });\n`,
  ),
  'the same with a log of a package': beside(
    `import pino from 'pino';\nconst logger = pino();\n${BEFORE}globalThis.fetch = async (url, init) => { logger.debug({ url, init }); const res = await before(url, init); logger.info(res.status); return res; };\n`,
  ),
  'the same, tried again': beside(
    `${TUNED}globalThis.fetch = async (url, init) => { for (let n = 0; ; n += 1) { try { return await before(url, init); } catch (error) { if (n > 3) throw error; await tune(1000); } } };\n`,
  ),
  'the same, some at a time': beside(
    `import limited from 'p-limit';\nconst limit = limited(2);\n${BEFORE}globalThis.fetch = (url, init) => limit(() => before(url, init));\n`,
  ),
  'where there is none, a fetch of a package': beside(
    "import fetch from 'node-fetch';\nif (!globalThis.fetch) globalThis.fetch = fetch;\n",
  ),
  'where there is none, one that is asked for by require': beside(
    "globalThis.fetch ??= require('node-fetch');\n",
    'beside.cjs',
  ),
  'where there is none, as its type says': beside(
    "import fetch from 'node-fetch';\nif (typeof globalThis.fetch === 'undefined') { globalThis.fetch = fetch; }\n",
  ),
  'a fetch of a package': beside("import fetch from 'node-fetch';\nglobalThis.fetch = fetch;\n"),
  'where there is none, required': beside(
    "global.fetch = global.fetch || require('cross-fetch').default;\n",
    'beside.cjs',
  ),
  'a fetch of undici': beside("import * as undici from 'undici';\nglobalThis.fetch = undici.fetch;\n"),
  'a fetch that tries again': beside("import again from 'fetch-retry';\nglobalThis.fetch = again(globalThis.fetch);\n"),
  'a polyfill': beside("import 'cross-fetch/polyfill';\n"),
  'a proxy': dispatcher('setGlobalDispatcher(new ProxyAgent(process.env.PROXY));'),
  'an agent under a name': dispatcher('const agent = new Agent({ connections: 5 });\nsetGlobalDispatcher(agent);'),
  'one agent or the other': dispatcher(
    'setGlobalDispatcher(process.env.PROXY ? new ProxyAgent(process.env.PROXY) : new Agent());',
  ),
  'an agent that a function makes': dispatcher(
    'function makeAgent() { return new Agent({ connections: 5 }); }\nsetGlobalDispatcher(makeAgent());',
  ),
  'a proxy that a constant function makes': dispatcher(
    'const makeAgent = (url) => new ProxyAgent(url);\nsetGlobalDispatcher(makeAgent(process.env.PROXY));',
  ),
  'a proxy or an agent that a function makes': dispatcher(
    'function makeAgent(url) { if (!url) { return new Agent(); } const proxy = new ProxyAgent(url); return proxy; }\nsetGlobalDispatcher(makeAgent(process.env.PROXY));',
  ),
  'an agent that a function of another file makes': {
    ...beside(
      "import { setGlobalDispatcher } from 'undici';\nimport { makeAgent } from './agents.mjs';\nsetGlobalDispatcher(makeAgent());\n",
    ),
    'agents.mjs':
      "import { Agent } from 'undici';\nexport function makeAgent() { return new Agent({ connections: 5 }); }\n",
  },
  'an agent that a function makes, under a name': dispatcher(
    'const makeAgent = () => new Agent();\nconst agent = makeAgent();\nsetGlobalDispatcher(agent);',
  ),
  'an agent of undici under other names': beside(
    "const { Agent, setGlobalDispatcher: put } = await import('undici');\nconst agent = new Agent();\nput(agent);\n",
  ),
  'an agent of undici by a file of its own': {
    ...beside("import { Agent, setGlobalDispatcher } from './net.mjs';\nsetGlobalDispatcher(new Agent());\n"),
    'net.mjs': "export { Agent, setGlobalDispatcher } from 'undici';\n",
  },
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
  'a header of an axios of the page': byPageAxios(
    "window.axios.defaults.headers.common['X-Requested-With'] = 'XMLHttpRequest';",
  ),
  'a header of an axios of the page that sends': byPageAxios(
    "window.axios.defaults.headers.common['X-Requested-With'] = 'XMLHttpRequest';",
    OF_PAGE,
  ),
  'cookies and a token of an axios of the page': byPageAxios(
    "window.axios.defaults.withCredentials = true;\nwindow.axios.defaults.withXSRFToken = true;\nlet token = document.head.querySelector('meta[name=csrf-token]');\nif (token) window.axios.defaults.headers.common['X-CSRF-TOKEN'] = token.content;",
  ),
  'the encoding that an axios of the page has by itself': byPageAxios(
    "global.axios.defaults.headers.post['Content-Type'] = 'application/json';",
  ),
  'what an axios of the page holds beside': byPageAxios('window.axios.retries = 3;'),
  'a plugin of jQuery beside a fetch that is asked': byJQuery(
    'window.jQuery.fn.blink = function () { return this; };\nwindow.$.cookie = () => null;\nexport const ask = { fetch: null };\nask.fetch = () => null;\n',
  ),
  'a header of an axios that is free': byPageAxios("axios.defaults.headers.common['X-Requested-With'] = 'a';"),
  'a require that is made, and nothing is changed': {
    ...byRequire(
      "import { createRequire } from 'node:module';\nconst axios = createRequire(import.meta.url)('axios');\n",
    ),
    'beside.cjs': "require('axios').defaults.timeout = 5000;\n",
  },
  'a header by a require that is made': byAxios(
    "import { createRequire } from 'node:module';\ncreateRequire(import.meta.url)('axios').defaults.headers.common['x-own'] = 'a';",
  ),
  'interceptors of an axios that another one loads': byAxios(
    `const load = (name) => ({ name, interceptors: { request: { use() {} } } });\nload('axios').interceptors.request.use(${FORMS});`,
  ),
  'the encoding that axios has by itself': byAxios("axios.defaults.headers.post['Content-Type'] = 'application/json';"),
  'headers of the axios of all under another name': byAxios(
    "const { headers } = axios.defaults;\nheaders.common['x-own'] = 'a';\nconst all = axios.defaults;\nall.timeout = 5000;",
  ),
  'the axios of all as a global': byAxios('window.axios = axios;'),
  'interceptors that log, by a function': byAxios(
    'const setUp = (client) => { client.interceptors.request.use((config) => { console.log(config.url); return config; }); };\nsetUp(axios);',
  ),
  'an axios that is made for something else': byAxios(
    `const own = axios.create();\nown.interceptors.request.use(${FORMS});\nown.defaults.transformRequest = [mine];`,
  ),
  'interceptors of the axios of all, which an instance has not': byAxios(
    `axios.interceptors.request.use(${FORMS});`,
    INSTANCE,
  ),
  'jQuery as Laravel puts it into the page': byJQuery(
    "try {\n  window.$ = window.jQuery = require('jquery');\n} catch (e) {}\n",
  ),
  'jQuery that is imported for the page': byJQuery(
    "import jQuery from 'jquery';\nwindow.jQuery = jQuery;\nwindow.$ = jQuery;\n",
  ),
  'times of jQuery': byJQuery('$.ajaxSetup({ timeout: 5000, cache: false });\n'),
  'a header that jQuery sends along': byJQuery(
    "$.ajaxSetup({ beforeSend(xhr, settings) { if (!settings.crossDomain) xhr.setRequestHeader('X-CSRF', token); } });\n",
  ),
  'a plugin of jQuery': byJQuery('$.fn.blink = function () { return this; };\n$.cookie = () => null;\n'),
  'other keys of the global object': beside(
    "for (const name of ['app', 'state']) globalThis[name] = null;\nglobalThis[process.env.NAME] = 1;\n",
  ),
  'this of an object of its own': beside(
    'export function Client(one) { this.fetch = one; }\nexport class Own { constructor(one) { this.fetch = one; } }\n',
  ),
  'how some objects are written': beside(
    'BigInt.prototype.toJSON = function () { return String(this); };\nexport class A { toJSON() { return 1; } }\n',
  ),
  'mocks of jest': beside('global.fetch = jest.fn();\n', 'test-utils/fetch.js'),
  'bound to what it belongs to': beside(
    'export const ask = globalThis.fetch.bind(globalThis);\nfetch.call(window, process.env.URL);\n',
  ),
  https: byHttps('https.globalAgent.maxSockets = 5;'),
  ...BUILT_IN_ALIKE,
};
