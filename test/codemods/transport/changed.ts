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
};
