/** One way in which a team may write the function through which its calls pass. */
export interface Adoptable {
  readonly client: keyof typeof CLIENTS;
  readonly form: keyof typeof FORMS;
  readonly answer: keyof typeof ANSWERS;
  readonly failure: keyof typeof FAILURES;
  readonly auth: keyof typeof AUTHS;
  readonly between: keyof typeof BETWEEN;
  readonly looks: keyof typeof LOOKS;
  readonly kind: 'module' | 'commonjs';
}

interface Client {
  readonly imports?: readonly (readonly [name: string, module: string])[];
  /** In the file, before the function. */
  readonly around?: string;
  /** Statements that put the envelope into `data`; BASE, PATH, URL and PARAMS stand for expressions. */
  readonly sends: string;
  /** Nests what is in the parameters. */
  readonly isJson: boolean;
  /** It throws where the portal refuses. */
  readonly throws?: boolean;
}

const POST = "method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(PARAMS)";

export const CLIENTS = {
  fetch: {
    sends: `const response = await fetch(URL, { ${POST} });\n  const data = await response.json();`,
    isJson: true,
  },
  'fetch with a URL': {
    sends: `const response = await fetch(new URL(PATH, BASE), { ${POST} });\n  const data = await response.json();`,
    isJson: true,
  },
  'fetch, then': {
    sends: `const data = await fetch(URL, { ${POST} }).then((response) => response.json());`,
    isJson: true,
  },
  'fetch with a form': {
    sends:
      "const response = await fetch(URL, { method: 'POST', body: new URLSearchParams(PARAMS) });\n  const data = await response.json();",
    isJson: false,
  },
  'fetch with a query': {
    sends:
      "const query = new URLSearchParams(PARAMS);\n  const data = await (await fetch(ADDRESS + '?' + query)).json();",
    isJson: false,
  },
  'fetch with multipart': {
    sends:
      "const body = new FormData();\n  for (const [key, value] of Object.entries(PARAMS)) body.append(key, value);\n  const data = await (await fetch(URL, { method: 'POST', body })).json();",
    isJson: false,
  },
  axios: {
    imports: [['axios', 'axios']],
    sends: 'const { data } = await axios.post(URL, PARAMS, { validateStatus: () => true });',
    isJson: true,
  },
  'axios that throws': {
    imports: [['axios', 'axios']],
    sends: 'const { data } = await axios.post(URL, PARAMS);',
    isJson: true,
    throws: true,
  },
  'axios with a config': {
    imports: [['axios', 'axios']],
    sends:
      "const response = await axios({ method: 'post', baseURL: BASE, url: '/' + PATH, data: PARAMS, validateStatus: () => true });\n  const data = response.data;",
    isJson: true,
  },
  qs: {
    imports: [
      ['axios', 'axios'],
      ['qs', 'qs'],
    ],
    sends: 'const { data } = await axios.post(URL, qs.stringify(PARAMS), { validateStatus: () => true });',
    isJson: false,
  },
  got: {
    imports: [['got', 'got']],
    sends: 'const data = await got.post(URL, { json: PARAMS, throwHttpErrors: false }).json();',
    isJson: true,
  },
  ky: {
    imports: [['ky', 'ky']],
    sends: 'const data = await ky.post(URL, { json: PARAMS, throwHttpErrors: false, retry: 0 }).json();',
    isJson: true,
  },
  undici: {
    imports: [['{ request }', 'undici']],
    sends: `const { body: reply } = await request(URL, { ${POST} });\n  const data = await reply.json();`,
    isJson: true,
  },
  superagent: {
    imports: [['superagent', 'superagent']],
    sends: 'const reply = await superagent.post(URL).ok(() => true).send(PARAMS);\n  const data = reply.body;',
    isJson: true,
  },
  ofetch: {
    imports: [['{ ofetch }', 'ofetch']],
    sends: "const data = await ofetch(URL, { method: 'POST', body: PARAMS, ignoreResponseError: true, retry: 0 });",
    isJson: true,
  },
  'ofetch.create': {
    imports: [['{ ofetch }', 'ofetch']],
    sends:
      "const data = await ofetch.create({ baseURL: BASE, ignoreResponseError: true, retry: 0 })(PATH, { method: 'POST', body: PARAMS });",
    isJson: true,
  },
  'superagent.agent': {
    imports: [['superagent', 'superagent']],
    sends: 'const reply = await superagent.agent().post(URL).ok(() => true).send(PARAMS);\n  const data = reply.body;',
    isJson: true,
  },
  phin: {
    imports: [['phin', 'phin']],
    sends: "const { body: data } = await phin({ url: URL, method: 'POST', data: PARAMS, parse: 'json' });",
    isJson: true,
  },
  needle: {
    imports: [['needle', 'needle']],
    sends: "const { body: data } = await needle('post', URL, PARAMS, { json: true });",
    isJson: true,
  },
  bent: {
    imports: [['bent', 'bent']],
    sends: "const data = await bent('POST', 'json', 200, 400, 401, 403, 404)(URL, PARAMS);",
    isJson: true,
  },
  'http.request': {
    imports: [['http', 'node:http']],
    sends: `const data = await new Promise((resolve, reject) => {
    const request = http.request(URL, { method: 'POST', headers: { 'content-type': 'application/json' } }, (response) => {
      let text = '';
      response.on('data', (chunk) => { text += chunk; });
      response.on('end', () => resolve(JSON.parse(text)));
    });
    request.on('error', reject);
    request.end(JSON.stringify(PARAMS));
  });`,
    isJson: true,
  },
} as const satisfies Record<string, Client>;

