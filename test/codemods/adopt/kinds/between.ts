import { BARE, HOOKED, JSON_POST, type Kind, OAUTH, type Program, saying } from '../Kind';

const esm = (code: string, more: Partial<Program> = {}): Program => ({
  files: { 'bot.js': code, 'package.json': '{ "type": "module" }' },
  adopted: 1,
  ...more,
});

const HOOK = 'globalThis.PORTAL.HOOK';
const ADD = "'imbot.message.add'";
const axiosBot = `import axios from 'axios';
import qs from 'qs';
const { BASE, TOKEN, HOOK } = globalThis.PORTAL;
`;

/** Batches that a class puts together, and single calls beside them. */
export const batches: Kind = {
  'a map by key': esm(
    saying(
      `new Portal(axios.create({ baseURL: BASE, validateStatus: null }), TOKEN).many({ note: { method: ${ADD}, params: ${OAUTH} } })`,
      `${axiosBot}class Portal {
  constructor(http, token) {
    this.http = http;
    this.token = token;
  }
  async post(path, body) {
    const answer = await this.http.post(path, { ...body, auth: this.token });
    return answer.data;
  }
  one(method, params = {}) {
    return this.post(\`/\${method}\`, params);
  }
  many(commands) {
    const cmd = {};
    for (const [key, { method, params }] of Object.entries(commands)) cmd[key] = \`\${method}?\${qs.stringify(params)}\`;
    return this.post('/batch', { cmd, halt: 0 });
  }
}`,
    ),
    { holds: ['Portal.prototype.post = wrapCall(Portal.prototype.post, { method: 0, params: 1,'] },
  ),
  'a single call beside it shares its wrap': esm(
    saying(
      `portal.many({ note: { method: ${ADD}, params: ${OAUTH} } })`,
      `${axiosBot}class Portal {
  constructor(base, token) {
    this.base = base;
    this.token = token;
  }
  async post(path, body) {
    const { data } = await axios.post(this.base + path, { ...body, auth: this.token }, { validateStatus: null });
    return data;
  }
  one = (method, params = {}) => this.post(\`/\${method}.json\`, params);
  many(commands) {
    const cmd = Object.fromEntries(Object.entries(commands).map(([key, { method, params }]) => [key, method + '?' + qs.stringify(params)]));
    return this.post('/batch.json', { cmd });
  }
}
const portal = new Portal(BASE.slice(0, -1), TOKEN);`,
      `log((await portal.one(${ADD}, { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'x' })).result);`,
    ),
    { adopted: 2, holds: [/post = wrapCall/], lacks: [/one = wrapCall/] },
  ),
  'commands in a list': esm(
    saying(
      `batch([{ method: ${ADD}, params: ${OAUTH} }])`,
      `${axiosBot}const send = async (method, params) => (await axios.post(BASE + method, { ...params, auth: TOKEN }, { validateStatus: null })).data;
const batch = (list) => send('batch', { halt: 0, cmd: list.map(({ method, params }) => \`\${method}?\${qs.stringify(params)}\`) });`,
    ),
  ),
  'pairs in a list': esm(
    saying(
      `batch([[${ADD}, ${OAUTH}]])`,
      `${axiosBot}const send = async (method, params) => (await axios.post(BASE + method, { ...params, auth: TOKEN }, { validateStatus: null })).data;
function batch(calls) {
  const cmd = {};
  calls.forEach(([method, params], index) => {
    cmd['c' + index] = method + '?' + qs.stringify(params);
  });
  return send('batch', { cmd });
}`,
    ),
  ),
  'commands that are put together first': esm(
    saying(
      'flush(chat, text)',
      `${axiosBot}async function rest(method, params) {
  const response = await fetch(BASE + method, { ${JSON_POST}({ ...params, auth: TOKEN }) });
  return response.json();
}
async function flush(chat, text) {
  const commands = {};
  commands.first = { method: ${ADD}, params: ${OAUTH} };
  const cmd = {};
  for (const key of Object.keys(commands)) cmd[key] = commands[key].method + '?' + qs.stringify(commands[key].params);
  return rest('batch', { cmd, halt: 0 });
}
console.assert(axios);`,
    ),
  ),
  'a builder that returns them to its caller': esm(
    saying(
      'run1(chat, text)',
      `${axiosBot}const build = (chat, text) => ({ first: { method: ${ADD}, params: ${OAUTH} } });
async function rest(method, params) {
  const { data } = await axios.post(BASE + method, { ...params, auth: TOKEN }, { validateStatus: null });
  return data;
}
const run1 = (chat, text) => {
  const commands = build(chat, text);
  const cmd = Object.entries(commands).reduce((all, [key, { method, params }]) => ({ ...all, [key]: method + '?' + qs.stringify(params) }), {});
  return rest('batch', { cmd });
};`,
    ),
  ),
  'a fetch of its own in the builder': esm(
    saying(
      `many({ note: { method: ${ADD}, params: ${OAUTH} } })`,
      `${axiosBot}async function many(commands) {
  const cmd = {};
  for (const [key, one] of Object.entries(commands)) cmd[key] = one.method + '?' + qs.stringify(one.params);
  const response = await fetch(BASE + 'batch', { ${JSON_POST}({ cmd, auth: TOKEN }) });
  return response.json();
}
console.assert(axios);`,
    ),
    { holds: ['wrapFetch(globalThis.fetch)'] },
  ),
};

