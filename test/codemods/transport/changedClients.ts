type Files = Readonly<Record<string, string>>;

const SAY =
  "import { call } from './api.mjs';\nexport async function run(print) { try { await call('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'http://a.b' }); } catch { print('x'); } }\n";
const by = (api: string, setup: string): Files => ({
  'api.mjs': api,
  'bot.mjs': SAY,
  'setup.mjs': setup,
  'main.mjs': "import './setup.mjs';\nexport { run } from './bot.mjs';\n",
});
const undiciFetch =
  "import { Agent, fetch } from 'undici';\nexport const agent = new Agent();\nexport const call = async (method, params) => (await fetch(globalThis.PORTAL.HOOK + method, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params), dispatcher: agent })).json();\n";
const undiciRequest = undiciFetch
  .replace('fetch }', 'request }')
  .replace('await fetch', 'await request')
  .replace('})).json()', '})).body.json()');
const globalFetch = undiciFetch.replace(', fetch }', ' }');
const gotApi =
  "import got from 'got';\nexport const client = got.extend({ prefixUrl: globalThis.PORTAL.HOOK, retry: { limit: 0 } });\nexport const call = async (method, params) => await client.post(method, { json: params }).json();\n";
const gotPlain =
  "import got from 'got';\nexport const call = async (method, params) => await got.post(globalThis.PORTAL.HOOK + method, { json: params }).json();\n";
const kyApi =
  "import ky from 'ky';\nexport const client = ky.create({ prefixUrl: globalThis.PORTAL.HOOK });\nexport const call = async (method, params) => await client.post(method, { json: params }).json();\n";
const agentApi =
  "import superagent from 'superagent';\nexport const call = async (method, params) => (await superagent.post(globalThis.PORTAL.HOOK + method).send(params)).body;\n";
const ofAgent = (more = '') =>
  `import superagent from 'superagent';\nexport const agent = superagent.agent();\n${more}export const call = async (method, params) => (await agent.post(globalThis.PORTAL.HOOK + method).send(params)).body;\n`;
const axiosApi =
  "import axios from 'axios';\nexport const client = axios.create({ baseURL: globalThis.PORTAL.HOOK });\nexport const call = async (method, params) => (await client.post(method, params)).data;\n";
const httpsApi = (m = 'https', extra = 'agent') =>
  `import ${m} from 'node:${m}';\nexport const agent = new ${m}.Agent({ keepAlive: true });\nexport const call = (method, params) => new Promise((resolve, reject) => { const asked = ${m}.request(globalThis.PORTAL.HOOK + method, { method: 'POST', ${extra}, headers: { 'content-type': 'application/json' } }, (from) => { let text = ''; from.on('data', (part) => { text += part; }); from.on('end', () => resolve(JSON.parse(text))); }); asked.on('error', reject); asked.write(JSON.stringify(params)); asked.end(); });\n`;
const byAgent = (made: string, from: string, setup = '') =>
  by(
    `import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nconst Proxied = require('${from}');\n${httpsApi('http').replace('new http.Agent({ keepAlive: true })', made)}`,
    setup,
  );
const needleApi =
  "import needle from 'needle';\nexport const call = async (method, params) => (await needle('post', globalThis.PORTAL.HOOK + method, params, { json: true })).body;\n";
const requestApi =
  "import request from 'request-promise-native';\nexport const client = request.defaults({ json: true });\nexport const call = (method, params) => client.post({ url: globalThis.PORTAL.HOOK + method, body: params });\n";
const sdkApi =
  "import { B24Hook } from '@bitrix24/b24jssdk';\nexport const $b24 = B24Hook.fromWebhookUrl(globalThis.PORTAL.HOOK);\nexport const call = async (method, params) => (await $b24.callMethod(method, params)).getData();\n";
const of = (name: string, text: string) => `import { ${name} } from './api.mjs';\n${text}\n`;
const W =
  'const before = agent.dispatch.bind(agent);\nagent.dispatch = (options, handler) => before({ ...options, body: mine(options.body) }, handler);';
