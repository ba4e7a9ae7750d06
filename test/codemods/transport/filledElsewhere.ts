type Files = Readonly<Record<string, string>>;

const BOT =
  "import { call } from './api.mjs';\nexport async function run(print) { try { await call('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'http://a.b' }); } catch { print('x'); } }\n";
const sent = (body: string) =>
  `(await fetch(globalThis.PORTAL.BASE + method, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(${body}) })).json()`;
const AUTH = 'auth: globalThis.PORTAL.TOKEN';

/** A transport, its site, and a file beside them that runs first. */
export const beside = (top: string, body: string, setup = '', through = ''): Files => ({
  'api.mjs': `${top}\nexport const call = async (method, params) => { ${through} return ${sent(body)}; };\n`,
  'bot.mjs': BOT,
  'setup.mjs': setup,
  'main.mjs': "import './setup.mjs';\nexport { run } from './bot.mjs';\n",
});

/** The same, where the site calls a method of an object. */
const ofApi = (top: string, setup = ''): Files => ({
  ...beside(top, 'params', setup),
  'bot.mjs': BOT.replace('{ call }', '{ api }').replace('call(', 'api.call('),
});

/** A class with the transport, which sends an expression. */
export const ofClass = (members: string, body: string, setup: string, through = ''): Files =>
  ofApi(
    `class Api { ${members} async call(method, params) { ${through} return ${sent(body)}; } }\nexport const api = new Api();`,
    from(setup, 'api'),
  );

export const from = (text: string, name = 'extra') => `import { ${name} } from './api.mjs';\n${text}\n`;

const EXTRA = 'export const extra = {};';
const SPREAD = `{ ...extra, ...params, ${AUTH} }`;
const GIVES = "setExtra({ URL_PREVIEW: 'N' });";
const PUTS = "extra.URL_PREVIEW = 'N';";
const SETTER = 'let extra = {};\nexport const setExtra = (given) => { extra = given; };';
const DEFAULTS = `{ ...this.defaults, ...params, ${AUTH} }`;
const made = (set: string, start = 'let extra = {};') =>
  `function make() { ${start} return { with: ${set}, call: async (method, params) => ${sent(SPREAD)} }; }\nexport const api = make();`;
const CONFIG = `{ ...cfg.extra, ...params, ${AUTH} }`;
const OWN = { 'extra.mjs': 'export const extra = {};\nexport default extra;\n' };

