import { HOOKED, JSON_POST, type Kind, saying } from '../Kind';

const TYPE = '{ "type": "module" }';
const FORM =
  'const form = (given) => new URLSearchParams(Object.entries(given).map(([key, one]) => [key, String(one)]));\n';
const sends = (body: string) =>
  `return (await fetch(globalThis.PORTAL.HOOK + method, { method: 'POST', body: ${body} })).json();`;
const left = (files: Record<string, string>) => ({
  files: { 'package.json': TYPE, ...files },
  adopted: 0,
  reasons: ['transport-not-understood'],
  lacks: ['wrap'],
});
const wrapped = (files: Record<string, string>) => ({
  files: { 'package.json': TYPE, ...files },
  adopted: 1,
  holds: ['wrapCall('],
});

const TOOLS = `${FORM}export const tools = { encode: (given) => new Blob([JSON.stringify(given)], { type: 'application/json' }), name: 'a' };
export async function call(method, params) { ${sends('tools.encode(params)')} }\n`;
const tools = (more: string) => ({ 'bot.js': saying(`call('imbot.message.add', ${HOOKED})`, TOOLS, more) });
const api = (members: string, more: string) => ({
  'bot.js': saying(
    `api.call('imbot.message.add', ${HOOKED})`,
    `${FORM}const json = (given) => new Blob([JSON.stringify(given)], { type: 'application/json' });\n${members}`,
    more,
  ),
});
const CLASS = `class Api { encode(given) { return json(given); } async call(method, params) { ${sends('this.encode(params)')} } }
const api = new Api();\n`;
const client = (more: string, files: Record<string, string> = {}) => ({
  'client.js':
    "import axios from 'axios';\nexport const client = axios.create({ baseURL: globalThis.PORTAL.HOOK, validateStatus: () => true });\nexport const call = async (method, params) => (await client.post(method, params)).data;\n",
  'bot.js': saying(`call('imbot.message.add', ${HOOKED})`, more),
  ...files,
});
const FORMS = '(config) => ({ ...config, data: new URLSearchParams(config.data).toString() })';
/** A fetch that another file puts in the place of the global one, once and for the run of its test alone. */
const putForAll = (put: string) => ({
  'node_modules/some-tune/package.json': '{ "name": "some-tune", "type": "module", "main": "index.js" }',
  'node_modules/some-tune/index.js': 'export const tune = (given) => given;\n',
  'call.js': `export async function call(method, params) { ${sends('JSON.stringify(params)')} }\n`,
  'patch.js': `import { tune } from 'some-tune';\nexport const before = globalThis.fetch;\n${put}\nexport const heard = (given) => tune(given);\n`,
  'bot.js': saying(
    `call('imbot.message.add', ${HOOKED})`,
    "import { before } from './patch.js';\nimport { call } from './call.js';",
    'globalThis.fetch = before;',
  ),
});
const decorated = (decorators: string, head: string, method: string) => ({
  'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true } }',
  'bot.ts': `${decorators}
${head}class Api { ${method}async call(method: string, params: any): Promise<any> { return (await fetch((globalThis as any).PORTAL.HOOK + method, { ${JSON_POST}(params) })).json(); } }
const api = new Api();
export async function run(log: (text: string) => void) { const chat = 'chat5'; const text = 'One'; const answer: any = await api.call('imbot.message.add', ${HOOKED}); log(typeof answer.result); }
`,
});
const FLAT =
  "const flat = async (method: string, params: any) => (await fetch((globalThis as any).PORTAL.HOOK + method, { method: 'POST', body: new URLSearchParams(params) })).json();\n";
/** A wrapped fetch sees each request as it is. */
const byFetch = (files: Record<string, string>) => ({
  files: { 'package.json': TYPE, ...files },
  adopted: 1,
  v2: 0,
  entry: 'bot.ts' in files ? 'bot.ts' : 'bot.js',
  holds: ['wrapFetch('],
  lacks: ['wrapCall'],
});