/** A fetch that may be another. */
export const injected: Kind = {
  'an option with a default': esm(
    saying(
      `makeApi({ endpoint: BASE }).say(TOKEN, chat, text)`,
      `const { BASE, TOKEN } = globalThis.PORTAL;
export function makeApi(options) {
  const fetcher = options.fetcher ?? fetch;

  async function rest(method, token, params) {
    const address = \`\${options.endpoint.replace(/\\/$/, '')}/\${method}\`;
    const reply = await fetcher(\`\${address}?auth=\${encodeURIComponent(token)}\`, { ${JSON_POST}(params) });
    return (await reply.json()).result;
  }

  return { say: (token, chat, text) => rest(${ADD}, token, ${OAUTH}) };
}`,
    ),
    { holds: ["method: 0, params: 2, portal: () => options.endpoint, answer: 'result'"] },
  ),
  'a parameter with a default': esm(
    saying(
      `rest(${ADD}, ${HOOKED})`,
      `async function rest(method, params, fetchImpl = globalThis.fetch) {
  const reply = await fetchImpl(${HOOK} + method, { ${JSON_POST}(params) });
  return reply.json();
}`,
    ),
  ),
  'a constructor': esm(
    saying(
      `new Api(${HOOK}, { fetch }).rest(${ADD}, ${HOOKED})`,
      `class Api {
  constructor(hook, { fetch: given } = {}) {
    this.hook = hook;
    this.fetch = given || globalThis.fetch.bind(globalThis);
  }
  async rest(method, params) {
    const { fetch: send } = this;
    const reply = await send(\`\${this.hook}\${method}\`, { ${JSON_POST}(params) });
    return reply.json();
  }
}`,
    ),
  ),
  'an argument that is only named so': esm(
    saying(
      `rest(fetch, ${ADD}, ${HOOKED})`,
      `const rest = async (fetchLike, method, params) => {
  const reply = await fetchLike(${HOOK} + method, { ${JSON_POST}(params) });
  const { result } = await reply.json();
  return result;
};`,
    ),
    { holds: ['method: 1, params: 2'] },
  ),
  'a field that is given later': esm(
    saying(
      `api.rest(${ADD}, ${HOOKED})`,
      `class Api {
  use(fetcher) {
    this.doFetch = fetcher;
    return this;
  }
  async rest(method, params) {
    const reply = await this.doFetch(${HOOK} + method, { ${JSON_POST}(params) });
    return (await reply.json()).result;
  }
}
const api = new Api().use(fetch);`,
    ),
  ),
};

