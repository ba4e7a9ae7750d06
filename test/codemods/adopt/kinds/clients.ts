import { HOOKED, type Kind, type Program, saying } from '../Kind';

const HOOK = 'globalThis.PORTAL.HOOK';
const ROOT = `new URL(${HOOK}).origin`;
const PATH = `new URL(${HOOK}).pathname`;
const SEND = `call('imbot.message.add', ${HOOKED})`;

const program = (before: string, more: Partial<Program>): Program => ({
  files: { 'bot.js': saying(SEND, before), 'package.json': '{ "type": "module" }' },
  adopted: 1,
  ...more,
});
const carried = (before: string, ...holds: readonly string[]): Program => program(before, { holds, v2: 3 });
const left = (before: string, more: Partial<Program> = {}): Program =>
  program(before, { adopted: 0, reasons: ['transport-not-understood'], ...more });

/** What is put into the axios of all would stay there for the programs behind it. */
const unrun = (before: string): Program => left(before, { entry: false });

const JSON_HEADERS = "headers: { 'content-type': 'application/json' }";
const ASKED = `method: 'POST', ${JSON_HEADERS}, body: JSON.stringify(params)`;

/** Clients by name, as old bots have them: what is carried goes out as v2, what is near to it and not seen stays. */
export const ofetchClients: Kind = {
  create: carried(
    `import { ofetch } from 'ofetch';\nconst api = ofetch.create({ baseURL: ${HOOK}, ignoreResponseError: true });\nconst call = (method, params) => api(method, { method: 'POST', body: params });`,
    "encoding: 'json'",
    "answer: 'envelope'",
  ),
  'create, of $fetch, with the method in it': carried(
    `import { $fetch } from 'ofetch';\nconst api = $fetch.create({ baseURL: ${HOOK}, method: 'POST', ignoreResponseError: true });\nconst call = async (method, params) => (await api(method, { body: params })).result;`,
  ),
  'create, over another one': carried(
    `import { ofetch } from 'ofetch';\nconst base = ofetch.create({ baseURL: ${HOOK} });\nconst api = base.create({ ignoreResponseError: true });\nasync function call(method, params) {\n  const data = await api('/' + method, { method: 'POST', body: params });\n  if (data.error) throw new Error(data.error);\n  return data.result;\n}`,
  ),
  'raw, whose data is taken': carried(
    `import { ofetch } from 'ofetch';\nconst api = ofetch.create({ baseURL: ${HOOK}, ignoreResponseError: true });\nconst call = async (method, params) => (await api.raw(method, { method: 'POST', body: params }))._data;`,
  ),
  'a form by its header': carried(
    `import { ofetch } from 'ofetch';\nconst api = ofetch.create({ baseURL: ${HOOK}, ignoreResponseError: true, headers: { 'content-type': 'application/x-www-form-urlencoded' } });\nconst call = (method, params) => api(method, { method: 'POST', body: params });`,
    "encoding: 'form'",
  ),
  'another fetch within': left(
    `import { ofetch } from 'ofetch';\nconst api = ofetch.create({ baseURL: ${HOOK}, ignoreResponseError: true }, { fetch: (...given) => fetch(...given) });\nconst call = (method, params) => api(method, { method: 'POST', body: params });`,
  ),
  'a hook of the instance that writes the body': left(
    `import { ofetch } from 'ofetch';\nconst api = ofetch.create({ baseURL: ${HOOK}, ignoreResponseError: true, onRequest({ options }) { options.body = { ...options.body }; } });\nconst call = (method, params) => api(method, { method: 'POST', body: params });`,
  ),
  'a hook of failures': left(
    `import { ofetch } from 'ofetch';\nconst api = ofetch.create({ baseURL: ${HOOK}, onResponseError({ response }) { throw new Error(response._data.error_description); } });\nconst call = (method, params) => api(method, { method: 'POST', body: params });`,
  ),
  'the response as it came': left(
    `import { ofetch } from 'ofetch';\nconst api = ofetch.create({ baseURL: ${HOOK}, ignoreResponseError: true });\nconst call = async (method, params) => Object.keys(await api.raw(method, { method: 'POST', body: params }));`,
  ),
};