/** What another file puts in reaches the portal. */
export const FILLED: Readonly<Record<string, Files>> = {
  'by its name': beside(EXTRA, SPREAD, from(PUTS)),
  'in brackets': beside(EXTRA, SPREAD, from("extra['URL_PREVIEW'] = 'N';")),
  'by Object.assign': beside(EXTRA, SPREAD, from("Object.assign(extra, { URL_PREVIEW: 'N' });")),
  'of what is read at run time': beside(
    EXTRA,
    SPREAD,
    from('Object.assign(extra, JSON.parse(process.env.MORE ?? \'{"URL_PREVIEW":"N"}\'));'),
  ),
  'in a loop': beside(
    EXTRA,
    SPREAD,
    from("for (const [key, value] of Object.entries({ URL_PREVIEW: 'N' })) extra[key] = value;"),
  ),
  'under a key that does not show': beside(
    EXTRA,
    SPREAD,
    from("const [key, value] = 'URL_PREVIEW=N'.split('=');\nextra[key] = value;"),
  ),
  'by defineProperty': beside(
    EXTRA,
    SPREAD,
    from("Object.defineProperty(extra, 'URL_PREVIEW', { value: 'N', enumerable: true });"),
  ),
  'by a function that it is handed to': beside(
    EXTRA,
    SPREAD,
    from("function fill(given) { given.URL_PREVIEW = 'N'; }\nfill(extra);"),
  ),
  'beside what stands in it': beside(`export const extra = { ${AUTH} };`, '{ ...extra, ...params }', from(PUTS)),
  'behind the parameters': beside(EXTRA, `{ ...params, ...extra, ${AUTH} }`, from(PUTS)),
  'another one by a function': beside(SETTER, SPREAD, from(GIVES, 'setExtra')),
  'another one, made of both': beside(
    SETTER.replace('= given', '= { ...extra, ...given }'),
    SPREAD,
    from(GIVES, 'setExtra'),
  ),
  'another one that is read at run time': beside(
    SETTER,
    SPREAD,
    from('setExtra(JSON.parse(\'{"URL_PREVIEW":"N"}\'));', 'setExtra'),
  ),
  'where there was none': beside(SETTER.replace(' = {}', ''), SPREAD, from(GIVES, 'setExtra')),
  'by a function with Object.assign': beside(
    'const extra = {};\nexport const setExtra = (given) => { Object.assign(extra, given); };',
    SPREAD,
    from(GIVES, 'setExtra'),
  ),
  'by a function that is told the key': beside(
    'const extra = {};\nexport const setExtra = (key, value) => { extra[key] = value; };',
    SPREAD,
    from("setExtra('URL_PREVIEW', 'N');", 'setExtra'),
  ),
  'within an object': beside('export const cfg = { extra: {} };', CONFIG, from(`cfg.${PUTS}`, 'cfg')),
  'within an object, another one': beside(
    'export const cfg = { extra: {} };',
    CONFIG,
    from("cfg.extra = { URL_PREVIEW: 'N' };", 'cfg'),
  ),
  'within an object that is empty': beside(
    'export const cfg = {};',
    CONFIG,
    from("cfg.extra = { URL_PREVIEW: 'N' };", 'cfg'),
  ),
  'in a file of its own': {
    ...beside("import { extra } from './extra.mjs';", SPREAD, `import { extra } from './extra.mjs';\n${PUTS}\n`),
    ...OWN,
  },
  'a default export': {
    ...beside("import extra from './extra.mjs';", SPREAD, `import extra from './extra.mjs';\n${PUTS}\n`),
    ...OWN,
  },
  'what a function gives': beside(
    'const extra = {};\nexport const settings = () => extra;',
    SPREAD,
    from("settings().URL_PREVIEW = 'N';", 'settings'),
  ),
  'what a function gives, on both sides': beside(
    'const extra = {};\nexport const settings = () => extra;',
    `{ ...settings(), ...params, ${AUTH} }`,
    from(`const own = settings();\nown.URL_PREVIEW = 'N';`, 'settings'),
  ),
  'by Object.assign of all': beside(EXTRA, `Object.assign({}, extra, params, { ${AUTH} })`, from(PUTS)),
  'by Object.assign into the parameters': beside(
    EXTRA,
    `{ ...params, ${AUTH} }`,
    from(PUTS),
    'Object.assign(params, extra);',
  ),
  'by Object.assign into the body': beside(
    EXTRA,
    'body',
    from(PUTS),
    `const body = { ...params, ${AUTH} }; Object.assign(body, extra);`,
  ),
  'entry by entry': beside(
    EXTRA,
    'body',
    from(PUTS),
    `const body = { ...params, ${AUTH} }; for (const [key, value] of Object.entries(extra)) body[key] = value;`,
  ),
  'key by key': beside(
    EXTRA,
    'body',
    from(PUTS),
    `const body = { ...params, ${AUTH} }; for (const key in extra) body[key] = extra[key];`,
  ),
  'by fromEntries': beside(
    EXTRA,
    `Object.fromEntries([...Object.entries(params), ...Object.entries(extra), ['auth', globalThis.PORTAL.TOKEN]])`,
    from(PUTS),
  ),
  'in a choice': beside(EXTRA, `{ ...(Object.keys(extra).length > 0 ? extra : {}), ...params, ${AUTH} }`, from(PUTS)),
  'in a field of a class': ofClass('defaults = {};', DEFAULTS, "api.defaults.URL_PREVIEW = 'N';"),
  'another field of a class': ofClass('defaults = {};', DEFAULTS, "api.defaults = { URL_PREVIEW: 'N' };"),
  'by a method of a class': ofClass(
    'defaults = {}; use(given) { this.defaults = given; }',
    DEFAULTS,
    "api.use({ URL_PREVIEW: 'N' });",
  ),
  'by a method that is told the key': ofClass(
    'constructor() { this.defaults = {}; } set(key, value) { this.defaults[key] = value; return this; }',
    DEFAULTS,
    "api.set('URL_PREVIEW', 'N');",
  ),
  'in a closure': ofApi(made('(given) => { extra = given; }'), from("api.with({ URL_PREVIEW: 'N' });", 'api')),
  'in a closure, by Object.assign': ofApi(
    made('(given) => Object.assign(extra, given)', 'const extra = {};'),
    from("api.with({ URL_PREVIEW: 'N' });", 'api'),
  ),
  'what stands under a name of it': beside(
    'export const flags = { preview: undefined };',
    `{ URL_PREVIEW: flags.preview, ...params, ${AUTH} }`,
    from("flags.preview = 'N';", 'flags'),
  ),
  'in a Map': beside(
    'export const extra = new Map();',
    `{ ...Object.fromEntries(extra), ...params, ${AUTH} }`,
    from("extra.set('URL_PREVIEW', 'N');"),
  ),
  'in a Map, by a function': beside(
    'const extra = new Map();\nexport const put = (key, value) => extra.set(key, value);',
    `{ ...Object.fromEntries(extra), ...params, ${AUTH} }`,
    from("put('URL_PREVIEW', 'N');", 'put'),
  ),
  'in a WeakMap': beside(
    'const key = {};\nconst extra = new WeakMap();\nexport const put = (one) => extra.set(key, one);',
    `{ ...extra.get(key), ...params, ${AUTH} }`,
    from("put({ URL_PREVIEW: 'N' });", 'put'),
  ),
  'in a WeakMap, by its name': beside(
    'export const key = {};\nexport const extra = new WeakMap();',
    `{ ...extra.get(key), ...params, ${AUTH} }`,
    from("extra.set(key, { URL_PREVIEW: 'N' });", 'extra, key'),
  ),
  'in what a getter of an object gives': beside(
    'const own = {};\nexport const settings = { get extra() { return own; } };',
    `{ ...settings.extra, ...params, ${AUTH} }`,
    from("settings.extra.URL_PREVIEW = 'N';", 'settings'),
  ),
  'a getter of an object': beside(
    "const settings = { get extra() { return { URL_PREVIEW: 'N' }; } };",
    `{ ...settings.extra, ...params, ${AUTH} }`,
  ),
  'in a list of objects': beside(
    'export const parts = [];',
    `Object.assign({}, ...parts, params, { ${AUTH} })`,
    from("parts.push({ URL_PREVIEW: 'N' });", 'parts'),
  ),
  'read at run time by the transport': beside(
    'const extra = JSON.parse(process.env.EXTRA ?? \'{"URL_PREVIEW":"N"}\');',
    SPREAD,
  ),
  'a file of JSON': {
    ...beside("import extra from './extra.json' with { type: 'json' };", SPREAD),
    'extra.json': '{"URL_PREVIEW":"N"}',
  },
};

