import { beforeEach, describe, expect, test } from 'vitest';
import { shared } from '../../src/engine/shared';
import type { ImbotError } from '../../src/index';
import { type World, world } from '../walk/world';

let place: World;
beforeEach(() => {
  shared().portals.clear();
  place = world({ auth: 'webhook', encoding: 'json' });
});

const BOT_ID = 301;
const add = { BOT_ID, DIALOG_ID: 'chat1001', MESSAGE: 'Hi' };
const inBatch = () => place.portal.requests.filter((request) => request.inBatch).map(({ method }) => method);

describe('references from one command to the answer of another', () => {
  /** Each row of section 6: the answers are the same on v1 and v2, and the reference finds what it found. */
  const ROWS: readonly (readonly [name: string, cmd: Record<string, [string, Record<string, unknown>]>])[] = [
    [
      'message.add',
      { a: ['imbot.message.add', add], b: ['imbot.message.delete', { BOT_ID, MESSAGE_ID: '$result[a]' }] },
    ],
    [
      'chat.add',
      {
        a: ['imbot.chat.add', { BOT_ID, TITLE: 'T', USERS: [1] }],
        b: ['imbot.chat.updateTitle', { BOT_ID, CHAT_ID: '$result[a]', TITLE: 'New' }],
        c: ['imbot.message.add', { BOT_ID, DIALOG_ID: 'chat$result[a]', MESSAGE: 'to $result[a]' }],
      },
    ],
    [
      'true',
      {
        a: ['imbot.chat.sendTyping', { BOT_ID, DIALOG_ID: 'chat1001' }],
        b: ['imbot.message.add', { ...add, MESSAGE: 'was $result[a]' }],
      },
    ],
    [
      'user.list',
      {
        a: ['imbot.chat.user.list', { BOT_ID, CHAT_ID: 1001 }],
        b: ['imbot.chat.setManager', { BOT_ID, CHAT_ID: 1001, USER_ID: '$result[a][2]' }],
      },
    ],
  ];

  test.each(ROWS)('%s', async (_name, cmd) => {
    const old = world({ auth: 'webhook', encoding: 'json' });
    const before = await old.client({ mode: 'v1' }).batch(cmd);
    const after = await place.client({ mode: 'v2' }).batch(cmd);
    expect(after.result).toEqual(before.result);
    expect(after.result_error).toEqual(before.result_error);
    expect(inBatch().every((method) => method.startsWith('imbot.v2.'))).toBe(true);
    const state = ({ portal }: World) => ({ ...portal.snapshot(), delivery: [] });
    expect(state(place)).toEqual(state(old));
  });

  test('command.register', async () => {
    const LANG = [{ LANGUAGE_ID: 'en', TITLE: 'T' }];
    const cmd = {
      a: ['imbot.command.register', { BOT_ID, COMMAND: 'c', LANG, EVENT_COMMAND_ADD: 'https://b.example/h' }],
      b: ['imbot.command.unregister', { BOT_ID, COMMAND_ID: '$result[a]' }],
    } as const;
    const { result } = await place.client({ mode: 'v2', events: 'v2' }).batch(cmd);
    expect(result).toEqual({ a: 504, b: true });
  });
});

test('generations mix: what is lossy stays v1 in auto, under its key and in its place', async () => {
  const { result } = await place
    .client({ mode: 'auto' })
    .batch([
      ['imbot.message.add', add],
      ['imbot.message.add', { ...add, MENU: [{ TEXT: 'M' }] }],
      { method: 'imbot.message.delete', params: { BOT_ID, MESSAGE_ID: '$result[1]' } },
      'profile',
    ]);
  expect(result).toEqual([10005, 10006, true, expect.objectContaining({ ID: '1' })]);
  expect(inBatch()).toEqual([
    'imbot.v2.Chat.Message.send',
    'imbot.message.add',
    'imbot.v2.Chat.Message.delete',
    'profile',
  ]);
});

test('halt stops at the first error, and a check of v1 counts as one', async () => {
  const { result, result_error } = await place.client({ mode: 'v2' }).batch(
    {
      a: ['imbot.message.add', add],
      b: ['imbot.message.add', { ...add, MESSAGE: ' ' }],
      c: ['imbot.message.add', add],
    },
    { halt: true },
  );
  expect(result).toEqual({ a: 10005 });
  expect(result_error).toMatchObject({ b: { error: 'MESSAGE_EMPTY' } });
  expect(inBatch()).toEqual(['imbot.v2.Chat.Message.send', 'imbot.message.add']);
});