const failing = (body: string, kind = 'fetch') =>
  saying(
    `ask(${ADD}, ${HOOKED})`,
    `import axios from 'axios';
async function ask(method, params = {}) {
  ${body
    .replaceAll(
      'SEND',
      kind === 'fetch'
        ? `await (await fetch(${HOOK} + method, { ${JSON_POST}(params) })).json()`
        : `(await axios.post(${HOOK} + method, params)).data`,
    )
    .replaceAll('\n', '\n  ')}
}
console.assert(axios);`,
  );

/** What a function gives instead of an answer. */
export const failures: Kind = {
  'null in catch': esm(
    failing(
      'try {\n  return SEND;\n} catch (error) {\n  console.debug(method, error.message);\n  return null;\n}',
      'axios',
    ),
    {
      holds: ["answer: 'envelope'"],
    },
  ),
  'undefined in catch': esm(failing('try {\n  return (SEND).result;\n} catch {\n  return undefined;\n}', 'axios'), {
    holds: ["answer: 'result'"],
  }),
  'false behind a condition': esm(failing('const body = SEND;\nif (body.error) return false;\nreturn body.result;'), {
    holds: ["answer: 'result'"],
  }),
  'the result or null': esm(failing('const body = SEND;\nreturn body.result ?? null;'), {
    holds: ["answer: 'result'"],
  }),
  'an object with the error': esm(
    failing(
      'try {\n  const body = SEND;\n  return body.result;\n} catch (e) {\n  return { error: e.message };\n}',
      'axios',
    ),
    { holds: ['wrapAxios(axios)'] },
  ),
  'an envelope of its own': esm(
    failing('const body = SEND;\nreturn { ok: !body.error, result: body.result, error: body.error };'),
    {
      holds: ["answer: { result: 'result' }"],
    },
  ),
  'a pair of its own': esm(
    failing(
      'const body = SEND;\nif (body.error) return { success: false, why: body.error };\nreturn { success: true, data: body.result };',
    ),
    { holds: ["answer: { result: 'data' }"] },
  ),
  'an empty list, of a promise': esm(
    failing('return Promise.resolve().then(async () => (SEND).result).catch(() => []);', 'axios'),
    {
      holds: ['wrapAxios(axios)'],
    },
  ),
  'a class of errors': esm(
    failing(
      'const body = SEND;\nif (body.error) {\n  class Refused extends Error {}\n  throw Object.assign(new Refused(body.error_description), { code: body.error });\n}\nreturn body.result;',
    ),
  ),
};