/** The same, of packages that are not here to be run. */
export const UNRUN: Readonly<Record<string, Files>> = {
  'by a package that it is handed to': beside(
    EXTRA,
    SPREAD,
    from("import merge from 'deepmerge-into';\nmerge(extra, { URL_PREVIEW: 'N' });"),
  ),
  'of a package': beside("import { extra } from 'my-settings';", SPREAD),
  'by a function that nobody is seen to call': beside(SETTER, SPREAD),
};

/** Nothing that v2 would notice is put in. */
export const KEPT: Readonly<Record<string, Files>> = {
  'nobody puts anything in': beside(EXTRA, SPREAD, from('console.log(extra);')),
  'the token': beside(
    `export const extra = { ${AUTH} };`,
    '{ ...extra, ...params }',
    from('console.log(typeof extra.auth);'),
  ),
  'the token, by another file': beside(EXTRA, '{ ...extra, ...params }', from(`extra.auth = globalThis.PORTAL.TOKEN;`)),
  'the token, by Object.assign': beside(EXTRA, '{ ...extra, ...params }', from(`Object.assign(extra, { ${AUTH} });`)),
  'the token, by a function': beside(
    'let extra = {};\nexport const setAuth = (auth) => { extra = { auth }; };',
    '{ ...extra, ...params }',
    from('setAuth(globalThis.PORTAL.TOKEN);', 'setAuth'),
  ),
  'the token, under its key': beside(
    'const extra = {};\nexport const setAuth = (auth) => { extra.auth = auth; };',
    '{ ...extra, ...params }',
    from('setAuth(globalThis.PORTAL.TOKEN);', 'setAuth'),
  ),
  'what a function makes': beside(`const auth = () => ({ ${AUTH} });`, '{ ...auth(), ...params }'),
  'a token that is put in later': beside(
    'let auth = null;\nexport const login = async () => { auth = globalThis.PORTAL.TOKEN; };',
    '{ ...params, auth }',
    from('await login();', 'login'),
  ),
  'a token in a choice': beside(
    'const token = globalThis.PORTAL?.TOKEN;',
    '{ ...params, ...(token ? { auth: token } : {}) }',
  ),
  'a token in a class': ofClass(
    'credentials = {}; login(token) { this.credentials = { auth: token }; }',
    '{ ...this.credentials, ...params }',
    'api.login(globalThis.PORTAL.TOKEN);',
  ),
  'a token in a closure': ofApi(
    made('(auth) => { extra = { auth }; }').replace(SPREAD, '{ ...extra, ...params }'),
    from('api.with(globalThis.PORTAL.TOKEN);', 'api'),
  ),
  'a token in a WeakMap': beside(
    'export const key = {};\nexport const creds = new WeakMap();',
    '{ ...params, auth: creds.get(key) }',
    from('creds.set(key, globalThis.PORTAL.TOKEN);', 'creds, key'),
  ),
  'a token that a getter of an object gives': beside(
    'const settings = { get auth() { return globalThis.PORTAL.TOKEN; } };',
    '{ ...params, auth: settings.auth }',
  ),
  'what v2 knows nothing of': beside(EXTRA, SPREAD, from("extra.sessid = '1';")),
  'another object of that name': beside(
    `const extra = { ${AUTH} };`,
    '{ ...extra, ...params }',
    `const extra = {};\n${PUTS}\n`,
  ),
  'another object of that file': beside(
    `const extra = { ${AUTH} };\nexport const rest = {};`,
    '{ ...extra, ...params }',
    from("rest.URL_PREVIEW = 'N';", 'rest'),
  ),
  'a copy of it': beside(
    `export const extra = { ${AUTH} };`,
    '{ ...extra, ...params }',
    from("const mine = { ...extra };\nmine.URL_PREVIEW = 'N';"),
  ),
  headers: beside(
    "export const headers = { 'x-a': '1' };",
    `{ ...params, ${AUTH} }`,
    from("headers.MESSAGE = '2';", 'headers'),
    'void headers;',
  ),
};
