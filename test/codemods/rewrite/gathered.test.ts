import { test } from 'vitest';
import { expectSame } from './expectSame';

const COMMAND = (text: string, bot = '39', more = '') =>
  `{ method: 'imbot.message.add', params: { BOT_ID: ${bot}, DIALOG_ID: 'chat5', MESSAGE: ${text}${more} } }`;
const OTHER = (id: string) => `{ method: 'user.get', params: { ID: ${id} } }`;

/** Commands that are gathered, all at once or in parts; `stays` where nobody can tell what else becomes of them. */
test.each<[string, string, 'moved' | 'stays']>([
  [
    'logged by a spread',
    `const commands = {}; commands.a = ${COMMAND("'a'")}; const more = {};
  await batch(commands).then((response) => log.debug({ fields: { ...more, ...commands }, response }));`,
    'moved',
  ],
  [
    'logged in a list',
    `const commands = {}; commands.a = ${COMMAND("'a'")};
  await batch(commands); log.debug([...Object.keys(commands), commands]);`,
    'moved',
  ],
  [
    'spread into what is printed',
    `const commands = {}; commands.a = ${COMMAND("'a'")};
  await batch(commands); print(JSON.stringify({ ...commands }));`,
    'stays',
  ],
  [
    'spread into another batch',
    `const commands = {}; commands.a = ${COMMAND("'a'")};
  await batch(commands); const answer = await batch({ ...commands }); print(answer.result.result.a);`,
    'stays',
  ],
  [
    'counted',
    `const commands = {};
  for (const text of ['a', 'b']) { if (Object.keys(commands).length < 5) commands['note-' + text] = ${COMMAND('text')}; }
  await batch(commands).then(() => print('done'));`,
    'moved',
  ],
  [
    'another batch refers to its own answers',
    `const first = {};
  for (const id of [1]) { first['user=' + id] = ${OTHER('id')}; first['again=' + id] = ${OTHER('`$result[user=$' + '{id}][0][ID]`')}; }
  const { result } = await batch(first); print(Object.keys(result.result).length);
  const commands = {};
  for (const text of ['a', 'b']) commands['note-' + text] = ${COMMAND('text')};
  await batch(commands).then((response) => log.debug({ response }));`,
    'moved',
  ],
  [
    'another batch has a key of the same name',
    `const first = { send: ${OTHER('1')}, again: ${OTHER("'$result[send][0][ID]'")} };
  const { result } = await batch(first); print(JSON.stringify(result.result.again));
  const commands = {}; commands.send = ${COMMAND("'a'")}; commands.update = { method: 'imbot.message.update', params: { BOT_ID: 39, MESSAGE_ID: '$result[send]', MESSAGE: 'b' } };
  await batch(commands);`,
    'moved',
  ],
  [
    'several commands of one batch',
    `await batch({ one: ${COMMAND("'a'")}, two: ${COMMAND("'b'")} }); const list = {}; list.one = ${COMMAND("'c'")}; list.two = ${COMMAND("'d'")};
  await batch(list);`,
    'moved',
  ],
  [
    'several commands, to which a bot is added',
    `const all = { one: { method: 'imbot.message.add', params: { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'a' } }, two: ${COMMAND("'b'")} };
  const put = (commands) => batch(Object.fromEntries(Object.entries(commands).map(([key, { method, params }]) => [key, { method, params: { ...params, BOT_ID: 39 } }])));
  await put(all);`,
    'stays',
  ],
  [
    'its own commands refer to an answer by a name made at run time',
    `const commands = {};
  for (const text of ['a']) {
    commands['note-' + text] = ${COMMAND('text')};
    commands['update-' + text] = { method: 'imbot.message.update', params: { BOT_ID: 39, MESSAGE_ID: '$result[note-' + text + ']', MESSAGE: 'b' } };
  }
  await batch(commands);`,
    'stays',
  ],
  [
    'a reference that may go anywhere',
    `const last = '$result[note-a]'; const commands = {};
  for (const text of ['a']) commands['note-' + text] = ${COMMAND('text')};
  commands.other = ${OTHER('last')};
  await batch(commands);`,
    'stays',
  ],
  [
    'a part is begun anew when it is full',
    `const parts = new Map(); let at = 0;
  ['a', 'b', 'c'].forEach((text) => {
    let commands = parts.get(at) ?? {};
    if (Object.keys(commands).length === 2) { parts.set(at, commands); at += 1; commands = parts.get(at) ?? {}; }
    commands['note-' + text] = ${COMMAND('text')};
    parts.set(at, commands);
  });
  await Promise.all(Array.from(parts.values()).map((commands) => batch(commands))).then((response) => log.debug({ request: [...parts.values()], response }));
  print(parts.size);`,
    'moved',
  ],
  [
    'a part that becomes another object',
    `const parts = new Map(); const others = {};
  ['a', 'b'].forEach((text) => {
    let commands = parts.get(0) ?? {};
    if (text === 'b') commands = others;
    commands['note-' + text] = ${COMMAND('text')};
    parts.set(0, commands);
  });
  for (const part of parts.values()) await batch(part);
  print(Object.values(others)[0].method);`,
    'stays',
  ],
  [
    'parts among other promises',
    `const parts = new Map();
  ['a', 'b'].forEach((text) => {
    const commands = parts.get(0) ?? {};
    commands['note-' + text] = ${COMMAND('text')};
    parts.set(0, commands);
  });
  await Promise.all([...Array.from(parts.values()).map((commands) => batch(commands)), other()]);`,
    'moved',
  ],
  [
    'parts among other promises, whose answers are read',
    `const parts = new Map();
  ['a'].forEach((text) => {
    const commands = parts.get(0) ?? {};
    commands['note-' + text] = ${COMMAND('text')};
    parts.set(0, commands);
  });
  const [first] = await Promise.all([...[...parts.values()].map((commands) => batch(commands)), other()]);
  print(first.result.result['note-a']);`,
    'stays',
  ],
  [
    'a map that is emptied between rounds',
    `const parts = new Map();
  [1].forEach((id) => {
    const commands = parts.get(0) ?? {};
    commands['user=' + id] = ${OTHER('id')};
    parts.set(0, commands);
  });
  const answers = await Promise.all([...parts.values()].map((commands) => batch(commands)));
  answers.forEach(({ result }) => print(Object.keys(result.result).join()));
  parts.clear();
  ['a', 'b'].forEach((text) => {
    const commands = parts.get(0) ?? {};
    commands['note-' + text] = ${COMMAND('text')};
    parts.set(0, commands);
  });
  await Promise.all([...parts.values()].map((commands) => batch(commands)));`,
    'moved',
  ],
  [
    'a map that is emptied, but somebody waits with it',
    `const parts = new Map();
  const later = other().then(() => other()).then(async () => { for (const part of parts.values()) { const { result } = await batch(part); print(Object.values(result.result)[0]); } });
  parts.clear();
  ['a'].forEach((text) => {
    const commands = parts.get(0) ?? {};
    commands['note-' + text] = ${COMMAND('text')};
    parts.set(0, commands);
  });
  for (const part of parts.values()) await batch(part);
  await later;`,
    'stays',
  ],
  [
    'a map that is emptied in a loop',
    `const parts = new Map();
  for (const text of ['a', 'b']) {
    for (const part of parts.values()) { const { result } = await batch(part); print(Object.values(result.result)[0]); }
    parts.clear();
    const commands = parts.get(0) ?? {};
    commands['note-' + text] = ${COMMAND('text')};
    parts.set(0, commands);
  }
  for (const part of parts.values()) await batch(part);`,
    'stays',
  ],
  [
    'a map that somebody keeps',
    `const parts = new Map(); const all = [parts];
  parts.clear();
  ['a'].forEach((text) => {
    const commands = parts.get(0) ?? {};
    commands['note-' + text] = ${COMMAND('text')};
    parts.set(0, commands);
  });
  for (const part of parts.values()) await batch(part);
  print([...all[0].values()][0]['note-a'].method);`,
    'stays',
  ],
])('%s', (_name, code, wanted) => expectSame(code, wanted));