export const superagents: Kind = {
  'an agent': carried(
    `import superagent from 'superagent';\nconst agent = superagent.agent();\nconst call = async (method, params) => (await agent.post(${HOOK} + method).ok(() => true).send(params)).body;`,
    "encoding: 'json'",
  ),
  'an agent with settings of its own': carried(
    `import superagent from 'superagent';\nconst agent = superagent.agent().ok(() => true).set('x-own', 'a').timeout(5000);\nconst call = async (method, params) => (await agent.post(${HOOK} + method).send(params)).body.result;`,
  ),
  'an agent by new': carried(
    `import request from 'superagent';\nconst agent = new request.agent();\nconst call = async (method, params) => (await agent.post(${HOOK} + method).ok(() => true).send(params)).body;`,
  ),
  'an agent that sends forms': carried(
    `import superagent from 'superagent';\nconst agent = superagent.agent().type('form').ok(() => true);\nconst call = async (method, params) => (await agent.post(${HOOK} + method).send(params)).body;`,
    "encoding: 'form'",
  ),
  'an agent that is told of forms behind': carried(
    `import superagent from 'superagent';\nconst agent = superagent.agent();\nagent.set('Content-Type', 'application/x-www-form-urlencoded');\nconst call = async (method, params) => (await agent.post(${HOOK} + method).ok(() => true).send(params)).body;`,
    "encoding: 'form'",
  ),
  'a form that is told last': carried(
    `import superagent from 'superagent';\nconst call = async (method, params) => (await superagent.post(${HOOK} + method).ok(() => true).send(params).type('form')).body;`,
    "encoding: 'form'",
  ),
  'a form by a header': carried(
    `import superagent from 'superagent';\nconst call = async (method, params) => (await superagent.post(${HOOK} + method).set({ 'Content-Type': 'application/x-www-form-urlencoded' }).ok(() => true).send(params)).body;`,
    "encoding: 'form'",
  ),
  'parameters behind the address': carried(
    `import superagent from 'superagent';\nconst call = async (method, params) => (await superagent.post(${HOOK} + method, params).ok(() => true)).body;`,
  ),
  'the verb as an argument': carried(
    `import superagent from 'superagent';\nconst call = async (method, params) => (await superagent('POST', ${HOOK} + method).ok(() => true).send(params)).body;`,
  ),
  'an agent with a plugin': left(
    `import superagent from 'superagent';\nconst agent = superagent.agent().use((request) => { request.set('x-own', 'a'); });\nconst call = async (method, params) => (await agent.post(${HOOK} + method).ok(() => true).send(params)).body;`,
  ),
  'an agent that writes the body itself': left(
    `import superagent from 'superagent';\nconst agent = superagent.agent().serialize((given) => JSON.stringify({ ...given }));\nconst call = async (method, params) => (await agent.post(${HOOK} + method).ok(() => true).send(params)).body;`,
  ),
  'an agent that reads the answer itself': left(
    `import superagent from 'superagent';\nconst agent = superagent.agent();\nconst call = async (method, params) => (await agent.post(${HOOK} + method).ok(() => true).buffer(true).parse((response, done) => { let text = ''; response.on('data', (part) => { text += part; }); response.on('end', () => done(null, JSON.parse(text))); }).send(params)).body;`,
  ),
  'an agent told of forms in another function': left(
    `import superagent from 'superagent';\nconst agent = superagent.agent();\nexport function useForms() { agent.type('form'); }\nconst call = async (method, params) => (await agent.post(${HOOK} + method).ok(() => true).send(params)).body;`,
  ),
  'a type that only the moment tells': left(
    `import superagent from 'superagent';\nconst call = async (method, params) => (await superagent.post(${HOOK} + method).type(process.env.TYPE ?? 'json').ok(() => true).send(params)).body;`,
  ),
};

