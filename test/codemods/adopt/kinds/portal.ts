import { JSON_POST, type Kind, type Program } from '../Kind';

/** A bot that speaks to two portals without saying which bot it is: what is remembered of one must not serve the other. */
const two = (
  transport: string,
  call: (portal: string, params: string) => string,
  more: Partial<Program> = {},
): Program => ({
  files: {
    'bot.js': `${transport}
export async function run(log) {
  const { PORTAL } = globalThis;
  for (const portal of [PORTAL, PORTAL.SECOND, PORTAL]) {
    const auth = { domain: portal.DOMAIN, access_token: portal.TOKEN, client_endpoint: portal.BASE, member_id: portal.DOMAIN };
    try {
      const answer = await ${call('auth', "{ DIALOG_ID: 'chat5', MESSAGE: 'Hi' }")};
      log(JSON.stringify(answer?.result ?? answer?.error ?? answer));
    } catch (error) {
      log(String(error?.message));
    }
  }
}
`,
    'package.json': '{ "type": "module" }',
  },
  adopted: 1,
  ...more,
});

const post = (params = '{ ...params, auth: auth.access_token }') => `{ ${JSON_POST}(${params}) }`;
const NAME = "'imbot.message.add'";

/** What tells portals apart. */
export const portal: Kind = {
  'a name of another function, which is none where the transport stands': two(
    `const make = (base) => (method) => async (params) => (await fetch(base + method, ${post('params')})).json();
const call = (method, params, auth) => make(auth.client_endpoint)(method)({ ...params, auth: auth.access_token });`,
    (auth, params) => `call(${NAME}, ${params}, ${auth})`,
    { lacks: ['() => base'] },
  ),
  'a name of another function, once called for all': {
    files: {
      'bot.js': `const make = (base) => (method) => async (params) => (await fetch(base + method, ${post('params')})).json();
const to = make(globalThis.PORTAL.HOOK);
const call = (method, params) => to(method)(params);
export async function run(log) {
  log(typeof (await call(${NAME}, { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: 'Hi' })).result);
}
`,
      'package.json': '{ "type": "module" }',
    },
    adopted: 1,
    lacks: ['() => base'],
  },
  'a name that means something else where the transport stands': {
    files: {
      'bot.js': `const BASE = globalThis.PORTAL.HOOK;
const post = async (method, params) => (await fetch(BASE + method, ${post('params')})).json();
function bot(BASE) {
  const call = (method, params) => post(method, params);
  return (text) => call(${NAME}, { BOT_ID: BASE.id, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: text });
}
export async function run(log) {
  log(typeof (await bot({ id: 40 })('Hi')).result);
}
`,
      'package.json': '{ "type": "module" }',
    },
    adopted: 1,
  },
  'a host in https.request': two(
    `import https from 'node:http';
function rest(method, params, auth) {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify({ ...params, auth: auth.access_token });
    const [host, port] = auth.domain.split(':');
    const req = https.request({ hostname: host, port, path: \`/rest/\${method}\`, method: 'POST', headers: { 'Content-Type': 'application/json' } }, (res) => {
      let text = ''; res.on('data', (c) => { text += c; }); res.on('end', () => resolve(JSON.parse(text)));
    });
    req.on('error', reject); req.end(body);
  });
}`,
    (auth, params) => `rest(${NAME}, ${params}, ${auth})`,
  ),
  'a baseURL in the config of axios': two(
    `import axios from 'axios';
async function rest(method, params, auth) {
  const { data } = await axios({ method: 'post', baseURL: \`http://\${auth.domain}\`, url: \`/rest/\${method}.json\`, data: { ...params, auth: auth.access_token }, validateStatus: null });
  return data;
}`,
    (auth, params) => `rest(${NAME}, ${params}, ${auth})`,
    { holds: ["portal: '2.domain'"] },
  ),
  'a baseURL that is cut': two(
    `import axios from 'axios';
async function rest(auth, method, params) {
  const res = await axios.post(\`/rest/\${method}\`, { ...params, auth: auth.access_token }, { baseURL: auth.client_endpoint.replace('/rest/', '') });
  return res.data;
}`,
    (auth, params) => `rest(${auth}, ${NAME}, ${params})`,
    { holds: ["portal: '0.client_endpoint'"] },
  ),
  'a URL with a base': two(
    `async function rest(auth, method, params) {
  const url = new URL(\`/rest/\${method}\`, \`http://\${auth.domain}\`);
  const res = await fetch(url, ${post()});
  return res.json();
}`,
    (auth, params) => `rest(${auth}, ${NAME}, ${params})`,
    { holds: ["portal: '0.domain'"] },
  ),
  'a URL whose path is set': two(
    `async function rest(method, params, domain, token) {
  const url = new URL(\`http://\${domain}\`);
  url.pathname = \`/rest/\${method}\`;
  const r = await fetch(url, ${post('{ ...params, auth: token }')});
  return r.json();
}`,
    (auth, params) => `rest(${NAME}, ${params}, ${auth}.domain, ${auth}.access_token)`,
    { holds: ['portal: 2,'] },
  ),
  'a key in brackets': two(
    `async function rest(method, params, auth) {
  const res = await fetch('http://' + auth['domain'] + '/rest/' + method, ${post("{ ...params, auth: auth['access_token'] }")});
  return res.json();
}`,
    (auth, params) => `rest(${NAME}, ${params}, ${auth})`,
    { holds: ["portal: '2.domain'"] },
  ),
  'a scheme with a name of its own': two(
    `const PROTOCOL = process.env.PROTOCOL ?? 'http';
async function rest(domain, method, params, token) {
  const r = await fetch(\`\${PROTOCOL}://\${domain}/rest/\${method}\`, ${post('{ ...params, auth: token }')});
  return r.json();
}`,
    (auth, params) => `rest(${auth}.domain, ${NAME}, ${params}, ${auth}.access_token)`,
    { holds: ['portal: 0,'] },
  ),
  'a scheme by a flag': two(
    `async function rest(auth, method, params) {
  const url = 'http' + (auth.secure ? 's' : '') + '://' + auth.domain + '/rest/' + method;
  return (await fetch(url, ${post()})).json();
}`,
    (auth, params) => `rest(${auth}, ${NAME}, ${params})`,
    { holds: ["portal: '0.domain'"] },
  ),
  'a joined list': two(
    `async function rest(method, params, domain, token) {
  const r = await fetch(['http:/', domain, 'rest', method].join('/'), ${post('{ ...params, auth: token }')});
  return r.json();
}`,
    (auth, params) => `rest(${NAME}, ${params}, ${auth}.domain, ${auth}.access_token)`,
    { holds: ['portal: 2,'] },
  ),
  'what is taken apart in the head': two(
    `async function rest({ domain, access_token: token }, method, params) {
  const res = await fetch(\`http://\${domain}/rest/\${method}\`, ${post('{ ...params, auth: token }')});
  return res.json();
}`,
    (auth, params) => `rest(${auth}, ${NAME}, ${params})`,
    { holds: ["portal: '0.domain'"] },
  ),
  'an instance of axios in this': two(
    `import axios from 'axios';
class Portal {
  constructor(base, token) {
    this.http = axios.create({ baseURL: base, validateStatus: null });
    this.token = token;
  }
  async ask(method, params) {
    const { data } = await this.http.post(\`/\${method}\`, { ...params, auth: this.token });
    return data;
  }
}`,
    (auth, params) => `new Portal(${auth}.client_endpoint, ${auth}.access_token).ask(${NAME}, ${params})`,
    { holds: ["portal: 'http.defaults.baseURL'"] },
  ),
  'a getter': two(
    `class Portal {
  constructor(auth) {
    this.auth = auth;
  }
  get base() {
    return \`http://\${this.auth.domain}/rest\`;
  }
  async ask(method, params) {
    const res = await fetch(\`\${this.base}/\${method}\`, ${post('{ ...params, auth: this.auth.access_token }')});
    return res.json();
  }
}`,
    (auth, params) => `new Portal(${auth}).ask(${NAME}, ${params})`,
    { holds: ['portal: '], lacks: ['portal: 0'] },
  ),
  'a helper that builds the address': two(
    `const address = (auth, method) => \`http://\${auth.domain}/rest/\${method}.json\`;
async function rest(auth, method, params) {
  const res = await fetch(address(auth, method), ${post()});
  return res.json();
}`,
    (auth, params) => `rest(${auth}, ${NAME}, ${params})`,
    { holds: ["portal: '0.domain'"] },
  ),
  'a table by an id': two(
    `const portals = new Map();
async function rest(portalId, method, params) {
  const { endpoint, token } = portals.get(portalId);
  const res = await fetch(endpoint + method, ${post('{ ...params, auth: token }')});
  return res.json();
}`,
    (auth, params) =>
      `rest((portals.set(${auth}.domain, { endpoint: ${auth}.client_endpoint, token: ${auth}.access_token }), ${auth}.domain), ${NAME}, ${params})`,
    { lacks: ['portal:'], v2: 0 },
  ),
  'one of two is no portal': two(
    `async function rest(method, params, auth) {
  let base = 'http://127.0.0.1:1/rest/';
  if (auth) base = \`http://\${auth.domain}/rest/\`;
  const res = await fetch(\`\${base}\${method}\`, ${post('auth ? { ...params, auth: auth.access_token } : params')});
  return res.json();
}`,
    (auth, params) => `rest(${NAME}, ${params}, ${auth})`,
    { lacks: ['portal:'], v2: 0 },
  ),
  'a path of the page is no portal': {
    files: {
      'bot.js': `async function rest(method, params) {
  const res = await fetch(\`/api/bitrix/\${method}\`, ${post('params')});
  return res.json();
}
export const say = () => rest(${NAME}, { DIALOG_ID: 'chat5', MESSAGE: 'Hi' });
`,
    },
    adopted: 1,
    lacks: ['portal:'],
    entry: false,
  },
  'a user is no portal': two(
    `const users = {};
async function rest(userId, method, params) {
  const user = await load(userId);
  const res = await fetch(user.client_endpoint + method, ${post('{ ...params, auth: user.access_token }')});
  return res.json();
}
const load = async (id) => users[id];`,
    (auth, params) => `rest(((users.u1 = ${auth}), 'u1'), ${NAME}, ${params})`,
    { lacks: ['portal:'], v2: 0 },
  ),
};