/** What sends is not, or not only, what the transport names. */
export const CLIENTS: Readonly<Record<string, Files>> = {
  'undici fetch dispatch': by(undiciFetch, of('agent', W)),
  'undici request dispatch': by(undiciRequest, of('agent', W)),
  'global fetch dispatch': by(globalFetch, of('agent', W)),
  'agent dispatch same file': by(undiciFetch + W, ''),
  'Agent.prototype.dispatch': by(undiciFetch, "import { Agent } from 'undici';\nAgent.prototype.dispatch = mine;\n"),
  'Dispatcher.prototype.dispatch': by(
    undiciRequest,
    "import { Dispatcher } from 'undici';\nDispatcher.prototype.dispatch = mine;\n",
  ),
  'agent made of own class': by(
    undiciFetch.replace('new Agent()', 'new Mine()') +
      'class Mine extends Agent { dispatch(o, h) { return super.dispatch({ ...o, body: mine(o.body) }, h); } }\n',
    '',
  ),
  'agent compose unknown': by(undiciFetch.replace('new Agent()', 'new Agent().compose(mine)'), ''),
  'agent composed elsewhere': by(
    undiciFetch.replace('export const agent', 'export let agent') +
      'export const setAgent = (one) => { agent = one; };\n',
    "import { setAgent } from './api.mjs';\nsetAgent(mine());\n",
  ),
  'agent handed': by(undiciFetch, of('agent', "import { spy } from 'undici-spy';\nspy(agent);")),
  'agent handed unknown name': by(undiciFetch, of('agent', "import { touch } from 'undici-touch';\ntouch(agent);")),
  'agent from unknown package': by(
    `${undiciFetch.replace('new Agent()', 'makeAgent()')}import { makeAgent } from 'my-agents';\n`,
    '',
  ),
  'agent defineProperty': by(undiciFetch, of('agent', "Object.defineProperty(agent, 'dispatch', { value: mine });")),
  'http agent addRequest': by(httpsApi('http'), of('agent', 'agent.addRequest = mine;')),
  'an agent that a package makes, addRequest': byAgent(
    "Proxied.httpsOverHttp({ proxy: { host: 'a', port: 1 } })",
    'tunnel',
    of('agent', 'agent.addRequest = mine;'),
  ),
  'an agent that an unknown package makes': byAgent("Proxied('http://proxy')", 'my-agents'),
  'an agent that an unknown package is': byAgent("new Proxied('http://proxy')", 'my-agents'),
  'http agent createConnection': by(httpsApi('http'), of('agent', 'agent.createConnection = mine;')),
  'Agent.prototype.addRequest': by(
    httpsApi('http'),
    "import http from 'node:http';\nhttp.Agent.prototype.addRequest = mine;\n",
  ),
  globalAgent: by(httpsApi('http', 'x: 1'), "import http from 'node:http';\nhttp.globalAgent.addRequest = mine;\n"),
  'globalAgent replaced': by(httpsApi('http', 'x: 1'), "import http from 'node:http';\nhttp.globalAgent = mine;\n"),
  'https.request': by(httpsApi(), "import https from 'node:https';\nhttps.request = mine;\n"),
  'ClientRequest.prototype.write': by(
    httpsApi(),
    "import http from 'node:http';\nhttp.ClientRequest.prototype.write = mine;\n",
  ),
  'OutgoingMessage.prototype.write': by(
    httpsApi(),
    "import { OutgoingMessage } from 'node:http';\nOutgoingMessage.prototype.write = mine;\n",
  ),
  'ClientRequest from named': by(
    httpsApi(),
    "import { ClientRequest } from 'node:http';\nClientRequest.prototype.end = mine;\n",
  ),
  'got post': by(gotApi, of('client', 'client.post = mine;')),
  'got hooks push': by(gotApi, of('client', 'client.defaults.options.hooks.beforeRequest.push(mine);')),
  'got defaults options': by(gotApi, of('client', 'client.defaults.options.json = mine;')),
  'got handlers': by(gotApi, of('client', 'client.defaults.handlers.push(mine);')),
  'got plain post': by(gotPlain, "import got from 'got';\ngot.post = mine;\n"),
  'got plain hooks': by(gotPlain, "import got from 'got';\ngot.defaults.options.hooks.beforeRequest.push(mine);\n"),
  'got hooks in options': by(
    gotApi.replace('retry:', 'hooks: { beforeRequest: [(options) => { options.body = mine(options.body); }] }, retry:'),
    '',
  ),
  'ky post': by(kyApi, of('client', 'client.post = mine;')),
  'ky plain post': by(
    kyApi
      .replace('client.post', 'ky.post')
      .replace('(method,', '(globalThis.PORTAL.HOOK + method,')
      .replace('(globalThis.PORTAL.HOOK + method, params) =>', '(method, params) =>'),
    "import ky from 'ky';\nky.post = mine;\n",
  ),
  'ky hooks': by(
    kyApi.replace('});', ', hooks: { beforeRequest: [(request) => new Request(request, { body: mine() })] } });'),
    '',
  ),
  'ky hooks list elsewhere': by(
    kyApi
      .replace('export const client', 'export const beforeRequest = [];\nexport const client')
      .replace('});', ', hooks: { beforeRequest } });'),
    of('beforeRequest', 'beforeRequest.push((request) => new Request(request, { body: mine() }));'),
  ),
  'ky fetch': by(kyApi.replace('});', ', fetch: mine });'), ''),
  'superagent serialize': by(
    agentApi,
    "import superagent from 'superagent';\nsuperagent.serialize['application/json'] = mine;\n",
  ),
  'superagent parse': by(
    agentApi,
    "import superagent from 'superagent';\nsuperagent.parse['application/json'] = mine;\n",
  ),
  'superagent Request proto': by(
    agentApi,
    "import superagent from 'superagent';\nsuperagent.Request.prototype.send = mine;\n",
  ),
  'superagent Request proto end': by(
    agentApi,
    "import { Request } from 'superagent';\nconst { end } = Request.prototype;\nRequest.prototype.end = function (done) { this._data = mine(this._data); return end.call(this, done); };\n",
  ),
  ...Object.fromEntries(
    [
      'use((one) => one.send({ SYSTEM: "Y" }))',
      'query({ SYSTEM: "Y" })',
      "type('form')",
      "set('Content-Type', 'text/plain')",
    ].flatMap((told) => [
      [`superagent agent, ${told}`, by(ofAgent(), of('agent', `agent.${told};`))],
      [
        `superagent agent, ${told} by a function`,
        by(ofAgent(`export const tell = () => agent.${told};\n`), of('tell', 'tell();')),
      ],
    ]),
  ),
  'superagent post': by(agentApi, "import superagent from 'superagent';\nsuperagent.post = mine;\n"),
  'superagent types': by(
    agentApi,
    "import superagent from 'superagent';\nsuperagent.types.json = 'application/x-www-form-urlencoded';\n",
  ),
  'superagent patched by package': by(
    agentApi,
    "import superagent from 'superagent';\nimport mock from 'superagent-mocker';\nmock(superagent);\n",
  ),
  'superagent require': by(
    agentApi,
    "const superagent = require('superagent');\nsuperagent.serialize['application/json'] = mine;\n",
  ),
  'superagent same file': by(`${agentApi}superagent.serialize['application/json'] = mine;\n`, ''),
  'axios instance post': by(axiosApi, of('client', 'client.post = mine;')),
  'axios instance interceptors': by(
    axiosApi,
    of('client', 'client.interceptors.request.use((c) => ({ ...c, data: mine(c.data) }));'),
  ),
  'axios instance transform push': by(axiosApi, of('client', 'client.defaults.transformRequest.push(mine);')),
  'axios instance adapter': by(axiosApi, of('client', 'client.defaults.adapter = mine;')),
  'axios defaults': by(axiosApi, "import axios from 'axios';\naxios.defaults.transformRequest = [mine];\n"),
  'needle post': by(
    needleApi.replace("needle('post', ", 'needle.post('),
    "import needle from 'needle';\nneedle.post = mine;\n",
  ),
  'needle defaults': by(needleApi, "import needle from 'needle';\nneedle.defaults({ json: false });\n"),
  'request post': by(requestApi, of('client', 'client.post = mine;')),
  'request plain': by(requestApi, "import request from 'request-promise-native';\nrequest.post = mine;\n"),
  'sdk callMethod': by(sdkApi, of('$b24', '$b24.callMethod = mine;')),
  'sdk prototype': by(sdkApi, "import { B24Hook } from '@bitrix24/b24jssdk';\nB24Hook.prototype.callMethod = mine;\n"),
};
/** It is what it was. */
export const CLIENTS_ALIKE: Readonly<Record<string, Files>> = {
  'undici fetch': by(undiciFetch, of('agent', 'agent.on("connect", () => {});')),
  'undici request': by(undiciRequest, of('agent', 'console.log(agent.closed);')),
  'undici close': by(undiciRequest, of('agent', 'process.on("exit", () => agent.close());')),
  'undici ProxyAgent': by(undiciRequest.replace(/Agent/g, 'ProxyAgent'), ''),
  'undici agent env': by(
    undiciRequest
      .replace('new Agent()', 'process.env.PROXY ? new ProxyAgent(process.env.PROXY) : new Agent()')
      .replace('{ Agent', '{ Agent, ProxyAgent'),
    '',
  ),
  'undici interceptors': by(
    undiciRequest
      .replace('new Agent()', 'new Agent().compose(interceptors.retry({ maxRetries: 2 }))')
      .replace('{ Agent', '{ Agent, interceptors'),
    '',
  ),
  'http agent': by(httpsApi('http'), of('agent', 'agent.maxSockets = 5;')),
  'http agent destroy': by(httpsApi('http'), of('agent', 'agent.destroy();')),
  'global agent sockets': by(
    httpsApi('http', 'x: 1'),
    "import http from 'node:http';\nhttp.globalAgent.maxSockets = 5;\n",
  ),
  'https-proxy-agent': by(
    httpsApi('http').replace('new http.Agent({ keepAlive: true })', "new HttpsProxyAgent('http://proxy')") +
      "import { HttpsProxyAgent } from 'https-proxy-agent';\n",
    '',
  ),
  'https-proxy-agent 5': byAgent("new Proxied('http://proxy')", 'https-proxy-agent'),
  'https-proxy-agent 4': byAgent("Proxied('http://proxy')", 'https-proxy-agent'),
  'agentkeepalive, required': byAgent('new Proxied({ maxSockets: 5 })', 'agentkeepalive'),
  'agentkeepalive, a member': byAgent('new Proxied.HttpsAgent()', 'agentkeepalive'),
  'agentkeepalive, imported': by(
    httpsApi('http').replace('new http.Agent({ keepAlive: true })', 'new Kept()') +
      "import Kept from 'agentkeepalive';\n",
    '',
  ),
  tunnel: byAgent("Proxied.httpsOverHttp({ proxy: { host: 'a', port: 1 } })", 'tunnel'),
  got: by(gotApi, of('client', 'console.log(client);')),
  'got other': by(gotApi, "import got from 'got';\nexport const other = got.extend({ handlers: [mine] });\n"),
  ky: by(kyApi, of('client', 'client.get("https://a.b");')),
  'superagent agent': by(ofAgent(), of('agent', "agent.get('https://a.b').query({ a: 1 });")),
  'superagent agent, a header': by(ofAgent(), of('agent', "agent.set('Authorization', 'x');")),
  'superagent agent beside express': by(
    ofAgent(),
    "import { agent, call } from './api.mjs';\nimport express from 'express';\nconst app = express();\napp.set('a', 1);\napp.use((q, s, n) => n());\nvoid [agent, call];\n",
  ),
  superagent: by(agentApi, "import superagent from 'superagent';\nsuperagent.get('https://a.b').end(() => {});\n"),
  'superagent buffer': by(agentApi, "import superagent from 'superagent';\nsuperagent.buffer['image/png'] = true;\n"),
  'axios instance': by(axiosApi, of('client', "client.get('https://a.b');")),
  'axios instance request': by(axiosApi, of('client', 'client.request = mine; // axios binds post to itself')),
  'axios timeout': by(axiosApi, of('client', 'client.defaults.timeout = 5;')),
  needle: by(needleApi, "import needle from 'needle';\nneedle.get('https://a.b');\n"),
  sdk: by(sdkApi, of('$b24', '$b24.setLogger?.(console);')),
  express: by(httpsApi('http'), "import http from 'node:http';\nhttp.createServer(() => {}).listen(0);\n"),
};
const AUTH = 'auth: globalThis.PORTAL.TOKEN';
const sent = (body: string) =>
  `(await fetch(globalThis.PORTAL.BASE + method, { method: 'POST', body: JSON.stringify(${body}) })).json()`;
