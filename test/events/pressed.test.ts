import { describe, expect, it } from 'vitest';
import { createEventHandler, decodeEvent, pollEvents, toV1Event } from '../../src/events/index';
import { httpBuildQuery } from './httpBuildQuery';
import { v2Data, webhookBody } from './samples';

const COMMAND = 'ONIMBOTV2COMMANDADD';
const command = { id: 99, command: '/echo', params: 'test', context: 'keyboard' };

/** A button below a message of the bot: the message is the bot's, the user is who pressed it. */
function pressed(kind: 'group' | 'private', over: Record<string, unknown> = {}): Record<string, unknown> {
  const data = v2Data(COMMAND, kind);
  const message = { ...Object(data['message']), authorId: 571, text: 'Choose' };
  return { ...data, message, command, ...over };
}

function both(data: Record<string, unknown>): { PARAMS: Record<string, unknown>; USER: unknown }[] {
  const queued = { eventId: 1, type: COMMAND, date: '', data };
  return [queued, httpBuildQuery(webhookBody(COMMAND, data))].map((body) => {
    const v1 = toV1Event(decodeEvent(body));
    return { PARAMS: { ...Object(v1?.data['PARAMS']) }, USER: v1?.data['USER'] };
  });
}

describe('a pressed button', () => {
  it.each(['group', 'private'] as const)(
    'in a %s chat comes from who pressed it, with the command as its text',
    (kind) => {
      for (const { PARAMS } of both(pressed(kind))) {
        expect(PARAMS).toMatchObject({
          FROM_USER_ID: '27',
          AUTHOR_ID: '27',
          MESSAGE: '/echo test',
          MESSAGE_ID: '84537',
        });
      }
      for (const { PARAMS } of both(pressed(kind, { command: { ...command, params: '' } }))) {
        expect(PARAMS['MESSAGE']).toBe('/echo');
      }
    },
  );

  it('in a private chat whose event tells no chat', () => {
    for (const chat of [[], undefined, {}]) {
      for (const { PARAMS } of both(pressed('private', { chat }))) {
        const place = { DIALOG_ID: '27', CHAT_TYPE: 'P', MESSAGE_TYPE: 'P', TO_USER_ID: '571', FROM_USER_ID: '27' };
        expect(PARAMS).toMatchObject(place);
        expect(PARAMS).not.toHaveProperty('CHAT_ID');
      }
    }
  });

  it('pressed twice is two events, also where duplicates are dropped, and covers no message', async () => {
    let count = 0;
    let messages = 0;
    const on = {
      ONIMCOMMANDADD: () => {
        count += 1;
      },
      ONIMBOTMESSAGEADD: () => {
        messages += 1;
      },
    };
    const handler = createEventHandler({ applicationToken: 'APPTOK', duplicates: 'drop', on });
    for (const event of [COMMAND, COMMAND, 'ONIMBOTV2MESSAGEADD']) {
      const data = event === COMMAND ? pressed('group') : v2Data(event, 'group');
      await handler.deliver(httpBuildQuery(webhookBody(event, data)));
    }
    expect([count, messages]).toEqual([2, 1]);
    const stop = new AbortController();
    const press = (eventId: number) => ({ eventId, type: COMMAND, date: '', data: pressed('group') });
    const call = () => Promise.resolve({ events: [press(1), press(2)], nextOffset: 3 });
    const sleep = () => Promise.resolve(stop.abort());
    await pollEvents({ call }, { botId: 571, duplicates: 'drop', on, signal: stop.signal, sleep });
    expect(count).toBe(4);
  });

  it('is another thing than a typed command, whose text and author stay', () => {
    for (const context of ['textarea', 'menu']) {
      for (const { PARAMS } of both(pressed('group', { command: { ...command, context } }))) {
        expect(PARAMS).toMatchObject({ FROM_USER_ID: '571', MESSAGE: 'Choose' });
      }
    }
  });
});

describe('a mention with REPLACE', () => {
  it.each(['[USER=571 REPLACE]Bot[/USER], hi', '[user=571 replace]Bot[/user], hi'])('%s counts', (text) => {
    const data = v2Data('ONIMBOTV2MESSAGEADD', 'group');
    data['message'] = { ...Object(data['message']), text };
    const v1 = toV1Event(decodeEvent({ eventId: 1, type: 'ONIMBOTV2MESSAGEADD', data }));
    expect(v1?.data['PARAMS']).toMatchObject({ MESSAGE: 'hi', TO_USER_ID: '571', MENTIONED_LIST: { 571: '571' } });
  });
});

describe('nobody as the user', () => {
  it.each<[string, unknown]>([
    ['0', { id: 0 }],
    ['an empty list', []],
    ['nothing', undefined],
  ])('%s is an empty USER', (_, user) => {
    for (const event of ['ONIMBOTV2MESSAGEADD', 'ONIMBOTV2JOINCHAT', COMMAND]) {
      const v1 = toV1Event(decodeEvent({ eventId: 1, type: event, data: { ...v2Data(event, 'group'), user } }));
      expect(v1?.data['USER']).toEqual({});
    }
  });
});
