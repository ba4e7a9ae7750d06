import { HOOKED, JSON_POST, type Kind, OAUTH, type Program, saying } from '../Kind';

const ESM = '{ "type": "module" }';

const esm = (code: string, more: Partial<Program> = {}): Program => ({
  files: { 'bot.js': code, 'package.json': ESM },
  adopted: 1,
  ...more,
});
const cjs = (code: string, more: Partial<Program> = {}): Program => ({
  files: {
    'bot.js': code.replace('export async function run', 'exports.run = async function run'),
    'package.json': '{}',
  },
  adopted: 1,
  ...more,
});
const ts = (code: string, more: Partial<Program> = {}): Program => ({
  files: { 'bot.ts': code.replace('run(log)', 'run(log: (text: string) => void)'), 'package.json': ESM },
  adopted: 1,
  entry: 'bot.ts',
  ...more,
});

const call = (params: string, name = 'call') => `${name}('imbot.message.add', ${params})`;
const HOOK = 'globalThis.PORTAL.HOOK';

/** Clients and the forms in which teams write their own function around them. */
export const transports: Kind = {
  'ky, with the address at the call': {
    files: {
      'bot.js': saying(
        `ky.post(\`\${globalThis.PORTAL.HOOK}imbot.message.add\`, { json: ${HOOKED}, retry: 0 }).json().catch((error) => [error.name, error.response?.status])`,
        "import ky from 'ky';",
      ),
      'package.json': '{ "type": "module" }',
    },
    adopted: 1,
    holds: ["import kyV1 from 'ky'", 'const ky = kyV1.extend({ fetch: wrapFetch(globalThis.fetch) });'],
  },
  'ky under a name of its own, beside calls of others': {
    files: {
      'bot.js': saying(
        `http.post(\`\${globalThis.PORTAL.HOOK}imbot.message.add\`, { json: ${HOOKED}, throwHttpErrors: false, retry: 0 }).json()`,
        "import http from 'ky';\nconst other = async () => (await http.get(globalThis.PORTAL.HOOK + 'user.current', { throwHttpErrors: false })).status;",
        'log(await other());',
      ),
      'package.json': '{ "type": "module" }',
    },
    adopted: 1,
    holds: ["import httpV1 from 'ky'", 'const http = httpV1.extend('],
  },
  'ky where the new name is taken': {
    files: {
      'bot.js': saying(
        `ky.post(\`\${globalThis.PORTAL.HOOK}imbot.message.add\`, { json: ${HOOKED}, retry: 0, throwHttpErrors: false }).json()`,
        "import ky from 'ky';\nconst kyV1 = 1;\nexport const version = kyV1;",
      ),
      'package.json': '{ "type": "module" }',
    },
    adopted: 0,
    reasons: ['url-call'],
  },
  'an arrow in a class, in TypeScript': ts(
    saying(
      `new Api(${HOOK}).say(chat, text)`,
      `class Api {
  constructor(private readonly base: string) {}
  private call = async <T>(method: string, params: Record<string, unknown> = {}): Promise<T> => {
    const res = await fetch(\`\${this.base}\${method}\`, { ${JSON_POST}(params) });
    const json = await res.json();
    if (json.error) throw new Error(json.error);
    return json.result as T;
  };
  say(chat: string, text: string) { return this.call<number>('imbot.message.add', ${HOOKED}); }
}`,
    ),
    { holds: ['portal: () => this.base'] },
  ),
  'a service of Nest': ts(
    saying(
      `new BitrixService({ post: (url: string, body: unknown) => of(axios.post(url, body, { validateStatus: null })) }, { get: () => ${HOOK} }).say(chat, text)`,
      `import axios from 'axios';
type HttpService = any;
type ConfigService = any;
const of = <T>(value: T) => value;
const firstValueFrom = <T>(value: T) => value;
export class BitrixService {
  constructor(private http: HttpService, private config: ConfigService) {}
  async call<T>(method: string, params?: object): Promise<T> {
    const { data } = await firstValueFrom(this.http.post(\`\${this.config.get('BITRIX_WEBHOOK')}\${method}.json\`, params));
    return data.result;
  }
  async say(chat: string, text: string) { return this.call<number>('imbot.message.add', ${HOOKED}); }
}`,
    ),
  ),
  curried: cjs(
    saying(
      call(HOOKED),
      `const makeCall = (base) => async (method, params) => {
  const res = await fetch(base + method, { ${JSON_POST}(params) });
  return res.json();
};
const call = makeCall(${HOOK});`,
    ),
    { holds: ['portal: () => base'] },
  ),
  'a default export': {
    files: {
      'bot.js': saying(call(HOOKED), "import call from './call.js';"),
      'call.js': `import axios from 'axios';
export default async (method, params) => (await axios.post(process.env.B24_HOOK + method, params, { validateStatus: null })).data;
`,
      'package.json': ESM,
    },
    adopted: 1,
    holds: ['portal: () => process.env.B24_HOOK'],
  },
  'module.exports itself': {
    files: {
      'call.js': `const got = require('got').default;
module.exports = async function callBitrix(method, params = {}) {
  const body = await got.post(\`\${process.env.B24_HOOK}\${method}\`, { json: params, throwHttpErrors: false }).json();
  return body.result;
};
module.exports.say = (chat, text) => module.exports('imbot.message.add', ${HOOKED});
`,
      'bot.js': saying('say(chat, text)', "const { say } = require('./call.js');").replace(
        'export async function run',
        'exports.run = async function run',
      ),
      'package.json': '{}',
    },
    adopted: 1,
  },
  'a prototype': cjs(
    saying(
      `new Bot(${HOOK}).say(chat, text)`,
      `function Bot(hook) { this.hook = hook; }
Bot.prototype.call = async function (method, params) {
  const res = await fetch(this.hook + method, { ${JSON_POST}(params) });
  return res.json();
};
Bot.prototype.say = function (chat, text) { return this.call('imbot.message.add', ${HOOKED}); };`,
    ),
    { holds: ["portal: 'hook'"] },
  ),
  'a prototype that is an object': cjs(
    saying(
      `new Bot(${HOOK}).say(chat, text)`,
      `const Bot = function (hook) { this.hook = hook; };
Bot.prototype = {
  call: async function (method, params) {
    const res = await fetch(this.hook + method, { ${JSON_POST}(params) });
    return res.json();
  },
  say(chat, text) { return this.call('imbot.message.add', ${HOOKED}); },
};`,
    ),
  ),
  ofetch: esm(
    saying(
      call(HOOKED),
      `import { ofetch } from 'ofetch';
const hook = ${HOOK};
const call = (method, body) => ofetch(\`\${hook}\${method}\`, { method: 'POST', body, ignoreResponseError: true, retry: 0 });`,
    ),
    { holds: ['portal: () => hook'] },
  ),
  'https.request with a callback': cjs(
    saying(
      `new Promise((resolve, reject) => rest('imbot.message.add', ${OAUTH}, { domain: globalThis.PORTAL.DOMAIN, access_token: globalThis.PORTAL.TOKEN }, (err, body) => (err ? reject(err) : resolve(body))))`,
      `const https = require('http');
const querystring = require('querystring');
function rest(method, params, auth, cb) {
  const data = querystring.stringify({ ...params, auth: auth.access_token });
  const [hostname, port] = auth.domain.split(':');
  const req = https.request({ hostname, port, path: \`/rest/\${method}\`, method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(data) } }, (res) => {
    let text = ''; res.on('data', (c) => { text += c; }); res.on('end', () => cb(null, JSON.parse(text)));
  });
  req.on('error', cb); req.end(data);
}`,
    ),
    { holds: ["answer: 'callback', encoding: 'form'"] },
  ),
  'http.get with a query': cjs(
    saying(
      `new Promise((resolve, reject) => rest('imbot.message.add', ${HOOKED}, (err, body) => (err ? reject(err) : resolve(body))))`,
      `const http = require('http');
function rest(method, params, done) {
  const q = new URLSearchParams(params).toString();
  http.get(${HOOK} + method + '?' + q, (res) => { let t = ''; res.on('data', (d) => (t += d)); res.on('end', () => done(null, JSON.parse(t))); }).on('error', done);
}`,
    ),
  ),
  undici: esm(
    saying(
      call(HOOKED),
      `import { request } from 'undici';
export async function call(method, params) {
  const { body, statusCode } = await request(\`\${process.env.B24_HOOK}\${method}\`, { ${JSON_POST}(params) });
  const data = await body.json();
  if (statusCode >= 400) throw Object.assign(new Error(data.error), { code: data.error });
  return data.result;
}`,
    ),
  ),
  'an object with a method': esm(
    saying(
      'bitrix.say(chat, text)',
      `export const bitrix = {
  hook: ${HOOK},
  async call(method, params) {
    const res = await fetch(this.hook + method, { ${JSON_POST}(params) });
    return (await res.json()).result;
  },
  say(chat, text) { return this.call('imbot.message.add', ${HOOKED}); },
};`,
    ),
  ),
  'an object with a method that uses this, in TypeScript': ts(
    saying(
      'bitrix.say(chat, text)',
      `export const bitrix = {
  hook: (globalThis as any).PORTAL.HOOK as string,
  async call<T>(method: string, params: object): Promise<T> {
    const res = await fetch(this.hook + method, { ${JSON_POST}(params) });
    return (await res.json()).result;
  },
  say(chat: string, text: string) { return this.call('imbot.message.add', ${HOOKED}); },
};`,
    ),
    { holds: ['bitrix.call = wrapCall(bitrix.call,'] },
  ),
  'a class below an abstract one': ts(
    saying(
      'new Logged().say(chat, text)',
      `abstract class Base {
  protected abstract call<T>(method: string, params: object): Promise<T>;
  say(chat: string, text: string) { return this.call<number>('imbot.message.add', ${HOOKED}); }
}
export class Hook extends Base {
  protected override async call<T>(method: string, params: object): Promise<T> {
    const res = await fetch(\`\${process.env.B24_HOOK}\${method}\`, { ${JSON_POST}(params) });
    return ((await res.json()) as { result: T }).result;
  }
}
export class Logged extends Hook {
  protected override async call<T>(method: string, params: object): Promise<T> { console.debug(method === '' ? 'none' : ''); return super.call<T>(method, params); }
}`,
    ),
    { holds: ["Hook.prototype['call'] = wrapCall(Hook.prototype['call']"] },
  ),
  superagent: cjs(
    saying(
      call(HOOKED),
      `const superagent = require('superagent');
const call = (method, params) => superagent.post(\`\${process.env.B24_HOOK}\${method}\`).ok(() => true).send(params).then((res) => res.body);`,
    ),
  ),
  'ky with a prefix': esm(
    saying(
      call(HOOKED),
      `import ky from 'ky';
const api = ky.create({ prefixUrl: ${HOOK}, timeout: 10_000, retry: 0, throwHttpErrors: false });
export async function call(method, json) {
  const body = await api.post(method, { json }).json();
  return body.result;
}`,
    ),
  ),
  'got with a prefix': esm(
    saying(
      call(HOOKED),
      `import got from 'got';
const api = got.extend({ prefixUrl: ${HOOK}, throwHttpErrors: false, retry: { limit: 0 } });
const call = async (method, json) => {
  const { body } = await api.post(method, { json, responseType: 'json' });
  return body;
};`,
    ),
  ),
  'request with a callback': cjs(
    saying(
      `new Promise((resolve, reject) => call('imbot.message.add', ${HOOKED}, (err, body) => (err ? reject(err) : resolve(body))))`,
      `const request = require('request');
function call(method, params, callback) {
  request({ url: process.env.B24_HOOK + method, method: 'POST', json: params }, (error, response, body) => callback(error, body));
}`,
    ),
  ),
  'needle that is awaited': cjs(
    saying(
      call(HOOKED),
      `const needle = require('needle');
async function call(method, params) {
  const response = await needle('post', process.env.B24_HOOK + method, params, { json: true });
  return response.body;
}`,
    ),
  ),
  'a helper of n8n': ts(
    saying(
      `bitrix.call({ helpers: { httpRequest: async (o: any) => (await fetch(o.url, { ${JSON_POST}(o.body) })).json() } } as any, 'imbot.message.add', ${HOOKED})`,
      `interface IExecuteFunctions { helpers: { httpRequest(options: object): Promise<any> } }
export async function bitrix(this: IExecuteFunctions, method: string, body: object = {}) {
  const options = { method: 'POST', url: \`\${process.env.B24_HOOK}\${method}\`, body, json: true };
  return this.helpers.httpRequest(options);
}`,
    ),
  ),
  'a credential helper of n8n': ts(
    saying(
      `bitrix.call({ helpers: { requestWithAuthentication: async (_c: string, o: any) => (await fetch(o.uri, { ${JSON_POST}(o.body) })).json() } } as any, 'imbot.message.add', ${HOOKED})`,
      `export async function bitrix(this: any, method: string, body: object = {}) {
  return await this.helpers.requestWithAuthentication.call(this, 'bitrix24', { method: 'POST', uri: \`\${process.env.B24_HOOK}\${method}\`, body, json: true });
}`,
    ),
  ),
  XMLHttpRequest: {
    files: {
      'bot.js': `export const call = (method, params) => new Promise((resolve, reject) => {
  const xhr = new XMLHttpRequest();
  xhr.open('POST', \`https://acme.bitrix24.com/rest/1/x/\${method}\`);
  xhr.setRequestHeader('Content-Type', 'application/json');
  xhr.onload = () => resolve(JSON.parse(xhr.responseText));
  xhr.onerror = reject;
  xhr.send(JSON.stringify(params));
});
export const say = (chat, text) => call('imbot.message.add', ${HOOKED});
`,
    },
    adopted: 1,
    entry: false,
  },
};