test('errors come back under their v1 codes', async () => {
  const { result_error } = await place.client({ mode: 'v2' }).batch({
    a: ['imbot.message.update', { BOT_ID, MESSAGE_ID: 99999, MESSAGE: 'x' }],
    b: ['imbot.chat.updateTitle', { BOT_ID, CHAT_ID: 1003, TITLE: 'x' }],
  });
  expect(result_error).toMatchObject({ a: { error: 'CANT_EDIT_MESSAGE' }, b: { error: 'ACCESS_ERROR' } });
});

test('one unaccepted loss refuses the whole batch in mode v2', async () => {
  const cmd = [
    ['imbot.message.add', add],
    ['imbot.message.add', { ...add, MENU: [{ TEXT: 'M' }] }],
  ] as const;
  const error = await place
    .client({ mode: 'v2' })
    .batch(cmd)
    .catch((thrown: ImbotError) => thrown);
  expect(error).toMatchObject({ code: 'LOSSY', losses: ['menu'], outcome: 'refused', method: 'batch' });
  expect(place.portal.requests).toEqual([]);
  expect((await place.client({ mode: 'v2', accept: ['menu'] }).batch(cmd)).result).toEqual([10005, 10006]);
});

test('a command as text', async () => {
  const text = 'imbot.message.add?BOT_ID=301&DIALOG_ID=chat1001&MESSAGE=a%26b+c&KEYBOARD[0][TEXT]=K';
  const { result } = await place.client({ mode: 'v2' }).batch({ one: text });
  expect(result).toEqual({ one: 10005 });
  expect(place.portal.state.messages.get(10005)).toMatchObject({
    text: 'a&b c',
    keyboard: { BUTTONS: [{ TEXT: 'K' }] },
  });
});

describe('what a batch may not do', () => {
  const sent = () => place.portal.requests.map(({ method }) => method);
  const failure = (batch: Promise<unknown>): Promise<ImbotError> =>
    batch.then(
      () => expect.unreachable('the batch should have failed'),
      (error) => error,
    );

  test('mode v2 refuses names that never existed, as a single call does', async () => {
    const imbot = place.client({ mode: 'v2' });
    const error = await failure(
      imbot.batch([
        ['imbot.bot.get', { BOT_ID }],
        ['imbot.message.add', add],
      ]),
    );
    expect(error).toMatchObject({ code: 'UNTRANSLATABLE', losses: ['unknown-method'], outcome: 'refused' });
    expect(sent()).toEqual([]);
  });

  test('such names are counted in the other modes', async () => {
    const imbot = place.client({ mode: 'auto' });
    await imbot.batch([['imbot.bot.get', { BOT_ID }]]);
    expect(imbot.report().methods['imbot.bot.get']).toMatchObject({ calls: 1, sent: { v1: 1 } });
  });

  test('a passing failure of the question before a batch does not keep the bot on v1', async () => {
    const imbot = place.client({ mode: 'auto' });
    place.portal.fault({ method: 'imbot.v2.Bot.get', kind: 'status', status: 503, code: 'OVERLOAD_LIMIT' });
    await imbot.batch([['imbot.message.add', add]]);
    expect(inBatch()).toEqual(['imbot.message.add']);
    await imbot.batch([['imbot.message.add', add]]);
    expect(inBatch()).toEqual(['imbot.message.add', 'imbot.v2.Chat.Message.send']);
  });

  test('a portal that refuses the question for good is told once', async () => {
    const told: string[] = [];
    const imbot = place.client({ mode: 'auto', warnings: ({ id }) => told.push(id) });
    place.portal.fault({ method: 'imbot.v2.Bot.get', kind: 'status', status: 400, code: 'BOT_NOT_FOUND' });
    await imbot.batch([['imbot.message.add', add]]);
    await imbot.batch([['imbot.message.add', add]]);
    expect(inBatch()).toEqual(['imbot.message.add', 'imbot.message.add']);
    expect(told.filter((id) => id.startsWith('bridge:'))).toHaveLength(1);
  });

  test('in mode auto a list of members of a chat that only the portal knows stays v1: it could not be asked again', async () => {
    const imbot = place.client({ mode: 'auto' });
    await imbot.batch({
      a: ['imbot.chat.add', { BOT_ID, TITLE: 'T' }],
      b: ['imbot.chat.user.list', { BOT_ID, CHAT_ID: '$result[a]' }],
    });
    expect(inBatch()).toEqual(['imbot.v2.Chat.add', 'imbot.chat.user.list']);
  });

  test('call("batch") reads CMD and HALT in any case, as the portal does', async () => {
    const imbot = place.client({ mode: 'v1' });
    const answer = await imbot.call('batch', { HALT: 1, CMD: { a: 'imbot.bot.get', b: ['imbot.message.add', add] } });
    expect(answer).toMatchObject({ result_error: { a: {} } });
    expect(inBatch()).toEqual(['imbot.bot.get']);
  });
});