export const undiciClients: Kind = {
  'a pool': carried(
    `import { Pool } from 'undici';\nconst pool = new Pool(${ROOT});\nconst call = async (method, params) => {\n  const { body } = await pool.request({ path: ${PATH} + method, ${ASKED} });\n  return body.json();\n};`,
    "encoding: 'json'",
  ),
  'a client': carried(
    `import { Client } from 'undici';\nconst client = new Client(${ROOT}, { keepAliveTimeout: 1000 });\nasync function call(method, params) {\n  const { body } = await client.request({ path: \`\${${PATH}}\${method}\`, ${ASKED} });\n  const data = await body.json();\n  if (data.error) throw new Error(data.error);\n  return data.result;\n}`,
  ),
  'an agent, told the origin': carried(
    `import { Agent } from 'undici';\nconst agent = new Agent();\nconst call = async (method, params) => (await agent.request({ origin: ${ROOT}, path: ${PATH} + method, ${ASKED} })).body.json();`,
  ),
  'a client in a class': carried(
    `import * as undici from 'undici';\nclass Api {\n  constructor(root) {\n    this.client = new undici.Client(root);\n  }\n  async call(method, params) {\n    const { body } = await this.client.request({ path: ${PATH} + method, ${ASKED} });\n    return body.json();\n  }\n}\nconst api = new Api(${ROOT});\nconst call = (method, params) => api.call(method, params);`,
  ),
  'a client that sends flat': carried(
    `import { Client } from 'undici';\nconst client = new Client(${ROOT});\nconst call = async (method, params) => (await client.request({ path: ${PATH} + method, method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(params).toString() })).body.json();`,
    "encoding: 'form'",
  ),
  'a pool that tries again': carried(
    `import { Pool, interceptors } from 'undici';\nconst pool = new Pool(${ROOT}).compose(interceptors.retry({ maxRetries: 1 }));\nconst call = async (method, params) => (await pool.request({ path: ${PATH} + method, ${ASKED} })).body.json();`,
  ),
  'a pool with an interceptor of its own': left(
    `import { Pool } from 'undici';\nconst pool = new Pool(${ROOT}).compose((dispatch) => (options, handler) => dispatch(options, handler));\nconst call = async (method, params) => (await pool.request({ path: ${PATH} + method, ${ASKED} })).body.json();`,
  ),
  'a pool whose request is another one': left(
    `import { Pool } from 'undici';\nconst pool = new Pool(${ROOT});\nconst before = pool.request.bind(pool);\npool.request = (options) => before({ ...options });\nconst call = async (method, params) => (await pool.request({ path: ${PATH} + method, ${ASKED} })).body.json();`,
  ),
  'a pool of its own, under the name': carried(
    `class Pool {\n  constructor(root) {\n    this.root = root;\n  }\n  async request({ path, ...options }) {\n    const response = await fetch(this.root + path, options);\n    return { body: { json: () => response.json() } };\n  }\n}\nconst pool = new Pool(${ROOT});\nconst call = async (method, params) => (await pool.request({ path: ${PATH} + method, ${ASKED} })).body.json();`,
  ),
  'streams of a pool': left(
    `import { Pool } from 'undici';\nimport { PassThrough } from 'node:stream';\nconst pool = new Pool(${ROOT});\nconst call = async (method, params) => {\n  const into = new PassThrough();\n  let text = '';\n  into.on('data', (part) => { text += part; });\n  await pool.stream({ path: ${PATH} + method, ${ASKED} }, () => into);\n  return JSON.parse(text);\n};`,
  ),
};