const UPDATE = (id: string) =>
  `{ method: 'imbot.message.update', params: { BOT_ID: 39, MESSAGE_ID: ${id}, MESSAGE: 'later' } }`;

/** References that are written elsewhere, or put together when the code runs: the answer that they name is another one in v2. */
test.each<[string, string, 'moved' | 'stays']>([
  ['in a constant', `const last = '$result[send]';|last`, 'stays'],
  ['in a table', `const last = { id: '$result[send]' };|last.id`, 'stays'],
  ['in a class', `class Last { static id = '$result[send]'; }|Last.id`, 'stays'],
  ['in a variable', `let last = 7; last = '$result[send]';|last`, 'stays'],
  ['in a parameter', `const ask = (last = '$result[send]') => (SEND);|last`, 'stays'],
  ['by a function', `const last = (key) => '$result[' + key + ']';|last('send')`, 'stays'],
  ['by a function with a template', `const last = (key) => \`$result[$${'{key}'}]\`;|last('send')`, 'stays'],
  ['by a list', `|['$result[', 'send', ']'].join('')`, 'stays'],
  ['from two texts', `|'$result' + '[send]'`, 'stays'],
  ['with a part of its key', `const key = 'nd';|\`$result[se$${'{key}'}]\``, 'stays'],
  ['with the rest of its key', "const key = 'nd';|'$result[se' + key + ']'", 'stays'],
  ['of another key', `const key = 'es';|\`$result[us$${'{key}'}]\``, 'moved'],
  ['as it is', `|'$result[send]'`, 'moved'],
  ['of what is no reference', `const last = 7;|last`, 'moved'],
])('a reference %s', async (_name, given, wanted) => {
  const [before = '', id = ''] = given.split('|');
  const literal = `batch({ send: ${COMMAND("'a'")}, update: ${UPDATE(id)} })`;
  if (before.includes('SEND')) return expectSame(`${before.replace('SEND', literal)} await ask();`, wanted);
  await expectSame(`${before} await ${literal};`, wanted);
  await expectSame(
    `${before} const commands = {}; commands.send = ${COMMAND("'a'")}; commands.update = ${UPDATE(id)}; await batch(commands);`,
    wanted,
  );
});

