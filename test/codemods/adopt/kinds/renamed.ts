import { HOOKED, JSON_POST, type Kind, type Program, saying } from '../Kind';

const SAY = `api('imbot.message.add', ${HOOKED})`;
const JSON_CALL = `async function call(method, params) {
  const res = await fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) });
  return res.json();
}
`;
/** needle cannot be wrapped beneath a function. */
const NEEDLE = `import needle from 'needle';
async function call(method, params) {
  const { body } = await needle('post', globalThis.PORTAL.HOOK + method, params, { json: true });
  return body;
}
`;
const bot = (code: string, call = SAY): Program['files'] => ({
  'bot.js': saying(call, code),
  'package.json': '{ "type": "module" }',
  'node_modules/case-kit/package.json': '{ "name": "case-kit", "type": "module", "main": "index.js" }',
  'node_modules/case-kit/index.js': "export const kebab = (text) => text.replaceAll('.', '-');\n",
});
const left = (code: string, call = SAY): Program => ({
  files: bot(code, call),
  adopted: 0,
  reasons: ['transport-not-understood'],
  lacks: ['wrap'],
});
const carried = (code: string, call = SAY): Program => ({
  files: bot(code, call),
  adopted: 1,
  holds: [/wrap(?:Call|Fetch)\(/],
});
const sent = (address: string) =>
  `async function api(method, params, other) { return (await fetch(${address}, { ${JSON_POST}(params) })).json(); }\n`;
/** A function that looks at names can only be wrapped beneath. */
const looking = (address: string) =>
  `async function api(method, params) { if (method === 'imbot.message.add') params = { ...params }; return (await fetch(${address}, { ${JSON_POST}(params) })).json(); }\n`;
const BATCH = (name: string) =>
  `const api = (...list) => call('batch', { cmd: Object.fromEntries(list.map(([method, params], at) => [at, ${name} + '?' + new URLSearchParams(params)])) });\n`;
const COMMANDS = `api(['imbot.message.add', ${HOOKED}])`;

/** What sends the call, or the function beneath which something is wrapped, knows it under another name: nothing carries it. */
export const renamed: Kind = {
  'replaced above fetch': left(`${JSON_CALL}const api = (m, p) => call(m.replace('imbot.', 'im.'), p);\n`),
  'replaced above what can be wrapped': left(`${NEEDLE}const api = (m, p) => call(m.replace('imbot.', 'im.'), p);\n`),
  'cut off': left(`${NEEDLE}const api = (m, p) => call(m.slice(2), p);\n`),
  'taken apart and joined': left(`${JSON_CALL}const api = (m, p) => call(m.split('.').slice(1).join('.'), p);\n`),
  'dots are slashes': left(`${JSON_CALL}const api = (m, p) => call(m.replace(/\\./g, '/'), p);\n`),
  'something before it': left(`${JSON_CALL}const api = (m, p) => call(\`my.\${m}\`, p);\n`),
  'something before it, above what can be wrapped': left(`${NEEDLE}const api = (m, p) => call('my.' + m, p);\n`),
  'something behind it': left(`${JSON_CALL}const api = (m, p) => call(\`\${m}.v2\`, p);\n`),
  'something behind it, above what can be wrapped': left(`${NEEDLE}const api = (m, p) => call(m + '_v2', p);\n`),
  'by a table': left(
    `${JSON_CALL}const NAMES = { 'imbot.message.add': 'im.message.add' };\nconst api = (m, p) => call(NAMES[m] ?? m, p);\n`,
  ),
  'by a package': left(`import { kebab } from 'case-kit';\n${JSON_CALL}const api = (m, p) => call(kebab(m), p);\n`),
  'by what only shows when it runs': left(
    `${JSON_CALL}const api = (m, p) => call(m.replace(process.env.HOME, 'x'), p);\n`,
  ),
  'in some cases': left(`${NEEDLE}const api = (m, p) => call(p.OLD ? m.replace('imbot.', 'im.') : m, p);\n`),
  'by a method of a class': left(
    `${NEEDLE}class Api { name(m) { return m.replace('imbot', 'im'); } call(m, p) { return call(this.name(m), p); } }\n`,
    `new Api().call('imbot.message.add', ${HOOKED})`,
  ),
  'in the function that sends': left(sent("globalThis.PORTAL.HOOK + method.replace('imbot.', 'bot/')")),
  'in commands of a batch': left(`${JSON_CALL}${BATCH("method.replace('imbot.', 'im.')")}`, COMMANDS),
  'in commands of a batch, above what can be wrapped': left(`${NEEDLE}${BATCH('method.slice(2)')}`, COMMANDS),
  'in a query': left(sent(`\`\${globalThis.PORTAL.HOOK}?method=\${method}\``)),
  'in the middle of the path': left(sent(`\`\${globalThis.PORTAL.HOOK}\${method}/run\``)),
  'to a server of its own, where nothing but fetch can be wrapped': left(
    looking(`\`http://127.0.0.1:9/api/\${method}\``),
  ),
  'to the server of a page, where nothing but fetch can be wrapped': left(looking(`\`/api/\${method}\``)),
  'to REST on the server of a page, where nothing but fetch can be wrapped': left(
    looking(`\`/rest/1/key/\${method}\``),
  ),
};

const HTTP = 'axios.create({ baseURL: globalThis.PORTAL.HOOK, validateStatus: () => true })';
/** A class that looks at names, so that only what it sends by can be wrapped. */
const portal = (field: string, name: string): Program => ({
  files: bot(
    `import axios from 'axios';\nclass Portal { ${field} async call(method, params) { if (method.split('.')[1] !== 'message') throw new Error('no'); const { data } = await this.${name}.post(method, params); return data; } }\n`,
    `new Portal().call('imbot.message.add', ${HOOKED})`,
  ),
  adopted: 1,
  holds: ['wrapAxios(axios.create('],
});

/** An instance of axios that only its owner names is wrapped where it is made. */
export const ownInstances: Kind = {
  'in a field': portal(`http = ${HTTP};`, 'http'),
  'in a private field': portal(`#http = ${HTTP};`, '#http'),
  'put there by the constructor': portal(`constructor() { this.http = ${HTTP}; }`, 'http'),
  'from a static field': {
    files: bot(
      `import axios from 'axios';\nclass Portal { static http = ${HTTP}; async call(method, params) { if (method.split('.')[1] !== 'message') throw new Error('no'); return (await Portal.http.post(method, params)).data; } }\n`,
      `new Portal().call('imbot.message.add', ${HOOKED})`,
    ),
    adopted: 1,
    holds: ['wrapAxios(axios.create('],
  },
  'or something of its own in the place of one': {
    files: bot(
      `import axios from 'axios';\nimport needle from 'needle';\nclass Portal { constructor(http) { this.http = http; } async call(method, params) { if (method.split('.')[1] !== 'message') throw new Error('no'); return (await this.http.post(globalThis.PORTAL.HOOK + method, params)).data; } }\nconst own = { post: async (url, body) => ({ data: (await needle('post', url, body, { json: true })).body }) };\nconst make = () => own ?? axios.create();\n`,
      `new Portal(own).call('imbot.message.add', ${HOOKED})`,
    ),
    adopted: 1,
    holds: ['wrapCall('],
    lacks: ['wrapAxios'],
  },
};

/** The same name in another dress: as REST reads it, it is the one that stands at the site. */
export const stillNamed: Kind = {
  'in small letters': carried(`${NEEDLE}const api = (m, p) => call(m.toLowerCase(), p);\n`),
  trimmed: carried(`${JSON_CALL}const api = (m, p) => call(m.trim(), p);\n`),
  'with an ending': carried(`${NEEDLE}const api = (m, p) => call(\`\${m}.json\`, p);\n`),
  'without a slash that it has not': carried(`${NEEDLE}const api = (m, p) => call(m.replace(/^\\//, ''), p);\n`),
  encoded: carried(`${JSON_CALL}const api = (m, p) => call(encodeURIComponent(m), p);\n`),
  'in an address with a query': carried(sent(`\`\${globalThis.PORTAL.HOOK}\${method}.json?x=1\``)),
  'in the place of a mark': carried(
    sent("'{base}{method}'.replace('{base}', globalThis.PORTAL.HOOK).replace('{method}', method)"),
  ),
  'behind concat': carried(sent("''.concat(globalThis.PORTAL.HOOK, method, '.json')")),
  'in a path that is joined': carried(
    `import path from 'node:path';\n${sent("'http:/' + path.posix.join(globalThis.PORTAL.HOOK.slice(6), method)")}`,
  ),
  'in one of two addresses': carried(
    sent(`other ? \`https://\${other}/rest/\${method}\` : globalThis.PORTAL.HOOK + method`),
  ),
  'in an object of an address': carried(sent('new URL(method, globalThis.PORTAL.HOOK)')),
  'in commands of a batch': carried(`${JSON_CALL}${BATCH('method')}`, COMMANDS),
};
