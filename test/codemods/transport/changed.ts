const JSON_BODY = "{ method: 'POST', body: JSON.stringify(params) }";
const FLAT_BODY = "{ method: 'POST', body: new URLSearchParams(params) }";
const body = (sent: string) => `(method, params) { return (await fetch(process.env.HOOK + method, ${sent})).json(); }`;

/** Two transports, the site's own word and what holds them. */
const FLAT = `async function flat${body(FLAT_BODY)}\n`;
const JSON_ONE = `async function json${body(JSON_BODY)}\n`;
const OBJECT = `${FLAT}${JSON_ONE}export const api = { call: json };\n`;
const CLASS = `${FLAT}export class A { async call${body(JSON_BODY)} }\nexport const api = new A();\n`;
const say = (callee: string) =>
  `export async function say() { await ${callee}('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }); }\n`;
const SAY = say('api.call');

const own = (more: string) => ({ 'a.mjs': `${OBJECT}${SAY}${more}\n` });
const common = (more: string) => ({
  'a.cjs': `${OBJECT.replace('export ', '')}${SAY.replace('export ', '')}${more}\n`,
});
const inClass = (more: string) => ({ 'a.mjs': `${CLASS}${SAY}${more}\n` });
/** The holder in a file of its own, the site in a second one, what is done to it in a third. */
const three = (more: string, imports = "import { api } from './api.mjs';") => ({
  'api.mjs': `${FLAT.replace('async', 'export async')}${JSON_ONE}export const api = { call: json };\n`,
  'bot.mjs': `import { api } from './api.mjs';\n${SAY}`,
  'main.mjs': `import { flat } from './api.mjs';\n${imports}\n${more}\n`,
});
const inConfig = (more: string) => ({
  'a.mjs': `export const config = { isFlat: false };
export async function call(method, params) {
  const body = config.isFlat ? new URLSearchParams(params) : JSON.stringify(params);
  return (await fetch(process.env.HOOK + method, { method: 'POST', body })).json();
}
${say('call')}${more}\n`,
});

