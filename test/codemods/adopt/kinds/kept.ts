import { HOOKED, JSON_POST, type Kind, type Program, saying } from '../Kind';

const HOOK = 'globalThis.PORTAL.HOOK';
const SEND = `call('imbot.message.add', ${HOOKED})`;

const esm = (code: string, more: Partial<Program> = {}): Program => ({
  files: { 'bot.js': code, 'package.json': '{ "type": "module" }' },
  adopted: 1,
  ...more,
});
const kept = (before: string, reason = 'returns-own', site = SEND): Program =>
  esm(saying(site, before), { adopted: 0, reasons: [reason] });
const carried = (before: string, more: Partial<Program> = {}, site = SEND): Program => esm(saying(site, before), more);

const GOT = `got.post(${HOOK} + method, { json: params, throwHttpErrors: false }).json()`;
const RP = `rp({ method: 'POST', uri: ${HOOK} + method, body: params, json: true, simple: false })`;

/** What a function returns keeps its calls on v1 when the code runs: adopt must not count them as carried. */
export const returnsOwn: Kind = {
  'a request of got': kept(`import got from 'got';\nconst call = (method, params) => ${GOT};`),
  'a request of got, by a declared function': kept(
    `import got from 'got';\nfunction call(method, params) {\n  if (!method) return null;\n  return ${GOT};\n}`,
  ),
  'a request of got under a name': kept(
    `import got from 'got';\nfunction call(method, params) {\n  const sent = ${GOT};\n  return sent;\n}`,
  ),
  'a request of an instance of got': kept(
    `import got from 'got';\nconst client = got.extend({ throwHttpErrors: false });\nconst call = (method, params = {}) => params && client.post(${HOOK} + method, { json: params }).json();`,
  ),
  'a request of got through another function': kept(
    `import got from 'got';\nconst post = (path, params) => got.post(${HOOK} + path, { json: params, throwHttpErrors: false }).json();\nfunction call(method, params) {\n  return post(method, params);\n}`,
  ),
  'a request of got, by a method': kept(
    `import got from 'got';\nclass Api {\n  call(method, params) {\n    return ${GOT};\n  }\n}\nconst api = new Api();`,
    'returns-own',
    `api.call('imbot.message.add', ${HOOKED})`,
  ),
  'one of request-promise': kept(`import rp from 'request-promise';\nconst call = (method, params) => ${RP};`),
  'a request of Node beside a callback': kept(
    `import http from 'node:http';
const send = (method, params, done) => {
  const request = http.request(${HOOK} + method, { method: 'POST', headers: { 'content-type': 'application/json' } }, (response) => {
    let text = '';
    response.on('data', (chunk) => { text += chunk; });
    response.on('end', () => done(null, JSON.parse(text)));
  });
  request.on('error', done);
  request.end(JSON.stringify(params));
  return request;
};`,
    'returns-own',
    `new Promise((resolve, reject) => { send('imbot.message.add', ${HOOKED}, (error, value) => (error ? reject(error) : resolve(value))); })`,
  ),
  'itself beside a callback': kept(
    `import needle from 'needle';
class Api {
  send(method, params, done) {
    needle.post(${HOOK} + method, params, { json: true }, (error, response, body) => done(error, body));
    return this;
  }
}
const api = new Api();`,
    'returns-own',
    `new Promise((resolve, reject) => { api.send('imbot.message.add', ${HOOKED}, (error, value) => (error ? reject(error) : resolve(value))); })`,
  ),
  'itself, where fetch sends': carried(
    `class Api {
  send(method, params, done) {
    fetch(${HOOK} + method, { ${JSON_POST}(params) }).then((response) => response.json()).then((data) => done(null, data), done);
    return this;
  }
}
const api = new Api();`,
    { holds: ['wrapFetch(globalThis.fetch)'] },
    `new Promise((resolve, reject) => { api.send('imbot.message.add', ${HOOKED}, (error, value) => (error ? reject(error) : resolve(value))); })`,
  ),
  'got in an async function': carried(`import got from 'got';\nconst call = async (method, params) => ${GOT};`),
  'got behind a promise of its own': carried(
    `import got from 'got';\nconst call = (method, params) => ${GOT}.then((data) => data.result);`,
  ),
  'got within an async function around it': carried(
    `import got from 'got';\nconst post = (method, params) => ${GOT};\nasync function call(method, params) {\n  const data = await post(method, params);\n  return data.result;\n}`,
    { holds: ['const call = wrapCall(callV1'] },
  ),
  'request-promise behind a promise of its own': carried(
    `import rp from 'request-promise';\nconst call = (method, params) => ${RP}.then((data) => data.result);`,
  ),
  'ky, whose answer is a plain promise': carried(
    `import ky from 'ky';\nconst call = (method, params) => ky.post(${HOOK} + method, { json: params, throwHttpErrors: false, retry: 0 }).json();`,
  ),
  'needle itself': carried(
    `import needle from 'needle';\nconst call = (method, params) => needle('post', ${HOOK} + method, params, { json: true }).then((response) => response.body);`,
  ),
};