/** A function that builds the address, and one that sends it. */
export const posters: Kind = {
  'a function that is given the URL': esm(
    saying(
      `ask(${ADD}, ${OAUTH}, { domain: DOMAIN, access_token: TOKEN })`,
      `const { DOMAIN, TOKEN } = globalThis.PORTAL;
async function postJson(url, body) {
  const reply = await fetch(url, { ${JSON_POST}(body) });
  return reply.json();
}
async function once(method, params, auth) {
  const body = await postJson(\`http://\${auth.domain}/rest/\${method}\`, { ...params, auth: auth.access_token });
  if (body.error) throw new Error(body.error);
  return body;
}
export async function ask(method, params, auth) {
  const body = await queue(() => once(method, params, auth));
  return body.result;
}
const queue = (job) => job();`,
    ),
    { holds: [/once = wrapCall\(onceV1, \{ method: 0, params: 1, portal: '2\.domain', answer: 'envelope'/] },
  ),
  'a private post': esm(
    saying(
      `new Api(${HOOK}).call(${ADD}, ${HOOKED})`,
      `class Api {
  constructor(hook) {
    this.hook = hook;
  }
  call(method, params) {
    return this.#post(\`/\${method}\`, params);
  }
  async #post(path, body) {
    const reply = await fetch(this.hook.slice(0, -1) + path, { ${JSON_POST}(body) });
    return reply.json();
  }
}`,
    ),
    { holds: ['Api.prototype.call = wrapCall'] },
  ),
  'a loop of retries': esm(
    saying(
      `call(${ADD}, ${HOOKED})`,
      `async function postOnce(url, body) {
  const reply = await fetch(url, { ${JSON_POST}(body) });
  if (reply.status === 503) throw new Error('busy');
  return reply.json();
}
async function call(method, params) {
  const url = ${HOOK} + method;
  for (let at = 0; ; at += 1) {
    try {
      const data = await postOnce(url, params);
      return data.result;
    } catch (error) {
      if (at === 2) throw error;
    }
  }
}`,
    ),
  ),
  'a request that takes options': esm(
    saying(
      `api.call(${ADD}, ${HOOKED})`,
      `const request = async ({ path, body }) => {
  const reply = await fetch(new URL(path, ${HOOK}), { ${JSON_POST}(body) });
  return reply.json();
};
const api = {
  call(method, params) {
    return request({ path: \`\${method}.json\`, body: params });
  },
};`,
    ),
  ),
  'two wrappers over one': esm(
    saying(
      `say(chat, text)`,
      `async function post(url, body) {
  const reply = await fetch(url, { ${JSON_POST}(body) });
  return reply.json();
}
const hooked = (method, params) => post(${HOOK} + method, params);
const app = (method, params) => post(globalThis.PORTAL.BASE + method, { ...params, auth: globalThis.PORTAL.TOKEN });
const say = async (chat, text) => [await hooked(${ADD}, ${HOOKED}), await app(${ADD}, ${OAUTH})].map(({ result, error }) => result ?? error);`,
    ),
    { adopted: 2, holds: ['post = wrapCall(postV1, { method: 0, params: 1, portal: 0,'] },
  ),
  'a whole address at the site': esm(
    saying(
      `post(\`\${${HOOK}}imbot.message.add\`, ${HOOKED})`,
      `async function post(url, body) {
  const reply = await fetch(url, { ${JSON_POST}(body) });
  return reply.json();
}`,
    ),
    { holds: ['portal: 0,'] },
  ),
  'a class of its own between': esm(
    saying(
      `new Bot(new Http(${HOOK})).say(chat, text)`,
      `class Http {
  constructor(base) {
    this.base = base;
  }
  async send(path, body) {
    const reply = await fetch(this.base + path, { ${JSON_POST}(body) });
    return reply.json();
  }
}
class Bot {
  constructor(http) {
    this.http = http;
  }
  async call(method, params) {
    return (await this.http.send(method, params)).result;
  }
  say(chat, text) {
    return this.call(${ADD}, ${HOOKED});
  }
}`,
    ),
  ),
};

/** Instances of axios, and paths that they complete. */
export const instances: Kind = {
  'a field with a type': {
    files: {
      'bot.ts': saying(
        `new Courier(${HOOK.replace('globalThis', '(globalThis as any)')}).hello(chat, text)`,
        `import axios, { type AxiosInstance } from 'axios';
export class Courier {
  private http: AxiosInstance;

  constructor(hook: string) {
    this.http = axios.create({ baseURL: hook, validateStatus: null });
  }

  async run<T = any>(method: string, params: Record<string, any> = {}): Promise<T> {
    const answer = await this.http.post(\`/\${method}\`, { ...params });
    if (answer.data.error) throw new Error(answer.data.error);
    return answer.data.result;
  }

  hello(chat: string, text: string) {
    return this.run<number>(${ADD}, ${HOOKED});
  }
}`,
      ),
      'package.json': '{ "type": "module" }',
    },
    adopted: 1,
    entry: 'bot.ts',
    holds: [
      "Courier.prototype.run = wrapCall(Courier.prototype.run, { method: 0, params: 1, portal: 'http.defaults.baseURL', answer: 'result', encoding: 'json' });",
    ],
  },
  'a method with an ending': esm(
    saying(
      `call(${ADD}, ${HOOKED})`,
      `import axios from 'axios';
const api = axios.create({ baseURL: ${HOOK}, validateStatus: null });
const call = async (method, params) => (await api.post(method + '.json', params)).data;`,
    ),
    { holds: ['portal: () => api.defaults.baseURL'] },
  ),
  'a request of the instance': esm(
    saying(
      `call(${ADD}, ${HOOKED})`,
      `import axios from 'axios';
const api = axios.create({ baseURL: ${HOOK}, validateStatus: null });
async function call(method, data) {
  const response = await api.request({ method: 'POST', url: method, data });
  return response.data.result;
}`,
    ),
  ),
  'an answer that is given in a try': esm(
    saying(
      `call(${ADD}, ${HOOKED})`,
      `import axios from 'axios';
const api = axios.create({ baseURL: ${HOOK} });
async function call(method, params) {
  let response;
  try {
    response = await api.post(\`/\${method}\`, params);
  } catch (error) {
    throw new Error(error.response?.data?.error ?? 'lost');
  }
  return response.data.result;
}`,
    ),
  ),
  'the response itself': esm(
    saying(
      `call(${ADD}, ${HOOKED})`,
      `import axios from 'axios';
const api = axios.create({ baseURL: ${HOOK}, validateStatus: null });
const call = (method, params) => api.post(method, params);`,
    ),
    { holds: ["answer: 'axios'"] },
  ),
  'interceptors that unwrap': esm(
    saying(
      `call(${ADD}, ${HOOKED})`,
      `import axios from 'axios';
const api = axios.create({ baseURL: ${HOOK}, validateStatus: null });
api.interceptors.response.use((response) => response.data);
const call = (method, params) => api.post(method, params);`,
    ),
    { holds: ["answer: 'envelope'"] },
  ),
  'a call without a function of its own': esm(
    saying(
      `api.post('imbot.message.add', ${HOOKED})`,
      `import axios from 'axios';
const api = axios.create({ baseURL: ${HOOK}, validateStatus: null });`,
    ),
    { holds: ['const api = wrapAxios(axios.create({'] },
  ),
};

/** A CLIENT_ID that the function puts in. */
export const clientIds: Kind = {
  'appended to a query': esm(
    saying(
      `new Bot(${HOOK}, 'my_bot').say(chat, text)`,
      `class Bot {
  constructor(hook, secret) {
    this.hook = hook;
    this.secret = secret;
  }
  async ask(method, params = {}) {
    const query = new URLSearchParams(params);
    query.append('CLIENT_ID', this.secret);
    const reply = await fetch(\`\${this.hook}/\${method}?\${query}\`.replace('//imbot', '/imbot'), { method: 'POST' });
    if (!reply.ok) throw new Error(\`status \${reply.status}\`);
    return (await reply.json()).result;
  }
  say(chat, text) {
    return this.ask(${ADD}, ${BARE});
  }
}`,
    ),
    { holds: ['wrapFetch(globalThis.fetch)'] },
  ),
  'appended to a query, without a text of the status': esm(
    saying(
      `new Bot(${HOOK}, 'my_bot').say(chat, text)`,
      `class Bot {
  constructor(hook, secret) {
    this.hook = hook;
    this.secret = secret;
  }
  async ask(method, params = {}) {
    const query = new URLSearchParams(params);
    query.append('CLIENT_ID', this.secret);
    const reply = await fetch(\`\${this.hook}/\${method}?\${query}\`.replace('//imbot', '/imbot'), { method: 'POST' });
    if (!reply.ok) throw new Error('refused');
    return (await reply.json()).result;
  }
  say(chat, text) {
    return this.ask(${ADD}, ${BARE});
  }
}`,
    ),
    { holds: ["clientId: { place: 'this.secret' }"] },
  ),
  'set in a query': esm(
    saying(
      `ask(${ADD}, ${BARE})`,
      `const { CLIENT_ID, HOOK } = globalThis.PORTAL;
async function ask(method, params) {
  const body = new URLSearchParams(params);
  body.set('CLIENT_ID', CLIENT_ID);
  const reply = await fetch(HOOK + method, { method: 'POST', body });
  return reply.json();
}`,
    ),
    { holds: ['clientId: () => CLIENT_ID', "encoding: 'form'"] },
  ),
  'a key of the parameters': esm(
    saying(
      `ask(${ADD}, ${BARE}, { bot: 'my_bot' })`,
      `async function ask(method, params, keys) {
  params['CLIENT_ID'] = keys.bot;
  const reply = await fetch(${HOOK} + method, { ${JSON_POST}(params) });
  return reply.json();
}`,
    ),
    { holds: ["clientId: { place: '2.bot' }"] },
  ),
  'spread behind': esm(
    saying(
      `ask(${ADD}, ${BARE})`,
      `async function ask(method, params) {
  const reply = await fetch(${HOOK} + method, { ${JSON_POST}({ ...params, CLIENT_ID: process.env.B24_CLIENT_ID }) });
  return reply.json();
}`,
    ),
    { holds: ['clientId: () => process.env.B24_CLIENT_ID'] },
  ),
  'assigned before': esm(
    saying(
      `make('my_bot')(${ADD}, ${BARE})`,
      `const make = (clientId) => async (method, params) => {
  const reply = await fetch(${HOOK} + method, { ${JSON_POST}(Object.assign({ CLIENT_ID: clientId }, params)) });
  return reply.json();
};`,
    ),
    { holds: ['clientId: () => clientId'] },
  ),
  'written into the address': esm(
    saying(
      `ask(${ADD}, ${BARE})`,
      `import got from 'got';
async function ask(method, params) {
  const body = await got.post(\`\${${HOOK}}\${method}?CLIENT_ID=my_bot\`, { json: params, throwHttpErrors: false }).json();
  return body.result;
}`,
    ),
    { holds: ["clientId: 'my_bot'"] },
  ),
  'only where the call has none': esm(
    saying(
      `new Api().ask(${ADD}, ${BARE})`,
      `class Api {
  id = 'my_bot';
  async ask(method, params) {
    const whole = { ...params };
    if (!whole.CLIENT_ID) whole.CLIENT_ID = this.id;
    const reply = await fetch(${HOOK} + method, { ${JSON_POST}(whole) });
    return reply.json();
  }
}`,
    ),
    { holds: ['wrapFetch'] },
  ),
  'of a private field, seen in what is sent': esm(
    saying(
      `new Api('my_bot').ask(${ADD}, ${BARE})`,
      `class Api {
  #id;
  constructor(id) {
    this.#id = id;
  }
  async ask(method, params) {
    const reply = await fetch(${HOOK} + method, { ${JSON_POST}({ ...params, CLIENT_ID: this.#id }) });
    return reply.json();
  }
}`,
    ),
    { holds: ['wrapFetch(globalThis.fetch)'] },
  ),
  'a BOT_ID beside it': esm(
    saying(
      `ask(${ADD}, { DIALOG_ID: chat, MESSAGE: text })`,
      `const CONFIG = { id: 40, key: 'my_bot' };
async function ask(method, params) {
  const reply = await fetch(${HOOK} + method, { ${JSON_POST}({ BOT_ID: CONFIG.id, CLIENT_ID: CONFIG.key, ...params }) });
  return reply.json();
}`,
    ),
    { holds: ['clientId: () => CONFIG.key, botId: () => CONFIG.id'] },
  ),
};