export const CHANGED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'under another name': own('const same = api;\nsame.call = flat;'),
  'under another name of another': own('const { inner: same } = { inner: api };\nsame.call = flat;'),
  'in brackets': own("const same = api;\nsame['call'] = flat;"),
  'by a constant name': own("const NAME = 'call';\nconst same = api;\nsame[NAME] = flat;"),
  'by a name of the moment': own('for (const name of process.argv) { const same = api; same[name] = flat; }'),
  'by a function of the file': own('function patch(given) { given.call = flat; }\npatch(api);'),
  'by a function of the file under any name': own(
    'function patch(given, all) { for (const [name, one] of Object.entries(all)) given[name] = one; }\npatch(api, { call: flat });',
  ),
  'by a function of a function of the file': own(
    'const inner = (x) => { x.call = flat; };\nconst patch = (given) => inner(given);\npatch(api);',
  ),
  'by a method of the file': own('const tools = { patch(given) { given.call = flat; } };\ntools.patch(api);'),
  'by a function in a list': own('for (const one of [(given) => { given.call = flat; }]) one(api);'),
  'by a function in a list, under any name': own(
    'for (const one of [(given, name) => { given[name] = flat; }]) one(api, process.argv[2]);',
  ),
  'by a function that nobody sees': own("import { patch } from './gone.mjs';\npatch(api);"),
  'by a function of a package': own("import { instrument } from 'some-instrument';\ninstrument(api);"),
  'by a parameter': own('export function plug(plugin) { plugin(api); }'),
  'by a function that hands it on to one that nobody sees': own(
    "import { patch } from './gone.mjs';\nconst prepare = (given) => { patch(given); };\nprepare(api);",
  ),
  'by a default': own('function patch(given = api) { given.call = flat; }\npatch();'),
  'by defineProperty': own("Object.defineProperty(api, 'call', { value: flat });"),
  'by a getter that is defined': own("Object.defineProperty(api, 'call', { get: () => flat });"),
  'by defineProperties': own('Object.defineProperties(api, { call: { value: flat } });'),
  'by Reflect.set': own("Reflect.set(api, 'call', flat);"),
  'by Reflect.defineProperty': own("Reflect.defineProperty(api, 'call', { value: flat });"),
  'by Object.assign': own('Object.assign(api, { call: flat });'),
  'by Object.assign of something that nobody sees': own("import more from './gone.mjs';\nObject.assign(api, more);"),
  'by Object.assign under another name': own('const same = api;\nObject.assign(same, { call: flat });'),
  'by Object.assign in a function': own('export function start() { Object.assign(api, { call: flat }); }'),
  'by lodash': own("import _ from 'lodash';\n_.assign(api, { call: flat });"),
  'by set of lodash': own("import _ from 'lodash';\n_.set(api, 'call', flat);"),
  'by __defineGetter__': own("api.__defineGetter__('call', () => flat);"),
  'by a spy': own("import { vi } from 'vitest';\nvi.spyOn(api, 'call').mockImplementation(flat);"),
  'by a mock of node': own("import { mock } from 'node:test';\nmock.method(api, 'call', flat);"),
  'by a wrapper of methods': own("import shimmer from 'shimmer';\nshimmer.wrap(api, 'call', () => flat);"),
  'by a pattern': own('({ a: api.call } = { a: flat });'),
  'by a pattern of a list': own('[api.call] = [flat];'),
  'by a loop': own('for (api.call of [flat]);'),
  'by a short assignment': own('const same = api;\nsame.call &&= flat;'),
  'by delete': own('export function stop() { delete api.call; }'),
  'through a proxy': own('const same = new Proxy(api, {});\nsame.call = flat;'),
  'in a closure': own('setTimeout(() => { const same = api; same.call = flat; });'),
  'in a class of its own': own(
    'export class Setup { constructor(given) { this.given = given; } run() { this.given.call = flat; } }\nnew Setup(api).run();',
  ),
  'through a map': own("const all = new Map([['a', api]]);\nall.get('a').call = flat;"),
  'through a list': own('const all = [api];\nfor (const one of all) one.call = flat;'),
  'through forEach': own('[api].forEach((one) => { one.call = flat; });'),
  'through what a function gives': own('const get = () => api;\nget().call = flat;'),
  'by its prototype': {
    'a.mjs': `${FLAT}${JSON_ONE}export const api = { name: 'a' };\nObject.setPrototypeOf(api, { call: flat });\n${SAY}`,
  },
  'on the prototype of the class': inClass('A.prototype.call = flat;'),
  'on the prototype of the class in a function': inClass('export function setup() { A.prototype.call = flat; }'),
  'on the prototype under another name': inClass('const proto = A.prototype;\nproto.call = flat;'),
  'on the prototype by Object.assign': inClass('Object.assign(A.prototype, { call: flat });'),
  'on the prototype by defineProperty': inClass("Object.defineProperty(A.prototype, 'call', { value: flat });"),
  'on the prototype, by a function': inClass(
    'function mix(target, from) { for (const name of Object.getOwnPropertyNames(from)) target.prototype[name] = from[name]; }\nmix(A, { call: flat });',
  ),
  'on the prototype of an instance': inClass('Object.getPrototypeOf(api).call = flat;'),
  'on the constructor of an instance': inClass('api.constructor.prototype.call = flat;'),
  'on the prototype, by one that nobody sees': inClass("import { mix } from './gone.mjs';\nmix(A.prototype);"),
  'the prototype of the instance': inClass('Object.setPrototypeOf(api, { call: flat });'),
  'on an instance': inClass('api.call = flat;'),
  'on an instance under another name': inClass('const same = api;\nsame.call = flat;'),
  'on this, in a method': {
    'a.mjs': `${FLAT}export class A { async call${body(JSON_BODY)} useForms() { this.call = flat; } }\nexport const api = new A();\n${SAY}`,
  },
  'a field, in a method': {
    'a.mjs': `export class A { isFlat = false; useForms() { this.isFlat = true; }
  async call(method, params) { const body = this.isFlat ? new URLSearchParams(params) : JSON.stringify(params);
    return (await fetch(process.env.HOOK + method, { method: 'POST', body })).json(); } }
export const api = new A();\n${SAY}`,
  },
  'a field of an instance': {
    'a.mjs': `export class A { isFlat = false;
  async call(method, params) { const body = this.isFlat ? new URLSearchParams(params) : JSON.stringify(params);
    return (await fetch(process.env.HOOK + method, { method: 'POST', body })).json(); } }
export const api = new A();\n${SAY}export function forms() { api.isFlat = true; }\n`,
  },
  'on a static method of the class': {
    'a.mjs': `${FLAT}export class A { static async call${body(JSON_BODY)} }\n${say('A.call')}const B = A;\nB.call = flat;\n`,
  },
  'by a mixin that nobody sees': {
    'a.mjs': `import { mixin } from 'some-mixins';\nexport class A { async call${body(JSON_BODY)} async say() { await this.call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }); } }\nexport class B extends mixin(A) {}\n`,
  },
  'by a decorator of a method': {
    'a.ts': `import { Forms } from 'some-decorators';\nexport class A { @Forms() async call${body(JSON_BODY).replace('method, params', 'method: string, params: object')} }\nexport const api = new A();\n${SAY}`,
  },
  'by a decorator of the class that is seen': {
    'a.ts': `${FLAT.replace('method, params', 'method: any, params: any')}function Forms<T extends new (...all: any[]) => object>(Base: T) { return class extends Base { call = flat; }; }
@Forms\nexport class A { async call${body(JSON_BODY).replace('method, params', 'method: string, params: object')} }\nexport const api = new A();\n${SAY}`,
  },
  'by Object.create with more': {
    'a.mjs': `${FLAT}${JSON_ONE}const base = { call: json };\nexport const api = Object.create(base, { call: { value: flat } });\n${SAY}`,
  },
  'a name within a with': {
    'a.cjs': `${FLAT}${JSON_ONE}const call = json;\nexports.say = async function (scope) { with (scope) { await call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }); } };\n`,
  },
  'a variable of a factory, in a closure': {
    'a.mjs': `${FLAT}${JSON_ONE}function make() { let send = json; return { call: (m, p) => send(m, p), forms() { send = flat; } }; }
export const api = make();\n${SAY}`,
  },
  'a parameter of a factory, in a closure': {
    'a.mjs': `${FLAT}${JSON_ONE}function make(send) { return { call: (m, p) => send(m, p), forms() { send = flat; } }; }
export const api = make(json);\n${SAY}`,
  },
  'a default export that is assigned to again': {
    'api.mjs': `${FLAT}${JSON_ONE}let call = json;\nexport { call as default };\nexport function forms() { call = flat; }\n`,
    'bot.mjs': `import call from './api.mjs';\n${say('call')}`,
  },
  'a variable under a condition': {
    'a.mjs': `${FLAT}${JSON_ONE}let call = json;\nif (process.env.FORMS) call = flat;\n${say('call')}`,
  },
  'a setting': inConfig('const same = config;\nsame.isFlat = true;'),
  'a setting, by a function': inConfig('function setup(given) { given.isFlat = true; }\nsetup(config);'),
  'settings, by one that nobody sees': inConfig("import { setup } from './gone.mjs';\nsetup(config);"),
  'settings, by Object.assign': inConfig('export function setup(more) { Object.assign(config, more); }'),
  'in another file': three('api.call = flat;'),
  'in another file, by a namespace': three('all.api.call = flat;', "import * as all from './api.mjs';"),
  'in another file, under another name': three('same.call = flat;', "import { api as same } from './api.mjs';"),
  'in another file, by one that nobody sees': three(
    'patch(api);',
    "import { api } from './api.mjs';\nimport { patch } from './gone.mjs';",
  ),
  'in another file, by a function of a fourth': {
    ...three('patch(api);', "import { api } from './api.mjs';\nimport { patch } from './patch.mjs';"),
    'patch.mjs': "import { flat } from './api.mjs';\nexport function patch(given) { given.call = flat; }\n",
  },
  'in another file, by a function of a fourth that imports nothing': {
    ...three('patch(api, flat);', "import { api } from './api.mjs';\nimport { patch } from './patch.mjs';"),
    'patch.mjs': 'export function patch(given, by) { given.call = by; }\n',
  },
  'in another file, through one that hands it on': {
    ...three('api.call = flat;', "import { api } from './index.mjs';"),
    'index.mjs': "export * from './api.mjs';\n",
  },
  'in another file, through one that keeps it': {
    ...three('bot.api.call = flat;', "import { bot } from './keep.mjs';"),
    'keep.mjs': "import { api } from './api.mjs';\nexport const bot = { api };\n",
  },
  'where a require that is made loads it': {
    'api.js': `${FLAT}${JSON_ONE}exports.flat = flat;\nexports.call = json;\n`,
    'bot.js': `const api = require('./api');\n${SAY.replace('export ', '')}`,
    'main.js':
      "const { createRequire } = require('node:module');\nconst { flat } = require('./api');\ncreateRequire(__filename)('./api').call = flat;\n",
  },
  'where a require that is made under a name loads it': {
    'api.js': `${FLAT}${JSON_ONE}exports.flat = flat;\nexports.call = json;\n`,
    'bot.js': `const api = require('./api');\n${SAY.replace('export ', '')}`,
    'main.js':
      "const { createRequire } = require('node:module');\nconst load = createRequire(__filename);\nconst api = load('./api');\napi.call = api.flat;\n",
  },
  'where require under another name loads it': {
    'api.js': `${FLAT}${JSON_ONE}exports.flat = flat;\nexports.call = json;\n`,
    'bot.js': `const api = require('./api');\n${SAY.replace('export ', '')}`,
    'main.js': "const load = require;\nconst api = load('./api');\napi.call = api.flat;\n",
  },
  'where the require of its module loads it': {
    'api.js': `${FLAT}${JSON_ONE}exports.flat = flat;\nexports.call = json;\n`,
    'bot.js': `const api = require('./api');\n${SAY.replace('export ', '')}`,
    'main.js': "const api = module.require('./api');\napi.call = api.flat;\n",
  },
  'exports of CommonJS, in another file': {
    'api.js': `${FLAT}${JSON_ONE}exports.flat = flat;\nexports.call = json;\n`,
    'bot.js': `const api = require('./api');\n${SAY.replace('export ', '')}`,
    'main.js': "const { flat } = require('./api');\nrequire('./api').call = flat;\n",
  },
  'exports of CommonJS, wrapped in another file': {
    'api.js': `${FLAT}${JSON_ONE}exports.flat = flat;\nexports.call = json;\n`,
    'bot.js': `const api = require('./api');\n${SAY.replace('export ', '')}`,
    'main.js': "const api = require('./api');\nconst { wrap } = require('some-wrap');\napi.call = wrap(api.call);\n",
  },
  'module.exports, in a function of the file': {
    'api.js': `${FLAT}${JSON_ONE}module.exports = { call: json, forms() { module.exports.call = flat; } };\n`,
    'bot.js': `const api = require('./api');\n${SAY.replace('export ', '')}`,
  },
  'exports, in a function of the file': {
    'api.js': `${FLAT}${JSON_ONE}exports.call = json;\nexports.forms = () => { exports.call = flat; };\n`,
    'bot.js': `const api = require('./api');\n${SAY.replace('export ', '')}`,
  },
  'exports of CommonJS, by one that nobody sees': {
    'api.js': `${JSON_ONE}exports.call = json;\n`,
    'bot.js': `const api = require('./api');\n${SAY.replace('export ', '')}`,
    'main.js': "const { instrument } = require('some-instrument');\ninstrument(require('./api'));\n",
  },
  'an object in a function': common('function start() { const same = api; same.call = flat; }'),
  'what another function made': {
    'a.mjs': `${FLAT}${JSON_ONE}const make = () => ({ call: json });\nexport const api = make();\n${SAY}const same = api;\nsame.call = flat;\n`,
  },
  'what was put on a function': {
    'a.mjs': `${FLAT}${JSON_ONE}export function api() {}\napi.call2 = json;\n${say('api.call2')}const same = api;\nsame.call2 = flat;\n`,
  },
  'an instance of a function': {
    'a.mjs': `${FLAT}function Api() {}\nApi.prototype.call = async function ${body(JSON_BODY)};\nexport const api = new Api();\n${SAY}export function forms() { Api.prototype.call = flat; }\n`,
  },
};