const FETCHED = `fetch(${HOOK} + method, { ${JSON_POST}(params) }).then((response) => response.json())`;
const BY_NEEDLE = (then: string) =>
  `needle('post', ${HOOK} + method, params, { json: true }).then(({ body: data }) => { ${then} })`;
const PROMISED = `new Promise((resolve, reject) => { send('imbot.message.add', ${HOOKED}, resolve, reject); })`;
const TURNED = `new Promise((resolve, reject) => { send('imbot.message.add', ${HOOKED}, reject, resolve); })`;
const NODE = `new Promise((resolve, reject) => { send('imbot.message.add', ${HOOKED}, (error, value) => (error ? reject(error) : resolve(value))); })`;

/** Of two functions that a call gives one hears of failures alone. */
export const callbacks: Kind = {
  'one for answers and one for failures': carried(
    `const send = (method, params, ok, no) => { ${FETCHED}.then((data) => (data.error ? no(data.error) : ok(data.result)), no); };`,
    { holds: ['callback: { success: 2, error: 3 }'] },
    PROMISED,
  ),
  'the one for failures first': carried(
    `const send = (method, params, no, ok) => { ${FETCHED}.then((data) => (data.error ? no(data.error) : ok(data.result)), no); };`,
    { holds: ['callback: { success: 3, error: 2 }'] },
    TURNED,
  ),
  'both handed on': carried(
    `const post = (method, params, ok, no) => { ${FETCHED}.then((data) => (data.error ? no(data.error) : ok(data.result)), no); };\nconst send = (method, params, ok, no) => post(method, params, ok, no);`,
    { holds: ['callback: { success: 2, error: 3 }'] },
    PROMISED,
  ),
  'both in an object that is handed on': esm(
    saying(
      PROMISED,
      `const post = (method, params, { success, error }) => { ${FETCHED}.then((data) => (data.error ? error(data.error) : success(data.result)), error); };\nconst send = (method, params, success, error) => post(method, params, { success, error });`,
    ),
    { adopted: 0, reasons: ['second-callback'], lacks: [/params: 1, answer: 'callback', encoding/] },
  ),
  'one for failures that only says that there was one': esm(
    saying(
      PROMISED,
      `import needle from 'needle';\nconst send = (method, params, ok, no) => { ${BY_NEEDLE("if (data.error) no(new Error('no')); else ok(data.result);")}; };`,
    ),
    { adopted: 0, reasons: ['second-callback'] },
  ),
  'one for both': carried(
    `const send = (method, params, done) => { ${FETCHED}.then((data) => (data.error ? done(data.error) : done(null, data.result)), done); };`,
    { lacks: ['callback: 2'] },
    NODE,
  ),
  'options behind it': carried(
    `const send = (method, params, done, options) => { ${FETCHED}.then((data) => (data.error ? done(data.error) : done(null, data.result)), done); };`,
    { holds: ['callback: 2,'] },
    NODE,
  ),
};

/** v2 refuses with other texts; what sends for a function knows the code, and finds the text of v1. */
export const texts: Kind = {
  'the text alone, over fetch': carried(
    `async function call(method, params) {\n  const data = await ${FETCHED};\n  if (data.error) throw new Error(data.error_description);\n  return data.result;\n}`,
    { holds: ['wrapFetch(globalThis.fetch)'] },
  ),
  'the text, or the code where there is none': carried(
    `async function call(method, params) {\n  const data = await ${FETCHED};\n  if (data.error) throw new Error(data.error_description || data.error);\n  return data.result;\n}`,
    { holds: ['wrapFetch(globalThis.fetch)'] },
  ),
  'the text to a callback': carried(
    `const send = (method, params, done) => { ${FETCHED}.then((data) => (data.error ? done(new Error(data.error_description)) : done(null, data.result)), done); };`,
    { holds: ['wrapFetch(globalThis.fetch)'] },
    NODE,
  ),
  'the text over an axios of its own': carried(
    `import axios from 'axios';\nconst http = axios.create({ validateStatus: null });\nasync function call(method, params) {\n  const { data } = await http.post(${HOOK} + method, params);\n  if (data.error) throw new Error(data.error_description);\n  return data.result;\n}`,
    { holds: ['wrapAxios('] },
  ),
  'the code and the text': carried(
    `async function call(method, params) {\n  const data = await ${FETCHED};\n  if (data.error) throw new Error(\`\${data.error}: \${data.error_description}\`);\n  return data.result;\n}`,
    { holds: ['const call = wrapCall('] },
  ),
  'the code beside the text': carried(
    `async function call(method, params) {\n  const data = await ${FETCHED};\n  if (data.error) throw Object.assign(new Error(data.error_description), { code: data.error });\n  return data.result;\n}`,
    { holds: ['const call = wrapCall('] },
  ),
  'the text only logged': carried(
    `const note = (text) => text;\nasync function call(method, params) {\n  const data = await ${FETCHED};\n  if (data.error) note(data.error_description);\n  return data;\n}`,
    { holds: ['const call = wrapCall('] },
  ),
};
