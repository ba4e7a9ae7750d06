import { beside } from './filledElsewhere';

type Files = Readonly<Record<string, string>>;

const BOT = beside('', '')['bot.mjs']?.replace('BOT_ID: 39', "BOT_ID: 40, CLIENT_ID: 'my_bot'") ?? '';
const HOOK = 'globalThis.PORTAL.HOOK';
const client = (top: string, sends: string, setup: string): Files => ({
  ...beside('', '', setup),
  'bot.mjs': BOT,
  'api.mjs': `${top}\nexport const call = async (method, params) => ${sends};\n`,
});
const from = (setup: string, name = 'cfg') => `import { ${name} } from './api.mjs';\n${setup}\n`;

const CFG = 'export const cfg = {};';
const PARAMS = "cfg.params = { URL_PREVIEW: 'N' };";

const axios = (sends: string, setup: string, top = CFG) => client(`import axios from 'axios';\n${top}`, sends, setup);
const POST = `(await axios.post(${HOOK} + method, params, cfg)).data`;
const CALLED = `(await axios({ ...cfg, method: 'post', url: ${HOOK} + method, data: params })).data`;
const INSTANCE = `(await http.post(${HOOK} + method, params)).data`;
const MADE = `${CFG}\nlet made;\nconst http = { post: (...all) => (made ??= axios.create(cfg)).post(...all) };`;

const got = (setup: string, top = 'export const cfg = { retry: { limit: 0 } };') =>
  client(
    `import got from 'got';\n${top}`,
    `await got.post(${HOOK} + method, { ...cfg, json: params }).json()`,
    from(setup),
  );
const ky = (setup: string) =>
  client(
    "import ky from 'ky';\nexport const cfg = { retry: 0 };",
    `await ky.post(${HOOK} + method, { ...cfg, json: params }).json()`,
    from(setup),
  );
const ofetch = (setup: string) =>
  client(
    "import { ofetch } from 'ofetch';\nexport const cfg = { method: 'POST', retry: 0 };",
    `await ofetch(${HOOK} + method, { ...cfg, body: params })`,
    from(setup),
  );
const JSON_HEADERS = "headers: { 'content-type': 'application/json' }";
const pool = (setup: string) =>
  client(
    `import { Pool } from 'undici';\nlet made;\nexport const cfg = { method: 'POST', ${JSON_HEADERS} };`,
    `(await (await (made ??= new Pool(new URL(${HOOK}).origin)).request({ ...cfg, path: new URL(${HOOK}).pathname + method, body: JSON.stringify(params) })).body.json())`,
    from(setup),
  );
const request = (setup: string) =>
  client(
    `import { request } from 'undici';\nexport const cfg = { method: 'POST', ${JSON_HEADERS} };`,
    `(await (await request(${HOOK} + method, { ...cfg, body: JSON.stringify(params) })).body.json())`,
    from(setup),
  );
const fetched = (setup: string, options = '{ body: JSON.stringify(params), ...cfg }') =>
  client(
    `export const cfg = { method: 'POST', ${JSON_HEADERS} };`,
    `(await fetch(${HOOK} + method, ${options})).json()`,
    from(setup),
  );
const needle = (setup: string) =>
  client(
    "import needle from 'needle';\nexport const cfg = { json: true };",
    `(await needle('post', ${HOOK} + method, params, cfg)).body`,
    from(setup),
  );
const phin = (setup: string) =>
  client(
    "import phin from 'phin';\nexport const cfg = { method: 'POST', parse: 'json' };",
    `(await phin({ ...cfg, url: ${HOOK} + method, data: params })).body`,
    from(setup),
  );
const old = (setup: string) =>
  client(
    "import request from 'request-promise-native';\nexport const cfg = { json: true };",
    `await request.post({ ...cfg, url: ${HOOK} + method, body: params })`,
    from(setup),
  );