export const ANSWERS = {
  envelope: { gives: 'data', reads: 'answer?.result', isAsync: true },
  result: { gives: 'data.result', reads: 'answer', isAsync: true },
  'an object of its own': { gives: '{ ok: true, value: data.result }', reads: 'answer?.value', isAsync: true },
} as const;

export const FAILURES = {
  nothing: '',
  'throws the code': 'if (data.error) throw new Error(data.error);',
  'throws an object': 'if (data.error) throw Object.assign(new Error(data.error_description), { code: data.error });',
  'throws a text': "if (data.error) throw new Error('Bitrix24 refused');",
  'gives null': 'if (data.error) return null;',
  'catches and gives null': 'CATCH null',
  'catches and gives false': 'CATCH false',
  'catches and gives a list': 'CATCH []',
  'catches and gives the message': 'CATCH { error: error.message }',
  'compares a code': "if (data.error === 'MESSAGE_EMPTY') throw new Error('say something');",
} as const;

/** What the function does with the name and the parameters before it sends them. */
export const LOOKS = {
  nothing: '',
  'a prefix': "if (!method.startsWith('imbot.')) throw new Error('no');",
  'a list': "if (!['imbot.message.add', 'imbot.message.update'].includes(method)) throw new Error('not allowed');",
  'a parameter': "if (params.MESSAGE === 'Two') params = { ...params, MESSAGE: 'Changed' };",
  'a default': "params = { URL_PREVIEW: 'N', ...params };",
  'no empty values': "params = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== ''));",
  'other names': "if (method === 'crm.deal.list') throw new Error('no');",
} as const;

/** How a call is authorised: what is put to the parameters by the function, and by the site. */
export const AUTHS = {
  'a token in the body': { base: 'BASE', params: '{ ...params, auth: TOKEN }', bot: 39 },
  'a token in the query': { base: 'BASE', query: 'TOKEN', params: 'params', bot: 39 },
  'CLIENT_ID at the site': { base: 'HOOK', params: 'params', bot: 40, site: "CLIENT_ID: 'my_bot', " },
  'CLIENT_ID put in': { base: 'HOOK', params: '{ ...params, CLIENT_ID: ID }', bot: 40 },
  'CLIENT_ID assigned': { base: 'HOOK', params: 'Object.assign({ CLIENT_ID: ID }, params)', bot: 40 },
} as const;