const AXIOS = `import axios from 'axios';
export const client = axios.create({ baseURL: process.env.HOOK });
export const call = async (method, params) => (await client.post(method, params)).data;\n`;
const SAFE = say('call')
  .replace('await call', 'try { await call')
  .replace("'x' });", "'x' }); } catch { console.log('x'); }");
const inAxios = (more: string) => ({ 'a.mjs': `${AXIOS}${SAFE}${more}\n` });
const FORMS = '(config) => ({ ...config, data: new URLSearchParams(config.data) })';
const held = (members: string) => ({
  'a.mjs': `${FLAT}${JSON_ONE}export const bot = { api: { call: json } };\n${say('bot.api.call')}${members}\n`,
});

/** The same, by rarer ways. */
export const CHANGED_TOO: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'by a generic function': {
    'a.ts': `const flat: any = null;\nexport const api = { async call${body(JSON_BODY).replace('method, params', 'method: string, params: object')} };\n${SAY}function patch<T extends { call: unknown }>(given: T): T { given.call = flat; return given; }\npatch<typeof api>(api);\n`,
  },
  'through a pattern of a parameter': own('function patch({ api: same }) { same.call = flat; }\npatch({ api });'),
  'through the rest of the arguments': own('function patch(...all) { all[0].call = flat; }\npatch(api);'),
  'through arguments': own('function patch() { arguments[0].call = flat; }\npatch(api);'),
  'on the spot': own('((given) => { given.call = flat; })(api);'),
  'through a list of a pattern': own('const [same] = [api];\nsame.call = flat;'),
  'by entries': own('for (const [name, one] of Object.entries({ call: flat })) api[name] = one;'),
  'by forEach of entries': own('Object.entries({ call: flat }).forEach(([name, one]) => { api[name] = one; });'),
  'by a method that is called with this': own('function patch() { this.call = flat; }\npatch.call(api);'),
  'by a function that is applied': own('function patch(given) { given.call = flat; }\npatch.apply(null, [api]);'),
  'by a function that is bound': own(
    'function patch(given) { given.call = flat; }\nconst bound = patch.bind(null, api);\nbound();',
  ),
  'by a getter of a class': own('class Bot { get api() { return api; } }\nnew Bot().api.call = flat;'),
  'by a static field': own('class Bot { static api = api; }\nBot.api.call = flat;'),
  'by a setter': {
    'a.mjs': `${FLAT}export class A { async call${body(JSON_BODY)} set way(given) { this.call = given; } }\nexport const api = new A();\n${SAY}api.way = flat;\n`,
  },
  'a private field, in a method': {
    'a.mjs': `${FLAT}${JSON_ONE}export class A { #send = json; call(m, p) { return this.#send(m, p); } forms() { this.#send = flat; } }\nexport const api = new A();\n${SAY}`,
  },
  'a static method, by this': {
    'a.mjs': `${FLAT}export class A { static async call${body(JSON_BODY)} static use(given) { this.call = given; } }\n${say('A.call')}`,
  },
  'a class within a function': {
    'a.mjs': `${FLAT}export function main() { class A { async call${body(JSON_BODY)} } const api = new A(); const same = api; same.call = flat;\n${SAY.replace('export ', '')} return say; }\n`,
  },
  'an object within a function': {
    'a.mjs': `${FLAT}${JSON_ONE}export function main() { const api = { call: json }; const same = api; same.call = flat;\n${SAY.replace('export ', '')} return say; }\n`,
  },
  'a subclass on whose prototype it is put': {
    'a.mjs': `${FLAT}export class A { async call${body(JSON_BODY)} async f() { await this.call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }); } }\nexport class B extends A {}\nB.prototype.call = flat;\n`,
  },
  'all that exports hold, by Object.assign': {
    'api.js': `${FLAT}${JSON_ONE}exports.call = json;\nexports.forms = () => Object.assign(exports, { call: flat });\n`,
    'bot.js': `const api = require('./api');\n${SAY.replace('export ', '')}`,
  },
  'exports, by defineProperty': {
    'api.js': `${FLAT}${JSON_ONE}exports.call = json;\nObject.defineProperty(exports, 'call', { get: () => flat });\n`,
    'bot.js': `const api = require('./api');\n${SAY.replace('export ', '')}`,
  },
  'by a dynamic import': three("const { api } = await import('./api.mjs');\napi.call = flat;", ''),
  'by a dynamic import and then': three("import('./api.mjs').then((all) => { all.api.call = flat; });", ''),
  'by import and equals': {
    'api.ts': `const flat: any = null;\nexport const api = { async call${body(JSON_BODY).replace('method, params', 'method: string, params: object')} };\n`,
    'bot.ts': `import { api } from './api';\n${SAY}`,
    'main.ts': "import all = require('./api');\nall.api.call = null as never;\n",
  },
  'by a name of a re-export': {
    ...three('bot.call = flat;', "import { bot } from './index.mjs';"),
    'index.mjs': "export { api as bot } from './api.mjs';\n",
  },
  'by a namespace of a re-export': {
    ...three('all.api.call = flat;', "import { all } from './index.mjs';"),
    'index.mjs': "export * as all from './api.mjs';\n",
  },
  'what holds the holder': held('bot.api = { call: flat };'),
  'what holds the holder, under another name': held('const same = bot;\nsame.api = { call: flat };'),
  'what the holder holds, by a pattern': held('const { api } = bot;\napi.call = flat;'),
  'what holds the holder, by one that nobody sees': held("import { patch } from './gone.mjs';\npatch(bot);"),
  'what the holder holds, by one that nobody sees': held("import { patch } from './gone.mjs';\npatch(bot.api);"),
  'a proxy as the holder': {
    'a.mjs': `${FLAT}${JSON_ONE}const base = { call: json };\nexport const api = new Proxy(base, { get: () => flat });\n${SAY}`,
  },
  'a getter as the holder': {
    'a.mjs': `${FLAT}export const api = { get call() { return flat; } };\n${SAY}`,
  },
  'a getter of a class that answers otherwise': {
    'a.mjs': `${FLAT}${JSON_ONE}export class A { forms = false; get call() { return this.forms ? flat : json; } }\nexport const api = new A();\n${SAY}api.forms = true;\n`,
  },
  'a global function': {
    'a.html': `<script>\n${FLAT}${JSON_ONE.replace('json(', 'call(')}${say('call').replace('export ', '')}window.call = flat;\n</script>\n`,
  },
  'a client, by one of a package': inAxios("import { convert } from 'axios-case-converter';\nconvert(client);"),
  'a client, under another name': inAxios(`const same = client;\nsame.interceptors.request.use(${FORMS});`),
  'a client, by a function': inAxios(
    `function setup(given) { given.interceptors.request.use(${FORMS}); }\nsetup(client);`,
  ),
  'a client, by its defaults': inAxios(
    'function setup(given) { given.defaults.transformRequest = [(data) => new URLSearchParams(data)]; }\nsetup(client);',
  ),
  'a client, by its method': inAxios(
    'const same = client;\nsame.post = (path, data) => axios.post(path, new URLSearchParams(data));',
  ),
  'a client, in another file': {
    'api.mjs': AXIOS,
    'bot.mjs': `import { call } from './api.mjs';\n${SAFE}`,
    'main.mjs': `import { client } from './api.mjs';\nclient.interceptors.request.use(${FORMS});\n`,
  },
  'a client of all, in another file': {
    'api.mjs': AXIOS.replace('axios.create({ baseURL: process.env.HOOK })', 'axios').replace(
      'post(method',
      'post(process.env.HOOK + method',
    ),
    'bot.mjs': `import { call } from './api.mjs';\n${SAFE}`,
    'main.mjs': `import axios from 'axios';\nimport './bot.mjs';\naxios.interceptors.request.use(${FORMS});\n`,
  },
  'a client, by an interceptor that sets the type': {
    'api.mjs': AXIOS,
    'bot.mjs': `import { call } from './api.mjs';\n${SAFE}`,
    'main.mjs': `import { client } from './api.mjs';\nclient.interceptors.request.use((config) => { config.headers['Content-Type'] = 'application/x-www-form-urlencoded'; return config; });\n`,
  },
  'a client, by an interceptor that changes what it sends': {
    'api.mjs': AXIOS,
    'bot.mjs': `import { call } from './api.mjs';\n${SAFE}`,
    'main.mjs': `import { client } from './api.mjs';\nclient.interceptors.request.use((config) => { config.data = new URLSearchParams(config.data); return config; });\n`,
  },
  'a client, by an interceptor that hands on what it sends': {
    'api.mjs': AXIOS,
    'bot.mjs': `import { call } from './api.mjs';\n${SAFE}`,
    'main.mjs': `import { client } from './api.mjs';\nimport { patch } from './gone.mjs';\nclient.interceptors.request.use((config) => { patch(config); return config; });\n`,
  },
  'a client, by the type of all': {
    'api.mjs': AXIOS,
    'bot.mjs': `import { call } from './api.mjs';\n${SAFE}`,
    'main.mjs': `import { client } from './api.mjs';\nclient.defaults.headers.post['Content-Type'] = 'application/x-www-form-urlencoded';\n`,
  },
  'used by a package alone': own("import tracer from 'some-tracer';\ntracer.use(api);"),
  'registered with a package alone': own("import hooks from 'some-hooks';\nhooks.register(api);"),
  'registered for instruments': own("import hooks from 'some-hooks';\nhooks.registerInstrumentation('api', api);"),
  'injected into alone': own("import shim from 'some-shim';\nshim.inject(api);"),
  'decorated alone': own("import shim from 'some-shim';\nshim.decorate(api);"),
  'set with a name behind it': own("import shim from 'some-shim';\nshim.set(api, 'call', flat);"),
  'by a word that only begins like one of those that read': own(
    "import shim from 'some-shim';\nshim.getInstrumented(api);\nshim.isolate(api);",
  ),
  'by a logger that wraps': own("import logger from 'some-logger';\nlogger.wrap(api);"),
  'by what is called logger': own("import logger from 'some-logger';\nlogger(api);"),
  'by a client that is known for others': own("import * as Sentry from '@sentry/node';\nSentry.instrument(api);"),
  'by a class whose name tells': own("import { Instrumentation } from 'some-tracer';\nnew Instrumentation(api);"),
  'a variable, by a package': {
    'a.mjs': `import { wrap } from 'some-wrap';\n${JSON_ONE}let call = json;\ncall = wrap(call);\n${say('call')}`,
  },
  'a variable, by whoever calls': {
    'a.mjs': `${JSON_ONE}let call = json;\nexport function use(other) { call = other; }\n${say('call')}`,
  },
  'what options may bring': {
    'a.mjs': `${JSON_ONE}export function make(options) { const send = options.send ?? json; return { say: async () => { await send('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }); } }; }\n`,
  },
  'a field, by whoever calls a method': {
    'a.mjs': `${JSON_ONE}export class Bot { send = json; use(other) { this.send = other; } async say() { await this.send('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'x' }); } }\n`,
  },
  'fetch of all': own(
    'const before = fetch;\nglobalThis.fetch = (url, init) => before(url, { ...init, body: new URLSearchParams(JSON.parse(init.body)) });',
  ),
};