/** What another file puts into the options of a client goes beside the parameters, or in their place. */
export const OPTIONS: Readonly<Record<string, Files>> = {
  'axios.post': axios(POST, from(PARAMS)),
  'axios.post, in brackets': axios(POST, from("cfg['params'] = { URL_PREVIEW: 'N' };")),
  'axios.post, by Object.assign': axios(POST, from("Object.assign(cfg, { params: { URL_PREVIEW: 'N' } });")),
  'axios.post, read at run time': axios(
    POST,
    from('Object.assign(cfg, JSON.parse(process.env.MORE ?? \'{"params":{"URL_PREVIEW":"N"}}\'));'),
  ),
  'axios.post, under a key that does not show': axios(
    POST,
    from("const key = 'params=1'.split('=')[0];\ncfg[key] = { URL_PREVIEW: 'N' };"),
  ),
  'axios.post, by a function that it is handed to': axios(
    POST,
    from("function fill(given) { given.params = { URL_PREVIEW: 'N' }; }\nfill(cfg);"),
  ),
  'axios.post, within what stands in it': axios(
    POST,
    from("cfg.params.URL_PREVIEW = 'N';"),
    'export const cfg = { params: {} };',
  ),
  'axios.post, within a part of its own': axios(
    POST,
    from("more.URL_PREVIEW = 'N';", 'more'),
    'export const more = {};\nexport const cfg = { params: more };',
  ),
  'axios.post, within an object': axios(
    POST.replace(', cfg)', ', all.http)'),
    from("all.http.params = { URL_PREVIEW: 'N' };", 'all'),
    'export const all = { http: {} };',
  ),
  'axios.post, a copy of it': axios(POST.replace(', cfg)', ', { timeout: 5000, ...cfg })'), from(PARAMS)),
  'axios.post, Object.assign': axios(POST.replace(', cfg)', ', Object.assign({ timeout: 5000 }, cfg))'), from(PARAMS)),
  'axios.post, a copy of a copy': axios(POST.replace(', cfg)', ', { ...{ ...cfg, timeout: 5000 } })'), from(PARAMS)),
  'axios(config)': axios(CALLED, from(PARAMS)),
  'axios.request(config)': axios(CALLED.replace('axios(', 'axios.request('), from(PARAMS)),
  'axios.create': axios(INSTANCE, from(PARAMS), MADE),
  'got, searchParams': got("cfg.searchParams = { URL_PREVIEW: 'N' };"),
  'got, how it is written': got("cfg.stringifyJson = (given) => JSON.stringify({ ...given, URL_PREVIEW: 'N' });"),
  'ky, searchParams': ky("cfg.searchParams = { URL_PREVIEW: 'N' };"),
  'ofetch, query': ofetch("cfg.query = { URL_PREVIEW: 'N' };"),
  'ofetch, params': ofetch("cfg.params = { URL_PREVIEW: 'N' };"),
  'ofetch, onRequest': ofetch(
    "cfg.onRequest = ({ options }) => { options.body = { ...options.body, URL_PREVIEW: 'N' }; };",
  ),
  'a pool of undici, query': pool("cfg.query = { URL_PREVIEW: 'N' };"),
  'request of undici, query': request("cfg.query = { URL_PREVIEW: 'N' };"),
};

/** The same, where that stands in the place of the parameters, or changes how they are sent. */
export const REPLACED: Readonly<Record<string, Files>> = {
  'axios.post, how it is written': axios(
    POST,
    from("cfg.transformRequest = [(data) => JSON.stringify({ ...data, URL_PREVIEW: 'N' })];"),
  ),
  'got, hooks': got(
    "cfg.hooks = { beforeRequest: [(options) => { options.body = JSON.stringify({ ...JSON.parse(options.body), URL_PREVIEW: 'N' }); }] };",
  ),
  'request of request, qs': old("cfg.qs = { URL_PREVIEW: 'N' };"),
  'a header of the encoding within': axios(
    POST,
    from("cfg.headers['content-type'] = 'text/plain';"),
    'export const cfg = { headers: {} };',
  ),
  'fetch, body': fetched("cfg.body = JSON.stringify({ BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'x' });"),
  'fetch, a body behind the one of the call': fetched(
    "cfg.body = JSON.stringify({ BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'x' });",
    '{ body: JSON.stringify(params), ...cfg }',
  ),
  'fetch, headers of which the call sets some again': fetched(
    "cfg.headers = { 'content-type': 'application/x-www-form-urlencoded' };",
    "{ ...cfg, headers: { ...cfg.headers, 'x-own': '1' }, body: JSON.stringify(params) }",
  ),
  'fetch, method': fetched("cfg.method = 'GET'; delete cfg.body;", '{ ...cfg, body: JSON.stringify(params) }'),
  'needle, json': needle('cfg.json = false;'),
  'phin, form': phin('cfg.form = { x: 1 };'),
  'fetch, the header of the encoding': fetched(
    "cfg.headers = { 'content-type': 'text/plain' };",
    '{ ...cfg, body: JSON.stringify(params) }',
  ),
  'a package that it is handed to': axios(POST, from("import fill from 'my-settings';\nfill(cfg);")),
};

