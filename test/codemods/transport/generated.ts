/** One way in which a team may write its transport, and the calls through it. */
export interface Way {
  readonly encoder: keyof typeof ENCODERS;
  readonly auth: keyof typeof AUTHS;
  readonly answer: keyof typeof ANSWERS;
  readonly failure: keyof typeof FAILURES;
  readonly looks: keyof typeof LOOKS;
  readonly way: keyof typeof WAYS;
  readonly use: keyof typeof USES;
}

/** The body or the query that a request gets, from `params`. */
export const ENCODERS = {
  json: "const init = (params) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) });",
  'json without empty values':
    "const init = (params) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))) });",
  'search parameters': "const init = (params) => ({ method: 'POST', body: new URLSearchParams(params) });",
  'a loop':
    "const init = (params) => { const body = new URLSearchParams(); for (const [key, value] of Object.entries(params)) body.append(key, value); return { method: 'POST', body }; };",
  'a form':
    "const init = (params) => { const body = new FormData(); for (const key in params) body.append(key, params[key]); return { method: 'POST', body }; };",
  'an alias':
    "const enc = encodeURIComponent;\nconst init = (params) => ({ method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: Object.keys(params).map((key) => enc(key) + '=' + enc(params[key])).join('&') });",
  brackets:
    "const pairs = (value, key = '') => value !== null && typeof value === 'object' ? Object.entries(value).flatMap(([name, inner]) => pairs(inner, key ? `" +
    '$' +
    '{key}[' +
    '$' +
    "{name}]` : name)) : [[key, value === true ? '1' : value === false ? '0' : String(value)]];\nconst init = (params) => ({ method: 'POST', body: new URLSearchParams(pairs(params)) });",
} as const;

export const AUTHS = {
  body: { url: 'BASE + method', params: '{ ...params, auth: TOKEN }' },
  query: { url: "BASE + method + '?auth=' + encodeURIComponent(TOKEN)", params: 'params' },
  'a key put in': { url: 'BASE + method', params: 'Object.assign({}, params, { auth: TOKEN })' },
} as const;

export const ANSWERS = { envelope: 'data', result: 'data.result' } as const;

export const FAILURES = {
  nothing: '',
  'throws the code': 'if (data.error) throw new Error(data.error);',
  'throws the text': "if (data.error) throw new Error('Bitrix24 refused');",
  'throws an object': 'if (data.error) throw Object.assign(new Error(data.error_description), { code: data.error });',
  'gives null': 'if (data.error) return null;',
  'throws the status': "if (!response.ok) throw new Error('HTTP ' + response.status);",
  'compares a code': "if (data.error === 'MESSAGE_EMPTY') return { result: -1 };",
} as const;

export const LOOKS = {
  nothing: '',
  'a prefix': "if (!method.startsWith('imbot.')) throw new Error('no');",
  'a list': "if (!['imbot.message.add', 'imbot.message.update'].includes(method)) return { result: 0 };",
  'a parameter': "if (params.MESSAGE === 'Two') params = { ...params, MESSAGE: 'Changed' };",
  'other names': "if (method === 'crm.deal.list') await new Promise((done) => setTimeout(done, 1));",
} as const;

const OBJECT = '{ call: rest }';

/** How the caller gets at `rest` of transport.js: what stands in bot.js, and in files between. */
export const WAYS = {
  import: { bot: "import { rest as call } from './transport.js';" },
  'a default': { bot: "import call from './transport.js';" },
  'a re-export': { bot: "import { call } from './index.js';", index: "export { rest as call } from './transport.js';" },
  star: { bot: "import { rest as call } from './index.js';", index: "export * from './transport.js';" },
  namespace: { bot: "import * as portal from './transport.js';\nconst call = portal.rest;" },
  object: {
    bot: `import { rest } from './transport.js';\nconst api = ${OBJECT};\nconst call = (m, p) => api.call(m, p);`,
  },
  class: {
    bot: "import { Api } from './index.js';\nconst api = new Api();\nconst call = (m, p) => api.call(m, p);",
    index:
      "import { rest } from './transport.js';\nclass Base { async call(m, p) { return this.rest(m, p); } }\nexport class Api extends Base { rest = rest; }",
  },
  factory: {
    bot: "import { make } from './index.js';\nconst call = make();",
    index: "import { rest } from './transport.js';\nexport function make() { return async (m, p) => rest(m, p); }",
  },
  bind: {
    bot: "import { rest } from './transport.js';\nconst by = (at, m, p) => rest(m, p);\nconst call = by.bind(null, 1);",
  },
  injected: {
    bot: "import { rest } from './transport.js';\nimport { withCall } from './index.js';\nconst call = withCall(rest);",
    index: 'export const withCall = (inner) => (m, p) => inner(m, p);',
  },
  retry: {
    bot: "import { rest } from './transport.js';\nasync function retry(work) { for (let at = 0; ; at += 1) { try { return await work(); } catch (error) { if (at === 1) throw error; } } }\nconst call = (m, p) => retry(() => rest(m, p));",
  },
  'a chain': {
    bot: "import { rest } from './transport.js';\nconst call = (m, p) => rest(m, p).then((answer) => answer);",
  },
} as const;

/** What is done with the answer of one call: `VALUE` reads the message id. */
export const USES = {
  ignored: 'await CALL;',
  read: 'const answer = await CALL;\n    log(READ);',
  caught: "try { await CALL; log('sent'); } catch (error) { log('failed'); }",
  returned: 'return await CALL;',
  'error asked':
    "const answer = await CALL;\n    log(answer === null || answer === undefined || answer.error ? 'failed' : 'sent');",
} as const;

export function filesOf({ encoder, auth, answer, failure, looks, way, use }: Way): Record<string, string> {
  const { url, params } = AUTHS[auth];
  const transport = `const { BASE, TOKEN } = globalThis.PORTAL;
${ENCODERS[encoder]}
export async function rest(method, params) {
  ${LOOKS[looks]}
  const response = await fetch(${url}, init(${params}));
  const data = await response.json();
  ${FAILURES[failure]}
  return ${ANSWERS[answer]};
}
export default rest;
`;
  const { bot, ...more } = WAYS[way];
  const read = answer === 'envelope' ? 'answer?.result' : 'answer';
  const uses = (call: string) => USES[use].replace('CALL', call).replace('READ', read);
  const steps = [
    "call('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'One', URL_PREVIEW: 'N' })",
    "call('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'Two' })",
    "call('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat999', MESSAGE: 'Three' })",
  ];
  const functions = steps.map((call, at) => `  async function step${at}() {\n    ${uses(call)}\n  }`);
  return {
    'transport.js': transport,
    ...('index' in more ? { 'index.js': `${more.index}\n` } : {}),
    'bot.js': `${bot}
export async function run(log) {
${functions.join('\n')}
  for (const step of [step0, step1, step2]) {
    try {
      const value = await step();
      if (value !== undefined) log(JSON.stringify(value, (key, inner) => (key === 'time' ? undefined : inner)));
    } catch (error) {
      log(String(error && (error.code ?? error.message)));
    }
  }
}
`,
    'package.json': '{ "type": "module" }',
  };
}