/** How the function stands in its file. `A` are the arguments before the method, `V` the values that they have at a call. */
interface Form {
  /** BASE, TOKEN and ID as the function sees them, where they are no constants of the file. */
  readonly sees?: { readonly base: string; readonly token: string; readonly id: string };
  readonly code: (body: string) => string;
  readonly exports: readonly string[];
  readonly call: (method: string, params: string) => string;
  readonly before?: string;
}

const GIVEN = 'PORTAL.BASE, PORTAL.TOKEN, PORTAL.CLIENT_ID';

export const FORMS = {
  declaration: {
    code: (body) => `async function call(method, params = {}) {\n  ${body}\n}`,
    exports: ['call'],
    call: (m, p) => `call(${m}, ${p})`,
  },
  'used above': {
    code: (body) => `const table = { call };\nasync function call(method, params = {}) {\n  ${body}\n}`,
    exports: ['table'],
    call: (m, p) => `table.call(${m}, ${p})`,
  },
  arrow: {
    code: (body) => `const call = async (method, params) => {\n  ${body}\n};`,
    exports: ['call'],
    call: (m, p) => `call(${m}, ${p})`,
  },
  'arguments before': {
    sees: { base: 'base', token: 'token', id: 'id' },
    code: (body) => `async function call(base, token, id, method, params) {\n  ${body}\n}`,
    exports: ['call'],
    call: (m, p) => `call(${GIVEN}, ${m}, ${p})`,
  },
  'an object behind': {
    sees: { base: 'auth.base', token: 'auth.token', id: 'auth.id' },
    code: (body) => `async function call(method, params, auth) {\n  ${body}\n}`,
    exports: ['call'],
    call: (m, p) => `call(${m}, ${p}, { base: PORTAL.BASE, token: PORTAL.TOKEN, id: PORTAL.CLIENT_ID })`,
  },
  'one object': {
    sees: { base: 'base', token: 'token', id: 'id' },
    code: (body) => `const call = async ({ base, token, id, method, params }) => {\n  ${body}\n};`,
    exports: ['call'],
    call: (m, p) =>
      `call({ base: PORTAL.BASE, token: PORTAL.TOKEN, id: PORTAL.CLIENT_ID, method: ${m}, params: ${p} })`,
  },
  class: {
    sees: { base: 'this.base', token: 'this.token', id: 'this.id' },
    code: (body) =>
      `class Api {\n  constructor(base, token, id) {\n    this.base = base;\n    this.token = token;\n    this.id = id;\n  }\n  async call(method, params) {\n  ${body}\n  }\n}`,
    exports: ['Api'],
    before: `const api = new Api(${GIVEN});`,
    call: (m, p) => `api.call(${m}, ${p})`,
  },
  'a base class': {
    sees: { base: 'this.base', token: 'this.token', id: 'this.id' },
    code: (body) =>
      `class Base {\n  constructor(base, token, id) {\n    Object.assign(this, { base, token, id });\n  }\n  async call(method, params) {\n  ${body}\n  }\n}\nclass Api extends Base {\n  say(params) {\n    return this.call('imbot.message.add', params);\n  }\n}`,
    exports: ['Api'],
    before: `const api = new Api(${GIVEN});`,
    call: (m, p) => `api.call(${m}, ${p})`,
  },
  'a field': {
    sees: { base: 'this.base', token: 'this.token', id: 'this.id' },
    code: (body) =>
      `class Api {\n  constructor(base, token, id) {\n    this.base = base;\n    this.token = token;\n    this.id = id;\n  }\n  call = async (method, params) => {\n  ${body}\n  };\n}`,
    exports: ['Api'],
    before: `const api = new Api(${GIVEN});`,
    call: (m, p) => `api.call(${m}, ${p})`,
  },
  'a private field': {
    sees: { base: 'this.#base', token: 'this.#token', id: 'this.#id' },
    code: (body) =>
      `class Api {\n  #base;\n  #token;\n  #id;\n  constructor(base, token, id) {\n    this.#base = base;\n    this.#token = token;\n    this.#id = id;\n  }\n  async call(method, params) {\n  ${body}\n  }\n}`,
    exports: ['Api'],
    before: `const api = new Api(${GIVEN});`,
    call: (m, p) => `api.call(${m}, ${p})`,
  },
  static: {
    code: (body) => `class Api {\n  static async call(method, params) {\n  ${body}\n  }\n}`,
    exports: ['Api'],
    call: (m, p) => `Api.call(${m}, ${p})`,
  },
  prototype: {
    sees: { base: 'this.base', token: 'this.token', id: 'this.id' },
    code: (body) =>
      `function Api(base, token, id) {\n  this.base = base;\n  this.token = token;\n  this.id = id;\n}\nApi.prototype.call = async function (method, params) {\n  ${body}\n};`,
    exports: ['Api'],
    before: `const api = new Api(${GIVEN});`,
    call: (m, p) => `api.call(${m}, ${p})`,
  },
  object: {
    sees: { base: 'this.base', token: 'this.token', id: 'this.id' },
    code: (body) =>
      `const api = {\n  base: PORTAL.BASE,\n  token: PORTAL.TOKEN,\n  id: PORTAL.CLIENT_ID,\n  async call(method, params) {\n  ${body}\n  },\n};`,
    exports: ['api'],
    call: (m, p) => `api.call(${m}, ${p})`,
  },
  curried: {
    sees: { base: 'base', token: 'token', id: 'id' },
    code: (body) => `const make = (base, token, id) => async (method, params) => {\n  ${body}\n};`,
    exports: ['make'],
    before: `const call = make(${GIVEN});`,
    call: (m, p) => `call(${m}, ${p})`,
  },
  factory: {
    sees: { base: 'options.base', token: 'options.token', id: 'options.id' },
    code: (body) =>
      `function make(options) {\n  return { call };\n  async function call(method, params) {\n  ${body}\n  }\n}`,
    exports: ['make'],
    before: 'const { call } = make({ base: PORTAL.BASE, token: PORTAL.TOKEN, id: PORTAL.CLIENT_ID });',
    call: (m, p) => `call(${m}, ${p})`,
  },
  callback: {
    code: (body) =>
      `function call(method, params, done) {\n  (async () => {\n  ${body}\n  })().then((value) => done(null, value), (error) => done(error));\n}`,
    exports: ['call'],
    call: (m, p) =>
      `new Promise((resolve, reject) => call(${m}, ${p}, (error, value) => (error ? reject(error) : resolve(value))))`,
  },
} as const satisfies Record<string, Form>;