/** Nothing of that. */
export const OPTIONS_KEPT: Readonly<Record<string, Files>> = {
  'nobody puts anything in': axios(POST, from('console.log(cfg);')),
  'a time': axios(POST, from('cfg.timeout = 5000;')),
  'a time, by Object.assign': axios(POST, from('Object.assign(cfg, { timeout: 5000, maxRedirects: 2 });')),
  'a header': axios(POST, from("cfg.headers = { 'x-own': '1' };")),
  'a header within': axios(POST, from("cfg.headers['x-own'] = '1';"), 'export const cfg = { headers: {} };'),
  'an agent': axios(POST, from("import http from 'node:http';\ncfg.httpAgent = new http.Agent({ keepAlive: false });")),
  'a time from the environment': axios(POST, '', 'const cfg = { timeout: Number(process.env.TIMES ?? 5000) };'),
  'a query that v2 knows nothing of': axios(POST, from("cfg.params = { sessid: '1' };")),
  'another object of that file': axios(
    POST,
    from(PARAMS.replace('cfg', 'more'), 'more'),
    `${CFG}\nexport const more = {};`,
  ),
  'another object of that name': axios(POST, `const cfg = {};\n${PARAMS}\n`),
  'a copy of it': axios(POST, from("const mine = { ...cfg };\nmine.params = { URL_PREVIEW: 'N' };")),
  'got, a time': got('cfg.timeout = { request: 5000 };'),
  'got, a constant': got('console.log(cfg);'),
  'ky, a time': ky('cfg.timeout = 5000;'),
  'ofetch, a time': ofetch('cfg.timeout = 5000;'),
  'a pool of undici, a time': pool('cfg.bodyTimeout = 5000;'),
  'fetch, a signal': fetched('cfg.signal = AbortSignal.timeout(5000);', '{ ...cfg, body: JSON.stringify(params) }'),
  'fetch, a body that the call sets again': fetched(
    "cfg.body = JSON.stringify({ BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'x' });",
    '{ ...cfg, body: JSON.stringify(params) }',
  ),
  'fetch, a method that the call sets again': fetched(
    "cfg.method = 'GET';",
    "{ ...cfg, method: 'POST', body: JSON.stringify(params) }",
  ),
  'fetch, headers that the call sets again': fetched(
    "cfg.headers = { 'content-type': 'text/plain' };",
    `{ ...cfg, ${JSON_HEADERS}, body: JSON.stringify(params) }`,
  ),
  'got, JSON that the call sets again': got("cfg.json = { URL_PREVIEW: 'N' };"),
  'ofetch, a body that the call sets again': ofetch("Object.assign(cfg, { body: { URL_PREVIEW: 'N' } });"),
  'fetch, in the function': {
    ...beside('', '', ''),
    'bot.mjs': BOT,
    'api.mjs': `const init = () => ({ method: 'POST', ${JSON_HEADERS} });\nexport const call = async (method, params) => { const options = init(); options.body = JSON.stringify(params); return (await fetch(${HOOK} + method, options)).json(); };\nexport const upload = async (bytes) => { const options = init(); options.body = bytes; return fetch('http://a.b', options); };\n`,
  },
  'needle, a time': needle('cfg.open_timeout = 5000;'),
  'phin, a time': phin('cfg.timeout = 5000;'),
};
