import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEvent, type IdMap, toV1Event, type V1EventBot } from '../../src/events/index';
import { COLOURS } from '../../src/values/enums';
import { httpBuildQuery } from './httpBuildQuery';
import { v1Body, v2Data } from './samples';

function params(event: string, kind: 'group' | 'private', over: Record<string, unknown>): Record<string, unknown> {
  const data = v2Data(event, kind);
  for (const [key, change] of Object.entries(over)) {
    data[key] = typeof change === 'object' && change !== null ? { ...Object(data[key]), ...change } : change;
  }
  const v1 = toV1Event(decodeEvent({ eventId: 1, type: event, date: '', data }));
  return { ...Object(v1?.data['PARAMS']), USER: v1?.data['USER'] };
}

const ADD = 'ONIMBOTV2MESSAGEADD';

describe('mentions in groups', () => {
  it.each([
    ['[USER=571]Bot[/USER], hi', 'hi', '571', { 571: '571' }],
    ['[USER=571]Bot[/USER] , hi', ', hi', '571', { 571: '571' }],
    ['hi [USER=2]A[/USER] and [USER=571]Bot[/USER],', 'hi  and', '2', { 2: '2', 571: '571' }],
    ['  nobody  ', 'nobody', '0', undefined],
    ['[USER=7]unclosed', '[USER=7]unclosed', '0', undefined],
    ['[USER=2]A[/USER][USER=2]A[/USER],x', 'x', '2', { 2: '2' }],
    ['[USER=x]A[/USER]', '[USER=x]A[/USER]', '0', undefined],
  ])('%j', (text, MESSAGE, TO_USER_ID, MENTIONED_LIST) => {
    const got = params(ADD, 'group', { message: { text } });
    expect(got).toMatchObject({ MESSAGE, TO_USER_ID, MESSAGE_ORIGINAL: text });
    expect(got['MENTIONED_LIST']).toEqual(MENTIONED_LIST);
  });

  it('stay in private chats and in commands', () => {
    const text = '[USER=571]Bot[/USER], hi ';
    expect(params(ADD, 'private', { message: { text } })).toMatchObject({ MESSAGE: text, TO_USER_ID: '571' });
    const command = params('ONIMBOTV2COMMANDADD', 'group', { message: { text } });
    expect(command).toMatchObject({ MESSAGE: text });
    expect(command).not.toHaveProperty('TO_USER_ID');
  });

  it('are searched in linear time in hostile text', () => {
    const text = '[USER=1]'.repeat(200_000);
    expect(params(ADD, 'group', { message: { text } })).toMatchObject({ MESSAGE: text });
  });
});

describe('chat type', () => {
  it.each([
    [{ messageType: 'X', type: 'chat' }, 'X'],
    [{ messageType: undefined, entityType: 'LINES', type: 'chat' }, 'L'],
    [{ messageType: '', type: 'private' }, 'P'],
    [{ messageType: undefined, type: 'chat' }, 'C'],
    [{ messageType: undefined, type: 'open' }, 'O'],
    [{ messageType: undefined, type: 'channel' }, 'N'],
    [{ messageType: undefined, type: 'openChannel' }, 'J'],
    [{ messageType: undefined, type: 'generalChannel' }, 'J'],
    [{ messageType: undefined, type: 'thread' }, 'T'],
    [{ messageType: undefined, type: 'copilot' }, 'A'],
    [{ messageType: undefined, type: 'collab' }, 'B'],
    [{ messageType: undefined, type: undefined, dialogId: '27' }, 'P'],
    [{ messageType: undefined, type: 'constructor', dialogId: 'chat5' }, 'C'],
  ])('%j is %s', (chat, type) => {
    const got = params(ADD, 'group', { chat });
    expect([got['CHAT_TYPE'], got['MESSAGE_TYPE'], 'CHAT_ID' in got]).toEqual([type, type, type !== 'P']);
  });
});

