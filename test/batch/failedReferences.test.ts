import { describe, expect, it } from 'vitest';
import { withoutEmptyReferences } from '../../src/translate/withoutEmptyReferences';
import { behindGateway, direct, seeded, send } from '../gateway/twins';

/** What a value may refer to that is not there: `a` goes out as v2, as v1, or is none of imbot. */
const NOTHING: readonly (readonly [string, string, string])[] = [
  [
    'a command that v2 refused',
    'imbot.message.add?BOT_ID=<bot>&CLIENT_ID=my_bot&DIALOG_ID=chat999999&MESSAGE=x',
    '$result[a]',
  ],
  ['a command that v1 refused', 'imbot.message.add?BOT_ID=<bot>&CLIENT_ID=my_bot&DIALOG_ID=&MESSAGE=x', '$result[a]'],
  ['a command that nobody knows', 'user.nothing', '$result[a][id]'],
  ['a command that is not there', 'user.current', '$result[b2]'],
  ['a place that an answer does not have', 'user.current', '$result[a][NOTHING]'],
  [
    'a place that a translated answer does not have',
    'imbot.chat.user.list?BOT_ID=<bot>&CLIENT_ID=my_bot&CHAT_ID=<chat>',
    '$result[a][99]',
  ],
];

/** Parameters in which one value refers to it. */
const CALLS: readonly (readonly [method: string, params: string])[] = [
  ['imbot.message.update', 'MESSAGE_ID=<ref>&MESSAGE=x'],
  ['imbot.message.delete', 'MESSAGE_ID=<ref>'],
  ['imbot.message.like', 'MESSAGE_ID=<ref>'],
  ['imbot.message.add', 'DIALOG_ID=<ref>&MESSAGE=x'],
  ['imbot.message.add', 'DIALOG_ID=chat<ref>&MESSAGE=x'],
  ['imbot.message.add', 'DIALOG_ID=1&MESSAGE=<ref>'],
  ['imbot.message.add', 'DIALOG_ID=1&MESSAGE=was <ref>!'],
  ['imbot.command.answer', 'COMMAND_ID=<ref>&MESSAGE_ID=1&MESSAGE=x'],
  ['imbot.command.answer', 'COMMAND=help&MESSAGE_ID=<ref>&MESSAGE=x'],
  ['imbot.command.unregister', 'COMMAND_ID=<ref>'],
  ['imbot.command.update', 'COMMAND_ID=<ref>&FIELDS[HIDDEN]=Y'],
  ['imbot.chat.add', 'USERS[0]=<ref>&TITLE=x'],
  ['imbot.chat.leave', 'CHAT_ID=<ref>'],
  ['imbot.chat.setOwner', 'CHAT_ID=<ref>&USER_ID=1'],
  ['imbot.chat.setOwner', 'CHAT_ID=<chat>&USER_ID=<ref>'],
  ['imbot.chat.setManager', 'CHAT_ID=<ref>&USER_ID=2'],
  ['imbot.chat.updateTitle', 'CHAT_ID=<ref>&TITLE=x'],
  ['imbot.chat.updateTitle', 'CHAT_ID=<chat>&TITLE=<ref>'],
  ['imbot.chat.updateColor', 'CHAT_ID=<chat>&COLOR=<ref>'],
  ['imbot.chat.sendTyping', 'DIALOG_ID=<ref>'],
  ['imbot.chat.user.add', 'CHAT_ID=<ref>&USERS[0]=2'],
  ['imbot.chat.user.add', 'CHAT_ID=<chat>&USERS[0]=<ref>'],
  ['imbot.chat.user.delete', 'CHAT_ID=<chat>&USER_ID=<ref>'],
  ['imbot.chat.user.list', 'CHAT_ID=<ref>'],
  ['imbot.dialog.get', 'DIALOG_ID=<ref>'],
  ['imbot.update', 'BOT_ID=<ref>&FIELDS[CODE]=x'],
];

describe.each(NOTHING)('a value that refers to %s', (_what, before, reference) => {
  it('is answered as v1 answers it, and changes what v1 changes', async () => {
    const answers: unknown[] = [];
    for (const make of [direct, behindGateway]) {
      const side = await make();
      const { hook, bot, chat } = seeded(side.portal);
      const filled = (text: string): string =>
        text.replaceAll('<bot>', String(bot)).replaceAll('<chat>', chat.slice(4)).replaceAll('<ref>', reference);
      const seen: unknown[] = [];
      for (const [method, params] of CALLS) {
        const own = params.includes('BOT_ID=') ? '' : `BOT_ID=${bot}&`;
        const cmd = { a: filled(before), b: filled(`${method}?${own}CLIENT_ID=my_bot&${params}`), c: 'user.current' };
        const type = { 'content-type': 'application/json' };
        const body = JSON.stringify({ cmd });
        const got = await send(side.url, `${hook}batch`, { method: 'POST', headers: type, body });
        const { result } = JSON.parse(got.text);
        seen.push([method, params, got.status, result.result, result.result_error]);
      }
      answers.push([seen, side.portal.snapshot().messages.map(({ text }) => text), side.portal.snapshot().chats]);
      await side.close();
    }
    const [v1, translated] = answers;
    expect(translated).toEqual(v1);
  });
});

it('a value that refers to something stays as it is, whatever stands beside it', () => {
  const results = new Map<string, unknown>([
    ['a', { id: 5, none: null, empty: '' }],
    ['b', 0],
  ]);
  const values = { A: '$result[a][id]', B: '$result[b]', C: 'x', D: 'chat$result[z]', E: 5, F: null };
  expect(withoutEmptyReferences(values, results)).toBe(values);
  const empty = { A: '$result[a][none]', B: ['$result[a][empty]', '$result[a][id]'], C: { D: '$result[z]' } };
  expect(withoutEmptyReferences(empty, results)).toEqual({ A: '', B: ['', '$result[a][id]'], C: { D: '' } });
});