export const bents: Kind = {
  'address, verb and JSON': carried(
    `import bent from 'bent';\nconst post = bent(${HOOK}, 'POST', 'json', 200, 400, 401, 403, 404);\nconst call = async (method, params) => post(method, params);`,
    "encoding: 'json'",
    "answer: 'envelope'",
  ),
  'the address at the call': carried(
    `import bent from 'bent';\nconst post = bent('POST', 'json');\nconst call = async (method, params) => (await post(${HOOK} + method, params)).result;`,
    "answer: 'result'",
  ),
  'the body of the failure': carried(
    `import bent from 'bent';\nconst post = bent('POST', ${HOOK}, 'json', 200);\nconst call = async (method, params) => {\n  try {\n    return await post(method, params);\n  } catch (error) {\n    return error.json();\n  }\n};`,
  ),
  'a stream that is read': carried(
    `import bent from 'bent';\nconst post = bent('POST', ${HOOK}, [200, 400, 401, 403, 404]);\nconst call = async (method, params) => (await post(method, params)).json();`,
  ),
  'text that is parsed': carried(
    `import bent from 'bent';\nconst post = bent('POST', ${HOOK}, 'string', 200, 400, 401, 403, 404);\nconst call = async (method, params) => JSON.parse(await post(method, params));`,
  ),
  'a form': carried(
    `import bent from 'bent';\nconst post = bent('POST', ${HOOK}, 'json', 200, 400, 401, 403, 404);\nconst call = async (method, params) => post(method, new URLSearchParams(params).toString(), { 'x-own': 'a' });`,
    "encoding: 'form'",
  ),
  'some statuses only: those of v2 are others': left(
    `import bent from 'bent';\nconst post = bent('POST', ${HOOK}, 'json', 200, 400);\nconst call = async (method, params) => post(method, params);`,
  ),
  'a verb that the moment tells': left(
    `import bent from 'bent';\nconst post = bent(process.env.VERB ?? 'POST', ${HOOK}, 'json', 200, 400, 401, 403, 404);\nconst call = async (method, params) => post(method, params);`,
  ),
  'headers that tell of a form that it does not write': left(
    `import bent from 'bent';\nconst post = bent('POST', ${HOOK}, 'json', 200, 400, 401, 403, 404, { 'content-type': 'application/json; charset=utf-8' });\nconst call = async (method, params) => post(method, params);`,
  ),
};

export const needles: Kind = {
  'a promise': carried(
    `import needle from 'needle';\nconst call = async (method, params) => (await needle('post', ${HOOK} + method, params, { json: true })).body;`,
    "encoding: 'json'",
  ),
  'a form, as it sends by itself': carried(
    `import needle from 'needle';\nconst call = async (method, params) => (await needle('post', ${HOOK} + method, params)).body;`,
    "encoding: 'form'",
  ),
  'request by name, with a callback': carried(
    `import needle from 'needle';\nconst call = (method, params) => new Promise((resolve, reject) => {\n  needle.request('post', ${HOOK} + method, params, { json: true }, (error, response, body) => (error ? reject(error) : resolve(body)));\n});`,
  ),
  'a callback without options': carried(
    `import needle from 'needle';\nconst call = (method, params) => new Promise((resolve, reject) => {\n  needle.post(${HOOK} + method, params, (error, response) => (error ? reject(error) : resolve(response.body)));\n});`,
    "encoding: 'form'",
  ),
  'options under a name': carried(
    `import needle from 'needle';\nconst OPTIONS = { json: true, open_timeout: 5000 };\nconst call = async (method, params) => (await needle('post', ${HOOK} + method, params, OPTIONS)).body.result;`,
    "encoding: 'json'",
  ),
  'a whole response': carried(
    `import needle from 'needle';\nconst call = async (method, params) => ({ body: (await needle('post', ${HOOK} + method, params, { json: true })).body });`,
    "answer: { envelope: 'body' }",
  ),
  'options that are handed in': left(
    `import needle from 'needle';\nconst call = async (method, params, options) => (await needle('post', ${HOOK} + method, params, options)).body;`,
  ),
  'JSON or not by the moment': left(
    `import needle from 'needle';\nconst call = async (method, params) => (await needle('post', ${HOOK} + method, params, { json: process.env.FORM === undefined })).body;`,
  ),
  'the body as it came': left(
    `import needle from 'needle';\nconst call = async (method, params) => String((await needle('post', ${HOOK} + method, params, { json: true, parse: false })).body);`,
  ),
  'needle under another name that is none': left(
    `const needle = async (verb, url, data) => ({ body: [verb, url.length > 0, Object.keys(data)] });\nconst call = async (method, params) => (await needle('post', method, params)).body;`,
  ),
};