describe('single values', () => {
  it('colours are codes again, unknown ones absent', () => {
    for (const [code, [, color]] of Object.entries(COLOURS)) {
      expect(params(ADD, 'group', { chat: { color } })['CHAT_COLOR']).toBe(code);
      expect(params(ADD, 'group', { chat: { color: color.toUpperCase() } })['CHAT_COLOR']).toBe(code);
    }
    for (const color of ['#123456', '', null])
      expect(params(ADD, 'group', { chat: { color } })).not.toHaveProperty('CHAT_COLOR');
  });

  it('an avatar is "0" when there is none, else absent', () => {
    expect(params(ADD, 'group', { chat: { avatar: '' } })['CHAT_AVATAR']).toBe('0');
    expect(params(ADD, 'group', { chat: { avatar: 'https://x/y.png' } })).not.toHaveProperty('CHAT_AVATAR');
  });

  it('parents are "0" for null of either delivery', () => {
    for (const parentChatId of [null, '']) {
      expect(params('ONIMBOTV2COMMANDADD', 'group', { chat: { parentChatId } })['CHAT_PARENT_ID']).toBe('0');
    }
    expect(params('ONIMBOTV2COMMANDADD', 'group', { chat: { parentChatId: 12 } })['CHAT_PARENT_ID']).toBe('12');
  });

  it('flags are Y or N from either delivery', () => {
    for (const [value, flag] of [
      [true, 'Y'],
      ['1', 'Y'],
      [false, 'N'],
      ['0', 'N'],
      ['', 'N'],
      [null, 'N'],
    ]) {
      const got = params(ADD, 'group', {
        message: { isSystem: value },
        user: { bot: value },
        chat: { extranet: value },
      });
      expect(got).toMatchObject({ SYSTEM: flag, CHAT_EXTRANET: flag, USER: { IS_BOT: flag } });
    }
    expect(params(ADD, 'group', { user: { externalAuthId: 'replica' } })).toMatchObject({ USER: { IS_NETWORK: 'Y' } });
  });

  it('a private join is reversed', () => {
    expect(params('ONIMBOTV2JOINCHAT', 'private', {})).toMatchObject({ TO_USER_ID: '27', FROM_USER_ID: '571' });
    expect(params('ONIMBOTV2JOINCHAT', 'group', {})).not.toHaveProperty('TO_USER_ID');
  });

  it('files are a map by id, absent when there are none (an empty params is a list)', () => {
    const FILES = { 138: { id: '138' }, 139: { id: '139' } };
    expect(params(ADD, 'private', { message: { params: { FILE_ID: ['138', '139'] } } })['FILES']).toEqual(FILES);
    expect(params(ADD, 'private', { message: { params: [] } })).not.toHaveProperty('FILES');
  });

  it('a context is passed on as a form would carry it', () => {
    const got = params('ONIMBOTV2CONTEXTGET', 'private', { context: { a: true, b: [1, null], c: { d: 'e' } } });
    expect(got['CONTEXT']).toMatchObject({ a: '1', b: ['1', ''], c: { d: 'e' } });
  });

  it('an event of whatever content never throws', () => {
    const name = fc.constantFrom(
      ADD,
      'ONIMBOTV2MESSAGEDELETE',
      'ONIMBOTV2JOINCHAT',
      'ONIMBOTV2COMMANDADD',
      'ONIMBOTV2DELETE',
    );
    const part = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.constantFrom('id', 'text', 'dialogId', 'auth'), fc.anything()),
    );
    const data = fc.dictionary(fc.constantFrom('bot', 'message', 'chat', 'user', 'command', 'messageId'), part);
    fc.assert(
      fc.property(name, data, (event, fields) => {
        expect(toV1Event(decodeEvent({ event, data: fields }))).not.toBeNull();
      }),
      { numRuns: process.env.IMBOT_FULL ? 10_000 : 500, seed: 6 },
    );
  });
});

describe('the id map', () => {
  it('is a plain object to JSON, deepStrictEqual, Object.keys, for…in and spread', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 31 }), { minLength: 1, maxLength: 5 }), (ids) => {
        const event = toV1Event(decodeEvent(httpBuildQuery(v1Body(ids))));
        const map: unknown = event?.data['BOT'];
        const sorted = [...ids].sort((a, b) => a - b).map(String);
        const plain = JSON.parse(JSON.stringify(map));
        assert.deepStrictEqual(map, plain);
        assert.deepStrictEqual({ ...Object(map) }, plain);
        const keys: string[] = [];
        for (const key in Object(map)) keys.push(key);
        expect([keys, Object.keys(plain)]).toEqual([sorted, sorted]);
        if (!isBots(map)) throw new Error('no map');
        expect([map.length, map['0']?.BOT_ID, map.map((bot) => bot.BOT_ID)]).toEqual([ids.length, sorted[0], sorted]);
        expect(map.find((bot) => bot.BOT_ID === sorted.at(-1))).toBe(map[sorted.at(-1) ?? '']);
      }),
    );
  });

  it('has no [0] when empty, and takes ids from inside entries that a parser put in a list', () => {
    const parsed = { event: 'ONIMBOTMESSAGEADD', data: { BOT: [{ BOT_ID: '21' }, null, { BOT_ID: 5 }] } };
    expect(toV1Event(decodeEvent(parsed))?.data['BOT']).toEqual({ 5: { BOT_ID: 5 }, 21: { BOT_ID: '21' } });
    expect(
      Reflect.get(Object(toV1Event(decodeEvent({ event: 'X', data: { BOT: [] } }))?.data['BOT']), '0'),
    ).toBeUndefined();
  });
});

function isBots(value: unknown): value is IdMap<V1EventBot> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
