import { test } from 'vitest';
import { expectSame } from './expectSame';

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
])('%s', expectSame);