/** What a function sends by is changed elsewhere: options that are true of what stands there are not of what sends. */
export const changed: Kind = {
  'an encoder, under another name of its holder': left(tools('const same = tools; same.encode = form;')),
  'an encoder, by a function': left(
    tools('const patch = (given) => { given.encode = form; }; patch(tools); await call("profile", {});'),
  ),
  'an encoder, by defineProperty': left(tools("Object.defineProperty(tools, 'encode', { value: form });")),
  'an encoder, in another file': left({
    'bot.js': saying(`call('imbot.message.add', ${HOOKED})`, "import { call } from './call.js';\nimport './main.js';"),
    'call.js': TOOLS,
    'main.js': `import { tools } from './call.js';\n${FORM}tools.encode = form;\n`,
  }),
  'a method, on the prototype': left(api(CLASS, 'Api.prototype.encode = form;')),
  'a method, on an instance under another name': left(api(CLASS, 'const same = api; same.encode = form;')),
  'a variable of a factory': left(
    api(
      `function make() { let encode = json; return { async call(method, params) { ${sends('encode(params)')} }, forms() { encode = form; } }; }\nconst api = make();\n`,
      'api.forms();',
    ),
  ),
  'a parameter of a factory': left(
    api(
      `function make(encode) { return { async call(method, params) { ${sends('encode(params)')} }, forms() { encode = form; } }; }\nconst api = make(json);\n`,
      'api.forms();',
    ),
  ),
  'a client, in another file': left(
    client("import { call } from './client.js';\nimport './main.js';", {
      'main.js': `import { client } from './client.js';\nclient.interceptors.request.use(${FORMS});\n`,
    }),
  ),
  'what a client answers, in another file': left(
    client("import { call } from './client.js';\nimport './main.js';", {
      'main.js':
        "import { client } from './client.js';\nclient.interceptors.response.use((given) => ({ ...given, data: given.data.result }));\n",
    }),
  ),
  'a client, by a function': left(
    client(
      `import { call, client } from './client.js';\nfunction setup(given) { given.interceptors.request.use(${FORMS}); }\nsetup(client);`,
    ),
  ),
  'a client, by a function that nobody sees': {
    ...left(client("import { call, client } from './client.js';\nimport { setup } from './gone.js';\nsetup(client);")),
    entry: false,
  },
  'the fetch of all, its options by a package': left(
    putForAll('globalThis.fetch = (url, init) => before(url, tune(init));'),
  ),
  'the fetch of all, its body by a package': left(
    putForAll('Object.assign(globalThis, { fetch: (url, init) => before(url, { ...init, body: tune(init.body) }) });'),
  ),
  'the fetch of all, its answers by a package': left(
    putForAll(
      "Object.defineProperty(globalThis, 'fetch', { configurable: true, writable: true, value: async (...all) => tune(await before(...all)) });",
    ),
  ),
  'a method, by a decorator of its own': byFetch(
    decorated(
      `${FLAT}const Forms = (_target: any, _name: string, given: any): any => ({ ...given, value: flat });`,
      '',
      '@Forms ',
    ),
  ),
  'a method, by a decorator that nobody sees': {
    ...byFetch(decorated("import { Forms } from './gone';", '', '@Forms() ')),
    entry: false,
  },
  'a class, by a decorator': byFetch(
    decorated(`${FLAT}function Forms(_base: any): any { return class { call = flat; }; }`, '@Forms\n', ''),
  ),
  'nothing, a fetch of all with a header': wrapped(
    putForAll(
      "globalThis.fetch = (url, init) => { tune(String(url)); return before(url, { ...init, headers: { ...init?.headers, 'x-own': 'a' } }); };",
    ),
  ),
  'nothing, a fetch of all in an object with a name': wrapped(
    putForAll('const tools = { fetch: (url, init) => before(url, init) };\nObject.assign(globalThis, tools);'),
  ),
  'nothing, an encoder in an object': wrapped(tools('')),
  'nothing, another name of the holder': wrapped(tools('const same = tools; same.name = "b";')),
  'nothing, a method': wrapped(api(CLASS, 'class Other { encode() {} }\nOther.prototype.encode = form;')),
  'nothing, a client': wrapped(client("import { call } from './client.js';")),
  'nothing, headers of a client': wrapped(
    client("import { call, client } from './client.js';\nclient.defaults.headers.common['x-own'] = 'a';"),
  ),
  'nothing, a decorator that notes it down': {
    ...wrapped(
      decorated(
        'const noted: unknown[] = [];\nfunction Note(target: unknown, name: string): void { noted.push([target, name]); }',
        '',
        '@Note ',
      ),
    ),
    entry: 'bot.ts',
  },
};