const SAY_API = SAY.replace('{ call }', '{ api }').replace('call(', 'api.call(');
const OBJECT = `export const api = { call: async (method, params) => ${sent(`{ ...params, ${AUTH} }`)} };\n`;
const packs = (setup: string, api = OBJECT, bot = SAY_API) => ({
  'api.mjs': api,
  'bot.mjs': bot,
  'setup.mjs': setup,
  'main.mjs': "import './setup.mjs';\nexport { run } from './bot.mjs';\n",
});
const imp = "import { api } from './api.mjs';\n";
/** A package that nobody knows is handed what sends, and may put something else there. */
export const PACKAGES: Readonly<Record<string, Files>> = {
  instrument: packs(`${imp}import { instrument } from 'some-apm';\ninstrument(api);\n`),
  'plain name': packs(`${imp}import setup from 'my-bot-kit';\nsetup(api);\n`),
  method: packs(`${imp}import kit from 'my-bot-kit';\nkit.attach(api);\n`),
  require: packs(
    `${imp}import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nrequire('my-kit')(api);\n`,
  ),
  'new': packs(`${imp}import Kit from 'my-kit';\nnew Kit(api).start();\n`),
  option: packs(`${imp}import { instrument } from 'my-kit';\ninstrument({ client: api });\n`),
  list: packs(`${imp}import { wrapAll } from 'my-kit';\nwrapAll([api]);\n`),
  'wrap reassign': packs(`${imp}import { wrap } from 'my-kit';\napi.call = wrap(api.call);\n`),
  'wrap reassign same file': packs('', `import { wrap } from 'my-kit';\n${OBJECT}api.call = wrap(api.call);\n`),
  'wrap function export': {
    ...packs(
      '',
      `import { wrap } from 'my-kit';\nconst own = async (method, params) => ${sent(`{ ...params, ${AUTH} }`)};\nexport const call = wrap(own);\n`,
      SAY,
    ),
  },
  'by await import': packs(`${imp}const { touch } = await import('my-kit');\ntouch(api);\n`),
  'through a function of the files': packs(
    `${imp}import { touch } from 'my-kit';\nfunction prepare(given) { touch(given); }\nprepare(api);\n`,
  ),
  'in the same file': packs('', `import { touch } from 'my-kit';\n${OBJECT}touch(api);\n`),
  'in a handler': packs(`${imp}import { touch } from 'my-kit';\nprocess.once('x', () => touch(api));\n`),
  'class instance': packs(
    `${imp}import { touch } from 'my-kit';\ntouch(api);\n`,
    `class Api { async call(method, params) { return ${sent(`{ ...params, ${AUTH} }`)}; } }\nexport const api = new Api();\n`,
  ),
  class: packs(
    `import { Api } from './api.mjs';\nimport { touch } from 'my-kit';\ntouch(Api);\n`,
    `export class Api { async call(method, params) { return ${sent(`{ ...params, ${AUTH} }`)}; } }\nexport const api = new Api();\n`,
  ),
  prototype: packs(
    `import { Api } from './api.mjs';\nimport { touch } from 'my-kit';\ntouch(Api.prototype, 'call');\n`,
    `export class Api { async call(method, params) { return ${sent(`{ ...params, ${AUTH} }`)}; } }\nexport const api = new Api();\n`,
  ),
  'this in ctor': packs(
    '',
    `import { touch } from 'my-kit';\nclass Api { constructor() { touch(this); } async call(method, params) { return ${sent(`{ ...params, ${AUTH} }`)}; } }\nexport const api = new Api();\n`,
  ),
  'cjs exports': {
    'api.cjs': `exports.call = async (method, params) => ${sent(`{ ...params, ${AUTH} }`)};\n`,
    'bot.cjs': SAY.replace("import { call } from './api.mjs'", "const { call } = require('./api.cjs')")
      .replace('export async', 'exports.run = async')
      .replace('function run', 'function'),
    'setup.cjs': "require('my-kit')(require('./api.cjs'));\n",
  },
  shimmer: packs(
    `${imp}import shimmer from 'shimmer';\nshimmer.wrap(api, 'call', (before) => (m, p) => before(m, mine(p)));\n`,
  ),
  'tap use': packs(`${imp}import { use } from 'my-kit';\nuse(api);\n`),
  'register alone': packs(`${imp}import { register } from 'my-kit';\nregister(api);\n`),
  add: packs(`${imp}import { add } from 'my-kit';\nadd(api);\n`),
  assign: packs(`${imp}import { assignTo } from 'my-kit';\nassignTo(api, 1);\n`),
  'new from package': packs(`${imp}import { Bot } from 'my-kit';\nnew Bot(api);\n`),
  'app.use': packs(`${imp}import app from 'my-kit';\napp.use(api);\n`),
  'axios-client kit': packs(
    `${imp}import { client } from './api.mjs';\nimport kit from 'my-kit';\nkit(client);\n`,
    `${axiosApi}export const api = { call };\n`,
  ),
};
/** It is one that keeps or shows what it is handed; or it gets nothing that it could change. */
export const PACKAGES_ALIKE: Readonly<Record<string, Files>> = {
  express: packs(
    `${imp}import express from 'express';\nconst app = express();\napp.locals.api = api;\napp.use((q, s, n) => { q.api = api; n(); });\n`,
  ),
  'express set': packs(`${imp}import express from 'express';\nconst app = express();\napp.set('api', api);\n`),
  fastify: packs(`${imp}import fastify from 'fastify';\nfastify().decorate('api', api);\n`),
  pino: packs(`${imp}import pino from 'pino';\npino().info(api);\n`),
  awilix: packs(
    `${imp}import { asValue, createContainer } from 'awilix';\ncreateContainer().register({ api: asValue(api) });\n`,
  ),
  builtin: packs(`${imp}import { inspect } from 'node:util';\ninspect(api);\n`),
  console: packs(`${imp}console.log(api);\n`),
  'own function': packs(`${imp}function use(given) { return given.call; }\nuse(api);\n`),
  'p-limit': packs(
    '',
    `import pLimit from 'p-limit';\nconst limit = pLimit(2);\nconst own = async (method, params) => ${sent(`{ ...params, ${AUTH} }`)};\nexport const api = { call: (m, p) => limit(() => own(m, p)) };\n`,
  ),
  'react context': packs(`${imp}import { createContext } from 'react';\nexport const Context = createContext(api);\n`),
  freeze: packs(`${imp}Object.freeze(api);\n`),
  'lodash cloneDeep': packs(`${imp}import _ from 'lodash';\n_.cloneDeep(api);\n`),
  'get named': packs(`${imp}import { getReady } from 'my-kit';\ngetReady(api);\n`),
  'register key': packs(`${imp}import kit from 'my-kit';\nkit.register('api', api);\n`),
  'options of a package': packs(`${imp}import { start } from 'my-kit';\nstart({ client: api });\n`),
  'module whole': {
    ...packs(
      "import * as all from './api.mjs';\nimport { touch } from 'my-kit';\ntouch(all);\n",
      `export const call = async (method, params) => ${sent(`{ ...params, ${AUTH} }`)};\n`,
      SAY,
    ),
  },
  'function handed': {
    ...packs(
      "import { call } from './api.mjs';\nimport { touch } from 'my-kit';\ntouch(call);\n",
      `export async function call(method, params) { return ${sent(`{ ...params, ${AUTH} }`)}; }\n`,
      SAY,
    ),
  },
};
