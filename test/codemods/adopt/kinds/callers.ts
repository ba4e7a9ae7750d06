import { JSON_POST, type Kind, type Program } from '../Kind';

const FIELDS = Array.from({ length: 40 }, (_one, at) => `f${at}`);
/** What callers hand over comes from so much that nobody follows all of it for each of them. */
const READ = `export function readEvent(event) {
  const found = {};
${FIELDS.map((name) => `  const ${name} = String(event.${name} ?? event.data?.${name} ?? '').trim().toLowerCase();\n  if (${name}) found.${name} = ${name};`).join('\n')}
  return { ...found, hook: globalThis.PORTAL.HOOK };
}
`;

const FILES = 40;
const CALLERS = 60;

/** Sixty callers in forty files, beside what the bot runs. */
function many(
  own: Readonly<Record<string, string>>,
  use: (at: number) => string,
  more: Partial<Program> = {},
): Program {
  const callers = Array.from({ length: FILES }, (_one, file) => [
    `routes/r${file}.js`,
    `${own.imports ?? ''}\nimport { readEvent } from '../read.js';\n${Array.from(
      { length: CALLERS },
      (_other, at) => at,
    )
      .filter((at) => at % FILES === file)
      .map(
        (at) => `export async function on${at}(event) {\n  const auth = readEvent(event);\n  return ${use(at)};\n}\n`,
      )
      .join('')}`,
  ]);
  const { imports: _imports, ...files } = own;
  return {
    files: { ...Object.fromEntries(callers), 'read.js': READ, 'package.json': '{ "type": "module" }', ...files },
    adopted: 1,
    ...more,
  };
}

const CLIENT = `export async function call(method, params, auth) {
  const response = await fetch(auth.hook + method, { ${JSON_POST}(params) });
  const json = await response.json();
  if (json.error) throw Object.assign(new Error(json.error), { code: json.error });
  return json.result;
}
`;
const MESSAGE = "{ BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: text }";
const RUN = (name: string, use: string, from = './say.js') =>
  `import { ${name} } from '${from}';\nimport { readEvent } from './read.js';\nexport async function run(log) {\n  const auth = readEvent({ data: {} });\n  log(String(await ${use}));\n}\n`;

/** What callers hand over to the function around a call may be any amount: where it is too much, nobody knows what the call goes through. */
export const callers: Kind = {
  'a function that is chosen by what nobody follows': many(
    {
      imports: "import { say } from '../say.js';\nimport { chosen } from '../client.js';",
      'client.js': `${CLIENT}export async function aloud(method, params, auth) {\n  return call(method, { ...params, MESSAGE: String(params.MESSAGE).toUpperCase() }, auth);\n}\nexport function chosen(auth) {\n  return auth.f0 ? aloud : call;\n}\n`,
      'say.js': `export async function say(send, text, auth) {\n  return send('imbot.message.add', ${MESSAGE}, auth);\n}\n`,
      'bot.js': RUN('say', "say(chosen(auth), 'One', auth)").replace(
        'export async',
        "import { chosen } from './client.js';\nexport async",
      ),
    },
    () => "say(chosen(auth), 'x', auth)",
    { adopted: 0, reasons: ['transport-too-far'] },
  ),
  'a client that is imported, whatever callers hand over': many(
    {
      imports: "import { say } from '../say.js';",
      'client.js': CLIENT,
      'say.js': `import { call } from './client.js';\nexport async function say(text, auth) {\n  return call('imbot.message.add', ${MESSAGE}, auth);\n}\n`,
      'bot.js': RUN('say', "say('One', auth)"),
    },
    () => "say('x', auth)",
  ),
  'a client of which callers hand over the settings': many(
    {
      imports: "import { say } from '../say.js';",
      'client.js': `${CLIENT}export function makeClient(auth) {\n  return { call: (method, params) => call(method, params, auth) };\n}\n`,
      'say.js': `import { makeClient } from './client.js';\nexport async function say(text, auth) {\n  const api = makeClient(auth);\n  return api.call('imbot.message.add', ${MESSAGE});\n}\n`,
      'bot.js': RUN('say', "say('One', auth)"),
    },
    () => "say('x', auth)",
  ),
  'a client that callers hand over, one of them another': many(
    {
      imports: "import { say } from '../say.js';\nimport { call } from '../client.js';",
      'client.js': CLIENT,
      'say.js': `export async function say(send, text, auth) {\n  return send('imbot.message.add', ${MESSAGE}, auth);\n}\n`,
      'other.js':
        "import kit from 'some-kit';\nimport { say } from './say.js';\nexport const start = (auth) => say(kit.send, 'x', auth);\n",
      'bot.js': RUN('say', "say(call, 'One', auth)").replace(
        'export async',
        "import { call } from './client.js';\nexport async",
      ),
    },
    () => "say(call, 'x', auth)",
    { adopted: 0, reasons: ['transport-too-far'] },
  ),
};