/** Two commands under one key: which of them is answered shows when the code runs. */
test.each<[string, string, 'moved' | 'stays']>([
  [
    'in branches',
    `if (!print) commands.a = ${OTHER('1')}; else commands.a = ${COMMAND("'b'")};
  const { result } = await batch(commands); print(typeof result.result.a);`,
    'stays',
  ],
  [
    'one behind the other',
    `commands.a = ${OTHER('1')}; commands['a'] = ${COMMAND("'b'")};
  const { result } = await batch(commands); print(typeof result.result.a);`,
    'stays',
  ],
  [
    'that nobody reads',
    `if (!print) commands.a = ${OTHER('1')}; else commands.a = ${COMMAND("'b'")}; await batch(commands);`,
    'moved',
  ],
])('a key that is put twice, %s', (_name, code, wanted) => expectSame(`const commands = {}; ${code}`, wanted));

const SETTINGS = `let asked = 0;
const values = { BOT_ID: 39 };
const settings = { constant(key) { return values[key]; }, outer(key) { return settings.constant(key); }, counted(key) { asked += 1; return values[key]; } };
class Settings { constructor() { this.values = values; } constant(key) { return this.values[key]; } }
const own = new Settings();
const botOf = (key) => values[key];`;
const KEYBOARD = `, KEYBOARD: [{ TEXT: 'x', COMMAND: 'y' }]`;

/** A keyboard names the bot once more: what only reads may stand twice. */
test.each<[string, 'moved' | 'stays']>([
  ["settings.constant('BOT_ID')", 'moved'],
  ["settings.outer('BOT_ID')", 'moved'],
  ["own.constant('BOT_ID')", 'moved'],
  ["botOf('BOT_ID')", 'moved'],
  ["(botOf('BOT_ID'))", 'moved'],
  ["settings.counted('BOT_ID')", 'stays'],
  ["botOf((print('read'), 'BOT_ID'))", 'stays'],
  ["unseen('BOT_ID')", 'stays'],
])('BOT_ID: %s', (bot, wanted) =>
  expectSame(
    `${SETTINGS} const unseen = globalThis.unseen ?? botOf;
  await batch({ one: ${COMMAND("'a'", bot, KEYBOARD)} }).then((answer) => log.debug({ answer })); print(asked);`,
    wanted,
  ),
);