export const phins: Kind = {
  'data as JSON': carried(
    `import phin from 'phin';\nconst call = async (method, params) => (await phin({ url: ${HOOK} + method, method: 'POST', data: params, parse: 'json' })).body;`,
    "encoding: 'json'",
  ),
  'a form': carried(
    `import p from 'phin';\nconst call = async (method, params) => (await p({ url: ${HOOK} + method, method: 'POST', form: params, parse: 'json' })).body;`,
    "encoding: 'form'",
  ),
  'what it read as bytes': carried(
    `import p from 'phin';\nconst call = async (method, params) => JSON.parse((await p({ url: ${HOOK} + method, method: 'POST', data: params })).body);`,
  ),
  'a function of plain promises': carried(
    `import p from 'phin';\nconst call = (method, params) => p({ url: ${HOOK} + method, method: 'POST', data: params, parse: 'json', timeout: 5000 }).then((response) => response.body);`,
  ),
  defaults: carried(
    `import p from 'phin';\nconst send = p.defaults({ method: 'POST', parse: 'json' });\nasync function call(method, params) {\n  const { body } = await send({ url: ${HOOK} + method, data: params });\n  if (body.error) throw new Error(body.error);\n  return body.result;\n}`,
  ),
  'with a callback': carried(
    `import p from 'phin';\nconst call = (method, params) => new Promise((resolve, reject) => {\n  p.unpromisified({ url: ${HOOK} + method, method: 'POST', data: params, parse: 'json' }, (error, response) => (error ? reject(error) : resolve(response.body)));\n});`,
  ),
  'options that are handed in': left(
    `import p from 'phin';\nconst call = async (method, params, more = {}) => (await p({ url: ${HOOK} + method, method: 'POST', data: params, parse: 'json', ...more })).body;`,
  ),
  'headers of a form that it does not write': left(
    `import p from 'phin';\nconst call = async (method, params) => (await p({ url: ${HOOK} + method, method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, data: new URLSearchParams(params).toString(), parse: 'json' })).body;`,
  ),
  'a body that the moment parses': left(
    `import p from 'phin';\nconst call = async (method, params) => (await p({ url: ${HOOK} + method, method: 'POST', data: params, parse: process.env.PARSE ?? 'json' })).body;`,
  ),
};

export const axiosDefaults: Kind = {
  'an address of all': carried(
    `import axios from 'axios';\naxios.defaults.baseURL = ${HOOK};\nconst call = async (method, params) => (await axios.post(method, params, { validateStatus: null })).data;`,
    'portal: () => axios.defaults.baseURL',
  ),
  'headers of all, written out': carried(
    `import axios from 'axios';\naxios.defaults.headers.common = { ...axios.defaults.headers.common, 'x-own': 'a' };\nconst call = async (method, params) => (await axios.post(${HOOK} + method, params, { validateStatus: null })).data;`,
  ),
  'headers of posts that say JSON': carried(
    `import axios from 'axios';\naxios.defaults.headers.post = { 'Content-Type': 'application/json' };\nconst call = async (method, params) => (await axios.post(${HOOK} + method, params, { validateStatus: null })).data;`,
  ),
  'one header of all': carried(
    `import axios from 'axios';\naxios.defaults.headers.common['x-own'] = 'a';\nconst call = async (method, params) => (await axios.post(${HOOK} + method, params, { validateStatus: null })).data;`,
  ),
  'an address of an instance': carried(
    `import axios from 'axios';\nconst http = axios.create({ validateStatus: null });\nhttp.defaults.baseURL = ${HOOK};\nconst call = async (method, params) => (await http.post(method, params)).data;`,
  ),
  'headers of all that say a form': unrun(
    `import axios from 'axios';\naxios.defaults.headers.common = { 'Content-Type': 'application/x-www-form-urlencoded' };\nconst call = async (method, params) => (await axios.post(${HOOK} + method, params, { validateStatus: null })).data;`,
  ),
  'headers of posts that say a form': unrun(
    `import axios from 'axios';\naxios.defaults.headers.post = { 'Content-Type': 'application/x-www-form-urlencoded' };\nconst call = async (method, params) => (await axios.post(${HOOK} + method, params, { validateStatus: null })).data;`,
  ),
  'headers from elsewhere': unrun(
    `import axios from 'axios';\nconst HEADERS = JSON.parse(process.env.HEADERS ?? '{}');\naxios.defaults.headers.common = { ...HEADERS };\nconst call = async (method, params) => (await axios.post(${HOOK} + method, params, { validateStatus: null })).data;`,
  ),
  'how all write a body': unrun(
    `import axios from 'axios';\naxios.defaults.transformRequest = [(data) => JSON.stringify(data)];\naxios.defaults.headers.post = { 'Content-Type': 'application/json' };\nconst call = async (method, params) => (await axios.post(${HOOK} + method, params, { validateStatus: null })).data;`,
  ),
};
