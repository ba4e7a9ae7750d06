import { expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { runBot } from '../runBot';
import { read, workspace } from '../workspace';

const TRANSPORT = `const post = async (path, body) => (await fetch(globalThis.PORTAL.BASE + path, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ...body, auth: globalThis.PORTAL.TOKEN }),
})).json();
const call = async (method, params) => {
  const body = await post(method, params);
  if (body.error) throw new Error('refused');
  return body;
};
const bare = async (method, params) => (await call(method, params)).result;
const add = (path, value) => Array.isArray(value) || (typeof value === 'object' && value !== null)
  ? Object.entries(value).map(([key, inner]) => add(path + '[' + key + ']', inner)).join('&')
  : path + '=' + encodeURIComponent(value);
const query = (params) => Object.entries(params).map(([key, value]) => add(key, value)).join('&');
const batch = async (commands) => {
  const cmd = {};
  for (const [key, { method, params }] of Object.entries(commands)) cmd[key] = method + '?' + query(params);
  const body = await post('batch', { cmd });
  if (body.error) throw new Error('refused');
  return body;
};
const other = async () => 'other';
const log = { debug: (given) => print(Object.keys(given).join()), print: undefined };
let print = () => {};
export async function run(given) {
  print = given;
  await main();
}
`;
const PARAMS = (text: string) => `{ BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: '${text}' }`;
const CALL = (name: string, text = 'a') => `${name}('imbot.message.add', ${PARAMS(text)})`;

/** What becomes of an answer that is waited for with others; `stays` where nobody can tell. */
test.each<[string, 'moved' | 'stays']>([
  [`await Promise.all([${CALL('call')}, other()]);`, 'moved'],
  [`const all = await Promise.all([${CALL('call')}, other()]); print(all.length);`, 'moved'],
  [`const all = await Promise.all([other(), ${CALL('call')}]); print(all[0], all[1].result > 0);`, 'moved'],
  [`const [sent] = await Promise.all([${CALL('call')}, other()]); print(sent.result);`, 'moved'],
  [`const [, { result }] = await Promise.all([other(), ${CALL('call')}]); print(result);`, 'moved'],
  [
    `const [first, second] = await Promise.all([${CALL('bare')}, ${CALL('bare', 'b')}]); print(first, second);`,
    'moved',
  ],
  [`await Promise.all([${CALL('call')}, other()]).then(() => print('done'));`, 'moved'],
  [`await Promise.all([${CALL('call')}]).then(([sent]) => print(sent.result));`, 'moved'],
  [`await Promise.all([${CALL('call')}]).then((all) => log.debug({ all }));`, 'moved'],
  [`await Promise.allSettled([${CALL('call')}, other()]);`, 'moved'],
  [
    `await Promise.all(['a', 'b'].map((text) => call('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: text })));`,
    'moved',
  ],
  [`await Promise.all(['a'].map((text) => { return ${CALL('call')}; })).then(() => print('done'));`, 'moved'],
  [`const all = await Promise.all([${CALL('call')}, other()]); print(typeof all.at(0).result);`, 'moved'],
  [`const [...all] = await Promise.all([${CALL('call')}]); print(all[0].result);`, 'moved'],
  [`const all = await Promise.allSettled([${CALL('call')}]); print(all[0].value.result);`, 'moved'],
  [`const all = await Promise.all(['a'].map(() => ${CALL('call')})); print(all[0].result);`, 'moved'],
  [`const one = await Promise.race([${CALL('call')}, new Promise(() => {})]); print(one.result);`, 'moved'],
  [
    `await batch({ one: { method: 'imbot.message.add', params: ${PARAMS('a')} } }).then((answer) => log.debug({ answer }));`,
    'moved',
  ],
  [
    `await Promise.all([batch({ one: { method: 'imbot.message.add', params: ${PARAMS('a')} } }), other()]).then((all) => log.debug({ all }));`,
    'moved',
  ],
  [
    `const [answer] = await Promise.all([batch({ one: { method: 'imbot.message.add', params: ${PARAMS('a')} } })]); print(answer.result.result.one);`,
    'moved',
  ],
  [
    `const parts = new Map();
  ['a', 'b', 'c'].forEach((text, at) => {
    const commands = parts.get(at % 2) ?? {};
    commands['note-' + text] = { method: 'imbot.message.add', params: { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: text } };
    parts.set(at % 2, commands);
  });
  await Promise.all([...parts.values()].map((commands) => batch(commands))).then(() => print(parts.size));`,
    'moved',
  ],
  [
    `const parts = new Map();
  for (const text of ['a', 'b']) {
    const part = parts.get(text) || {};
    part.note = { method: 'imbot.message.add', params: { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: text } };
    parts.set(text, part);
  }
  for (const part of parts.values()) await batch(part);`,
    'moved',
  ],
  [
    `const parts = new Map();
  for (const text of ['a', 'b']) {
    const part = parts.get(text) || {};
    part.note = { method: 'imbot.message.add', params: { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: text } };
    parts.set(text, part);
  }
  for (const part of parts.values()) await batch(part);
  print(JSON.stringify([...parts.values()].map(({ note }) => note.params.MESSAGE)));`,
    'stays',
  ],
  [
    `const parts = new Map();
  for (const text of ['a']) {
    const part = parts.get(text) || {};
    part.note = { method: 'imbot.message.add', params: { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: text } };
    parts.set(text, part);
  }
  for (const part of parts.values()) { const { result } = await batch(part); print(Object.values(result.result)[0]); }`,
    'stays',
  ],
])('%s', async (code, wanted) => {
  const files = {
    'package.json': '{"type":"module"}',
    'bot.js': `${TRANSPORT}async function main() {\n  ${code}\n}\n`,
  };
  const before = await runBot(workspace(files));
  expect(before.messages.length).toBeGreaterThan(0);
  const cwd = workspace(files);
  const { report } = await rewrite({
    cwd,
    write: true,
    allowDirty: true,
    assumeErrors: true,
    assumeTransport: 'json',
  });
  expect(report.failed).toBeUndefined();
  const sites = report.sites.filter(({ kind }) => kind !== 'mention');
  expect(sites.map(({ change, reasons }) => change ?? `stays: ${reasons}`)).toEqual(
    sites.map(() => (wanted === 'moved' ? 'moved' : expect.stringMatching(/^stays/))),
  );
  const { printed, messages } = await runBot(cwd);
  expect({ printed, messages }, read(cwd)['bot.js']?.toString()).toEqual({
    printed: before.printed,
    messages: before.messages,
  });
});
