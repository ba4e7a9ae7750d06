import { HOOKED, JSON_POST, type Kind, saying } from '../Kind';

const HOOK = 'globalThis.PORTAL.HOOK';
const esm = (code: string, adopted: number, reasons: readonly string[] = [], more: Partial<Kind[string]> = {}) => ({
  files: { 'bot.js': code, 'package.json': '{ "type": "module" }' },
  adopted,
  reasons,
  ...more,
});

/** What looks like a transport that can be wrapped, and is none. */
export const lookalikes: Kind = {
  'a list that the answer is cut out of': esm(
    saying(
      `call('imbot.message.add', ${HOOKED})`,
      `import got from 'got';
const call = async (method, params) => Number((await got.post(${HOOK} + method, { json: params, throwHttpErrors: false }).json()).result) || 0;`,
    ),
    0,
    ['transport-not-understood'],
  ),
  'the same over fetch goes out beneath it': esm(
    saying(
      `call('imbot.message.add', ${HOOKED})`,
      `const call = async (method, params) => Number((await (await fetch(${HOOK} + method, { ${JSON_POST}(params) })).json()).result) || 0;`,
    ),
    1,
    [],
    { holds: ['wrapFetch(globalThis.fetch)'] },
  ),
  'a transport without parameters': esm(
    saying(
      "ping('imbot.bot.list')",
      `import got from 'got';
const ping = async (method) => (await got.post(${HOOK} + method, { json: { CLIENT_ID: 'my_bot' }, throwHttpErrors: false }).json()).result;`,
    ),
    0,
    ['transport-not-understood'],
  ),
  'a server of its own': esm(
    saying(
      `send({ name: 'imbot.message.add', fields: ${HOOKED} })`,
      `async function send(command) {
  const response = await fetch('http://127.0.0.1:1/jobs', { method: 'POST', body: JSON.stringify(command) }).catch(() => ({ json: () => 'lost' }));
  return response.json();
}`,
    ),
    0,
    ['transport-not-understood'],
  ),
  'two transports by a choice': esm(
    saying(
      `call('imbot.message.add', ${HOOKED})`,
      `import got from 'got';
const one = async (method, params) => (await fetch(${HOOK} + method, { ${JSON_POST}(params) })).json();
const other = async (method, params) => got.post(${HOOK} + method, { json: params, throwHttpErrors: false }).json();
const call = (method, params) => (process.env.OTHER ? other : one)(method, params);`,
    ),
    1,
    [],
    { holds: ['call = wrapCall'] },
  ),
  'one of two that cannot be wrapped': esm(
    saying(
      `call('imbot.message.add', ${HOOKED})`,
      `import got from 'got';
const one = async (method, params) => (await fetch(${HOOK} + method, { ${JSON_POST}(params) })).json();
const other = async (method, params) => String((await got.post(${HOOK} + method, { json: params, throwHttpErrors: false }).json()).result);
const call = (method, params) => (process.env.OTHER ? other : one)(method, params);`,
    ),
    0,
    ['transport-not-understood'],
  ),
  'a generator': esm(
    saying(
      `last(call('imbot.message.add', ${HOOKED}))`,
      `import got from 'got';
async function* call(method, params) {
  yield (await got.post(${HOOK} + method, { json: params, throwHttpErrors: false }).json()).result;
}
const last = async (all) => {
  let found;
  for await (const one of all) found = one;
  return found;
};`,
    ),
    0,
    ['transport-not-understood'],
  ),
  'a function that is called where it stands': esm(
    saying(
      'said(chat, text)',
      `import got from 'got';
const said = (chat, text) => (async (method, params) => (await got.post(${HOOK} + method, { json: params, throwHttpErrors: false }).json()).result)('imbot.message.add', ${HOOKED});`,
    ),
    0,
    ['transport-not-understood'],
  ),
  'names in a list that is only asked': esm(
    saying(
      `call('imbot.message.add', ${HOOKED})`,
      `const QUIET = ['imbot.chat.sendTyping', 'imbot.message.delete'];
const call = async (method, params) => {
  if (!QUIET.includes(method)) console.debug('sending');
  return (await fetch(${HOOK} + method, { ${JSON_POST}(params) })).json();
};`,
    ),
    1,
    ['constant-unused', 'constant-unused'],
  ),
  'a method of a name that two classes have': {
    files: {
      'bot.js': `export const say = (client) => client.many({ a: { method: 'imbot.bot.list', params: {} } });
`,
      'one.js':
        'export class One {\n  many(commands) {\n    return fetch("https://acme.bitrix24.com/rest/1/x/batch", { method: "POST", body: JSON.stringify({ cmd: commands }) });\n  }\n}\n',
      'two.js': 'export class Two {\n  many(commands) {\n    return Object.keys(commands);\n  }\n}\n',
    },
    adopted: 0,
    reasons: ['transport-not-found'],
    entry: false,
  },
  'a fake in a test': {
    files: {
      'bot.test.js': `import { call } from './bot.js';
const fakeCall = vi.fn();
fakeCall('imbot.bot.list', 42);
expect(call).toHaveBeenCalledWith('imbot.bot.list', {});
`,
      'bot.js': `export const call = async (method, params) => (await fetch('https://acme.bitrix24.com/rest/1/x/' + method, { ${JSON_POST}(params) })).json();
`,
    },
    adopted: 0,
    entry: false,
  },
};