/** What stands between the sites and the function. */
export const BETWEEN = {
  nothing: { code: '', call: (direct: (m: string, p: string) => string) => direct },
  'a function': {
    code: 'const send = (name, fields) => DIRECT;',
    call: () => (m: string, p: string) => `send(${m}, ${p})`,
  },
  retries: {
    code: 'async function send(name, fields) {\n  for (let at = 0; ; at += 1) {\n    try {\n      return await DIRECT;\n    } catch (error) {\n      if (at === 1) throw error;\n    }\n  }\n}',
    call: () => (m: string, p: string) => `send(${m}, ${p})`,
  },
  'a queue': {
    code: 'class Queue {\n  jobs = [];\n  add(job) {\n    return new Promise((resolve, reject) => {\n      this.jobs.push({ ...job, resolve, reject });\n      void this.drain();\n    });\n  }\n  async drain() {\n    const job = this.jobs.shift();\n    if (!job) return;\n    const { method: name, params: fields } = job;\n    try {\n      job.resolve(await DIRECT);\n    } catch (error) {\n      job.reject(error);\n    }\n  }\n}\nconst queue = new Queue();',
    call: () => (m: string, p: string) => `queue.add({ method: ${m}, params: ${p} })`,
  },
  'a look at the name': {
    code: "async function send(name, fields) {\n  if (name !== 'imbot.message.add') throw new Error('no');\n  return DIRECT;\n}",
    call: () => (m: string, p: string) => `send(${m}, ${p})`,
  },
} as const;

