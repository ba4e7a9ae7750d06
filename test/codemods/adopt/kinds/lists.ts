import { HOOKED, JSON_POST, type Kind, type Program, saying } from '../Kind';

const ADD = "'imbot.message.add'";
const REST = `async function rest(method, params) {
  const response = await fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) });
  return response.json();
}
async function all(commands) {
  const answers = [];
  for (const { method, params } of commands) answers.push((await rest(method, params)).error ?? 'sent');
  return answers;
}`;
const COMMAND = `{ method: ${ADD}, params: ${HOOKED} }`;
/** Nobody sees what is in it. */
const ROWS = 'JSON.parse(JSON.stringify([text]))';

const esm = (code: string, more: Partial<Program> = {}): Program => ({
  files: { 'bot.js': code, 'package.json': '{ "type": "module" }' },
  adopted: 1,
  holds: ['rest = wrapCall(restV1'],
  ...more,
});
const each = (list: string, more = ''): Program => esm(saying(`all(${list})`, `${REST}\n${more}`));
const within = (body: string, more = ''): Program =>
  esm(saying('send(chat, text)', `${REST}\n${more}\nasync function send(chat, text) {\n  ${body}\n}`));

/** Commands that are made of each item of a list, and those that a function makes: sent where the list goes through. */
export const lists: Kind = {
  'of each of a list that is seen': each(`['a', 'b'].map(() => (${COMMAND}))`),
  'of each of a list that is not': each(`${ROWS}.map((text) => (${COMMAND}))`),
  'by a function that is handed over by its name': within(
    `const make = (text) => (${COMMAND});\n  return all(${ROWS}.map(make));`,
  ),
  'filtered before and after': each(`${ROWS}.filter(() => true).map((text) => (${COMMAND})).filter(Boolean)`),
  'of rows that may be missing': within(
    `const rows = ${ROWS};\n  return all((rows ?? []).map((text) => (${COMMAND})).slice(0, 50));`,
  ),
  'with Array.from': each(`Array.from(${ROWS}, (text) => (${COMMAND}))`),
  'with flatMap': each(`${ROWS}.flatMap((text) => [${COMMAND}])`),
  'gathered by reduce': each(`${ROWS}.reduce((made, text) => [...made, ${COMMAND}], [])`),
  'put together by reduce': each(`${ROWS}.reduce((made, text) => { made.push(${COMMAND}); return made; }, [])`),
  'sent one after the other by reduce': within(
    `return ${ROWS}.map((text) => (${COMMAND})).reduce((before, { method, params }) => before.then(async () => (await rest(method, params)).error ?? 'sent'), Promise.resolve());`,
  ),
  'as pairs': within(
    `for (const [method, params] of ${ROWS}.map((text) => [${ADD}, ${HOOKED}])) await rest(method, params);`,
  ),
  'as functions': within(
    `const jobs = ${ROWS}.map((text) => () => rest(${ADD}, ${HOOKED}));\n  for (const job of jobs) await job();`,
  ),
  'by a generator': within(
    `function* commands(rows) {\n    for (const text of rows) yield ${COMMAND};\n  }\n  return all(commands(${ROWS}));`,
  ),
  'by a generator in another': within(
    `function* own() { yield ${COMMAND}; }\n  function* commands() { yield* own(); }\n  return all(commands());`,
  ),
  'by an asynchronous generator': within(
    `async function* commands() {\n    yield ${COMMAND};\n  }\n  for await (const { method, params } of commands()) await rest(method, params);`,
  ),
  'of rows that the portal gives': esm(
    saying(
      'send(chat, text)',
      `${REST}
async function chats(text) {
  const { result } = await rest('im.recent.list', { CLIENT_ID: 'my_bot' });
  return (result?.items ?? [1]).map(() => text);
}
async function send(chat, text) {
  const rows = await chats(text);
  return all(rows.map((text) => (${COMMAND})));
}`,
    ),
  ),
  'by a function of a table': within(
    'const { method, params } = texts.hello(chat, text);\n  return rest(method, params);',
    `const texts = { hello: (chat, text) => (${COMMAND}) };`,
  ),
  'by one of a table that is chosen at run time': within(
    "const { method, params } = texts[text === '' ? 'empty' : 'hello']?.(chat, text) ?? {};\n  return method ? rest(method, params) : 'nothing';",
    `const texts = { hello: (chat, text) => (${COMMAND}) };`,
  ),
  'by a static method': within(
    'const { method, params } = Texts.hello(chat, text);\n  return rest(method, params);',
    `class Texts {\n  static hello(chat, text) {\n    return ${COMMAND};\n  }\n}`,
  ),
  'by a function of another file, in a table': {
    files: {
      'texts.js': `export const texts = { hello: (chat, text) => (${COMMAND}) };\n`,
      'bot.js': saying('all([texts.hello(chat, text)])', `import { texts } from './texts.js';\n${REST}`),
      'package.json': '{ "type": "module" }',
    },
    adopted: 1,
    holds: ['rest = wrapCall(restV1'],
  },
  'by a function of another file, handed over': {
    files: {
      'texts.js': `exports.hello = (text) => ({ method: ${ADD}, params: ${HOOKED.replace('chat', "'chat5'")} });\n`,
      'bot.js': saying('all([text].map(hello))', `const { hello } = require('./texts');\n${REST}`).replace(
        'export async function run',
        'exports.run = async function run',
      ),
      'package.json': '{}',
    },
    adopted: 1,
  },
  'by an instance that sends itself': within(
    `return new Command(${ADD}, ${HOOKED}).run();`,
    'class Command {\n  constructor(method, params) {\n    this.method = method;\n    this.params = params;\n  }\n  run() {\n    return rest(this.method, this.params);\n  }\n}',
  ),
  'names of a table that is chosen at run time': esm(
    saying(
      "rest(NAMES[text === '' ? 'remove' : 'say'], { ...params(chat, text) })",
      `${REST}\nconst NAMES = { say: ${ADD}, remove: 'imbot.message.delete' };\nconst params = (chat, text) => (${HOOKED});`,
    ),
    { adopted: 2 },
  ),
  // What looks like it.
  'made of each, and sent by nobody': esm(
    saying('show(chat, text)', `${REST}\nconst show = (chat, text) => ${ROWS}.map((text) => (${COMMAND})).length;`),
    { adopted: 0, reasons: ['transport-not-found'], holds: [], lacks: ['wrap'] },
  ),
  'made of each, and handed to a package': esm(
    `import { Queue } from 'bullmq';
const queue = new Queue('bitrix');
export const say = (chat, rows) => queue.addBulk(rows.map((text) => ${COMMAND.replace(/^\{/, '({').replace(/\}$/, '})')}));
`,
    { adopted: 0, reasons: ['transport-not-found'], holds: [], lacks: ['wrap'], entry: false },
  ),
  'a function of the same name in another table': esm(
    saying(
      'send(chat, text)',
      `${REST}
const texts = { hello: (chat, text) => (${COMMAND}) };
const others = { hello: (chat, text) => ({ method: 'im.message.add', params: {} }) };
const send = (chat, text) => rest(others.hello(chat, text).method, {});
export const unused = texts;`,
    ),
    { adopted: 0, reasons: ['transport-not-found'], holds: [], lacks: ['wrap'] },
  ),
};