export const UNCHANGED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'nothing at all': own(''),
  'a class, nothing at all': inClass(''),
  'a function that reads': own('function run(given) { return given.call("profile", {}); }\nrun(api);'),
  'a function of a function that reads': own(
    'const inner = (x) => x.call;\nconst run = (given) => inner(given);\nrun(api);',
  ),
  'a function of another file that reads': {
    ...three('startBot(api);', "import { api } from './api.mjs';\nimport { startBot } from './start.mjs';"),
    'start.mjs': 'export function startBot(given) { return given.call("profile", {}); }\n',
  },
  'a method that reads': own('const bot = { run(given) { return given.call; } };\nbot.run(api);'),
  'a class that keeps it': own(
    'class Bot { constructor(given) { this.given = given; } go() { return this.given.call("profile", {}); } }\nnew Bot(api);',
  ),
  'a log': own('console.log(api);'),
  'a logger': own("import { logger } from './gone.mjs';\nlogger.info('ready', api);"),
  'an expectation': own('expect(api).toBeDefined();'),
  'Object.freeze': own('Object.freeze(api);'),
  'frozen where it is made': { 'a.mjs': `${JSON_ONE}export const api = Object.freeze({ call: json });\n${SAY}` },
  'Object.keys': own('for (const name of Object.keys(api)) console.log(name);'),
  'JSON.stringify': own('export const text = JSON.stringify(api);'),
  'a copy that is changed': own('const other = { ...api };\nother.call = flat;'),
  'a copy by Object.assign that is changed': own('const other = Object.assign({}, api);\nother.call = flat;'),
  'another name that is changed': own('const same = api;\nsame.name = "a";'),
  'another object that is changed': own('const other = { call: json };\nother.call = flat;'),
  'another object in another file': three('const other = { call: null };\nother.call = flat;', ''),
  'another object by a function': own('function patch(given) { given.call = flat; }\nconst other = {};\npatch(other);'),
  'another object by Object.assign': own('const other = {};\nObject.assign(other, { call: flat });'),
  'Object.assign of other names': own('Object.assign(api, { name: "a" });'),
  'a property that only gets other marks': own("Object.defineProperty(api, 'call', { enumerable: false });"),
  'a property of another name': own("Object.defineProperty(api, 'name', { value: flat });"),
  'parameters that are changed under any name': own(
    'export function fill(params, key, value) { params[key] = value; return params; }\nexport const kept = fill({}, "a", 1);',
  ),
  'the same value once more': own('const same = api;\nsame.call = json;'),
  'a test that puts another in its place': {
    ...three('', ''),
    'api.test.mjs':
      "import { vi } from 'vitest';\nimport { api } from './api.mjs';\nvi.spyOn(api, 'call').mockResolvedValue({ result: 1 });\napi.call = vi.fn();\n",
  },
  'another class of the same file': inClass(
    'export class B { call() {} }\nB.prototype.call = flat;\nnew B().call = flat;',
  ),
  'this of another class': inClass('export class B { setup() { this.call = flat; } }'),
  'a field that a method keeps': {
    'a.mjs': `export class A { token = null; async login() { this.token = await ask(); }
  async call(method, params) { return (await fetch(process.env.HOOK + method, { method: 'POST', headers: { authorization: this.token }, body: JSON.stringify(params) })).json(); } }
export const api = new A();\n${SAY}`,
  },
  'a decorator of a package on the class': {
    'a.ts': `import { Injectable } from '@nestjs/common';\n@Injectable()\nexport class A { async call${body(JSON_BODY).replace('method, params', 'method: string, params: object')} }\nexport const api = new A();\n${SAY}`,
  },
  'what is registered': own(
    "import express from 'express';\nconst app = express();\napp.set('api', api);\napp.use(api);",
  ),
  'an object that holds it, for a package': own("import { start } from 'some-bot';\nstart({ api, name: 'a' });"),
  bound: own('export const send = api.call.bind(api);'),
  'a variable of a factory that stays': {
    'a.mjs': `${JSON_ONE}function make() { let send = json; let count = 0; return { call: (m, p) => send(m, p), add() { count += 1; return count; } }; }
export const api = make();\n${SAY}`,
  },
  'a subclass that is changed, where the instance is none of it': inClass(
    'export class B extends A {}\nB.prototype.call = flat;',
  ),
  'an object of the same name in another file': {
    ...three('', ''),
    'other.mjs': `import { flat } from './api.mjs';\nconst api = { call: null };\napi.call = flat;\nexport { api };\n`,
  },
  'a client': inAxios(''),
  'a client that tries again': inAxios("import axiosRetry from 'axios-retry';\naxiosRetry(client, { retries: 3 });"),
  'a client whose headers are set': inAxios("client.defaults.headers.common['X-Own'] = 'a';"),
  'a client, by interceptors that give on what they get, in another file': {
    'api.mjs': AXIOS,
    'bot.mjs': `import { call } from './api.mjs';\n${SAFE}`,
    'main.mjs':
      "import { client } from './api.mjs';\nclient.interceptors.request.use((config) => { console.log(config.url); config.headers['x-id'] = 'a'; return config; });\nclient.interceptors.response.use((given) => given, (error) => Promise.reject(error));\n",
  },
  'a client of all, by times and headers, in another file': {
    'api.mjs': AXIOS.replace('axios.create({ baseURL: process.env.HOOK })', 'axios').replace(
      'post(method',
      'post(process.env.HOOK + method',
    ),
    'bot.mjs': `import { call } from './api.mjs';\n${SAFE}`,
    'main.mjs':
      "import axios from 'axios';\nimport './bot.mjs';\naxios.defaults.timeout = 5000;\naxios.defaults.headers.common['User-Agent'] = 'bot';\n",
  },
  'by names of a list, of which it is none': own("for (const name of ['user.get', 'crm.lead.list']) api[name] = flat;"),
  'what a container keeps': own(
    "import { asValue, createContainer } from 'awilix';\ncreateContainer().register({ api: asValue(api) });",
  ),
  'what a container gives': own(
    "import { Container } from 'inversify';\nnew Container().bind('api').toConstantValue(api);",
  ),
  'a method of a client that is read': inAxios('export const { post } = client;'),
  'a function that is memoized beside': own(
    'const memo = new Map();\nexport const get = (name) => { if (!memo.has(name)) memo.set(name, api[name]); return memo.get(name); };',
  ),
  'counted within': {
    'a.mjs': `${JSON_ONE}let sent = 0;\nexport const api = { calls: 0, call(m, p) { this.calls += 1; sent += 1; return json(m, p); } };\n${SAY}`,
  },
  'shown by node': own("import { inspect } from 'node:util';\nconsole.log(inspect(api));"),
  'checked by node': own("import { ok } from 'node:assert';\nok(api);"),
  'waited for by node': own("import { once } from 'node:events';\nonce(api, 'ready');"),
  'compared and copied': own("import { cloneDeep, isEqual } from 'lodash';\nisEqual(api, cloneDeep(api));"),
  'held by a page': own("import { createContext } from 'react';\nexport const Context = createContext(api);"),
  'provided in a page': own("import { markRaw, provide } from 'vue';\nprovide('api', markRaw(api));"),
  'checked by a schema': own("import { z } from 'zod';\nz.any().parse(api);"),
  'shown to a window': own("import { contextBridge } from 'electron';\ncontextBridge.exposeInMainWorld('api', api);"),
  'frozen by a package': own("import deepFreeze from 'deep-freeze';\ndeepFreeze(api);"),
  'kept under a name by a package': own("import { box } from 'some-box';\nbox.register('api', api);"),
  'served by what is not seen': own('export default (app) => { app.use(api); };'),
  'served under another name of the package': own(
    "import Fastify from 'fastify';\nconst web = Fastify({});\nweb.decorate('api', api).register(api);",
  ),
  'noted down by a logger': own("import logger from 'some-logger';\nlogger.child({}).info('ready', api);"),
  'a decorator that only notes a method down': {
    'a.ts': `const noted: unknown[] = [];\nfunction Note(target: unknown, name: string) { noted.push([target, name]); }\nexport class A { @Note async call${body(JSON_BODY).replace('method, params', 'method: string, params: object')} }\nexport const api = new A();\n${SAY}`,
  },
};