export function filesOfAdoptable(way: Adoptable): Record<string, string> {
  const client: Client = CLIENTS[way.client];
  const form: Form = FORMS[way.form];
  const auth: { base: string; params: string; query?: string; bot: number; site?: string } = AUTHS[way.auth];
  const answer = ANSWERS[way.answer];
  const failure = FAILURES[way.failure];
  const sees = form.sees ?? { base: 'BASE', token: 'TOKEN', id: 'ID' };
  const value = `PORTAL.${auth.base}`;
  const params = auth.params.replace('TOKEN', sees.token).replace('ID: ID', `ID: ${sees.id}`);
  const query = auth.query ? `?auth=\${encodeURIComponent(${sees.token})}` : '';
  const isQuery = way.client === 'fetch with a query';
  // A query that holds the parameters holds the token too.
  const whole = isQuery && auth.query ? `{ ...params, auth: ${sees.token} }` : params;
  const path = `\`\${method}${isQuery ? '' : query}\``;
  const url = `\`\${${sees.base}}\${method}${isQuery ? '' : query}\``;
  const sends = client.sends
    .replace('ADDRESS', url)
    .replaceAll('URL, ', `${url}, `)
    .replaceAll('(URL)', `(${url})`)
    .replaceAll('PATH', path)
    .replaceAll('BASE', sees.base)
    .replaceAll('PARAMS', whole);
  const inner = `${sends}\n  ${failure.startsWith('CATCH') ? '' : failure}\n  return ${answer.gives};`;
  const caught = failure.startsWith('CATCH')
    ? `try {\n  ${sends}\n  if (data.error) throw new Error(data.error);\n  return ${answer.gives};\n  } catch (error) {\n    return ${failure.slice(6)};\n  }`
    : inner;
  const isModule = way.kind === 'module';
  const imports = (client.imports ?? []).map(([name, module]) =>
    isModule ? `import ${name} from '${module}';` : `const ${name} = ${required(module)};`,
  );
  const constants = form.sees
    ? []
    : [`const BASE = ${value};`, 'const { TOKEN } = PORTAL;', 'const ID = PORTAL.CLIENT_ID;'];
  const transport = [
    ...imports,
    'const { PORTAL } = globalThis;',
    ...constants,
    form.code(`${LOOKS[way.looks]}\n  ${caught}`).replaceAll('PORTAL.BASE', value),
    isModule ? `export { ${form.exports.join(', ')} };` : `module.exports = { ${form.exports.join(', ')} };`,
  ];
  const direct = (m: string, p: string) => form.call(m, p).replaceAll('PORTAL.BASE', value);
  const between = BETWEEN[way.between];
  const call = between.call(direct);
  const site = (text: string, chat: string, more = '') =>
    call(
      "'imbot.message.add'",
      `{ BOT_ID: ${auth.bot}, ${auth.site ?? ''}DIALOG_ID: '${chat}', MESSAGE: '${text}'${more} }`,
    );
  const steps = [
    site('One', 'chat5', ", URL_PREVIEW: 'N'"),
    site('Two', 'chat5'),
    site('Three', 'chat999'),
    site('', 'chat5'),
  ];
  const names = form.exports.join(', ');
  const bot = [
    isModule ? `import { ${names} } from './transport.js';` : `const { ${names} } = require('./transport.js');`,
    'const { PORTAL } = globalThis;',
    (form.before ?? '').replaceAll('PORTAL.BASE', value),
    between.code.replace('DIRECT', direct('name', 'fields')),
    `${isModule ? 'export ' : ''}async function run(log) {
${steps
  .map(
    (step) => `  try {
    const answer = await ${step};
    log(JSON.stringify([answer === null, answer === false, ${answer.reads}, answer?.error]));
  } catch (error) {
    log(String(error?.code ?? error?.message));
  }`,
  )
  .join('\n')}
}`,
    isModule ? '' : 'module.exports = { run };',
  ];
  return {
    'transport.js': `${transport.filter(Boolean).join('\n')}\n`,
    'bot.js': `${bot.filter(Boolean).join('\n')}\n`,
    'package.json': isModule ? '{ "type": "module" }' : '{}',
  };
}

/** What require gives of packages that are modules only. */
function required(module: string): string {
  return /^(?:got|ky)$/.test(module) ? `require('${module}').default` : `require('${module}')`;
}
