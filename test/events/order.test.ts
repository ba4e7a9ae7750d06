import { describe, expect, it } from 'vitest';
import { createPortal } from '../../portal/index';
import { decodeEvent, toV1Body, toV1Event } from '../../src/events/index';
import api from '../spec/imbot-api.json';
import { httpBuildQuery } from './httpBuildQuery';
import { v2Data, webhookBody } from './samples';

const EVENTS = [
  ['ONIMBOTMESSAGEADD', 'ONIMBOTV2MESSAGEADD'],
  ['ONIMBOTMESSAGEUPDATE', 'ONIMBOTV2MESSAGEUPDATE'],
  ['ONIMBOTMESSAGEDELETE', 'ONIMBOTV2MESSAGEDELETE'],
  ['ONIMBOTJOINCHAT', 'ONIMBOTV2JOINCHAT'],
  ['ONIMCOMMANDADD', 'ONIMBOTV2COMMANDADD'],
] as const;
const CASES = EVENTS.flatMap(([v1, v2]) => (['private', 'group'] as const).map((kind) => ({ v1, v2, kind })));

/** The documented example of an event in such a chat. */
function example(event: keyof typeof api.v1Events, kind: 'private' | 'group'): object {
  const { examples } = api.v1Events[event];
  const found = examples.find(({ case: title }) => title.startsWith(kind === 'group' ? 'Group' : 'Personal'));
  if (found === undefined) throw new Error(`no example of ${event}`);
  return found.payload.data;
}

/** The keys of a section that both have, in the order of each. */
function shared(section: string, ours: object, theirs: object): [string[], string[]] {
  const [a, b] = [ours, theirs].map((data) => Object.keys(Object(Object(data)[section])));
  return [(a ?? []).filter((key) => b?.includes(key)), (b ?? []).filter((key) => a?.includes(key))];
}

describe('the fields of an event stand in the order of the documented v1 example', () => {
  it.each(CASES)('$v2 in a $kind chat', ({ v1, v2, kind }) => {
    const data = v2Data(v2, kind);
    const posted = toV1Event(decodeEvent(httpBuildQuery(webhookBody(v2, data))));
    const queued = toV1Event(decodeEvent({ eventId: 1, type: v2, date: '2026-02-26T08:19:23+00:00', data }));
    const documented = example(v1, kind);
    for (const event of [posted, queued]) {
      for (const section of ['PARAMS', 'USER']) {
        const [ours, theirs] = shared(section, event?.data ?? {}, documented);
        expect(ours).toEqual(theirs);
        if (section === 'PARAMS') expect(ours.length).toBeGreaterThan(6);
      }
      const sections = Object.keys(event?.data ?? {});
      expect(sections).toEqual(Object.keys(documented).filter((name) => sections.includes(name)));
    }
  });

  it('and so do those of the fake portal', () => {
    const portal = createPortal();
    portal.webhook();
    const bot = portal.addBot({ code: 'b', clientId: 't', type: 'supervisor', handler: 'https://b.example/h' });
    const chat = portal.addChat({ owner: 1, users: [2] });
    portal.state.commands.set(7, {
      ...{ id: 7, botId: bot.id, command: 'go', common: true, hidden: false, extranetSupport: false },
      ...{ title: new Map(), params: new Map(), handler: 'https://b.example/h' },
    });
    portal.join({ botId: bot.id, userId: 2, chatId: chat.id });
    portal.join({ botId: bot.id, userId: 2 });
    for (const dialogId of [`chat${chat.id}`, String(bot.id)]) {
      portal.command({ userId: 2, dialogId, command: 'go' });
      const messageId = portal.say({ userId: 2, dialogId, text: `[USER=${bot.id}]B[/USER] hi` });
      portal.editMessage({ userId: 2, messageId, text: `[USER=${bot.id}]B[/USER] ho` });
      portal.deleteMessage({ userId: 2, messageId });
    }
    const seen = new Set<string>();
    for (const { event, payload } of portal.deliveries) {
      const name = EVENTS.find(([v1]) => v1 === event)?.[0];
      if (name === undefined) throw new Error(event);
      const kind = Object(Object(payload['data']).PARAMS).CHAT_TYPE === 'P' ? 'private' : 'group';
      seen.add(`${name} ${kind}`);
      const [ours, theirs] = shared('PARAMS', Object(payload['data']), example(name, kind));
      expect([name, kind, ours]).toEqual([name, kind, theirs]);
    }
    expect(seen.size).toBe(10);
  });
});

describe('a handler that takes the first key of the form that fits', () => {
  const text = '[USER=571]NewBot[/USER], create a task list';
  it.each([
    ['private', text],
    ['group', 'create a task list'],
  ] as const)('finds the text of a message in a %s chat', (kind, wanted) => {
    const data = v2Data('ONIMBOTV2MESSAGEADD', kind);
    const message = { ...Object(data['message']), params: { MESSAGE: 'not this', REPLY_ID: 7 } };
    const form = httpBuildQuery(webhookBody('ONIMBOTV2MESSAGEADD', { ...data, message }));
    const pairs = [...new URLSearchParams(toV1Body(form))];
    expect(pairs.find(([key]) => key.endsWith('[MESSAGE]'))).toEqual(['data[PARAMS][MESSAGE]', wanted]);
  });
});

describe('PARAMS.PARAMS', () => {
  const eventOf = (event: string, params: unknown, over: object = {}) => {
    const data = v2Data(event, 'private');
    const message = { ...Object(data['message']), params };
    return toV1Event(decodeEvent({ eventId: 1, type: event, data: { ...data, message, ...over } }));
  };
  const paramsOf = (event: ReturnType<typeof toV1Event>) => Object(event?.data['PARAMS']).PARAMS;

  it.each(['ONIMBOTV2MESSAGEADD', 'ONIMBOTV2MESSAGEUPDATE', 'ONIMBOTV2COMMANDADD'])(
    'of %s holds what the message carries, as texts',
    (event) => {
      const params = { REPLY_ID: 7, FILE_ID: ['5', 6], COMPONENT_ID: 'HiddenMessage', IS_PINNED: true };
      expect(paramsOf(eventOf(event, params))).toEqual({
        REPLY_ID: '7',
        FILE_ID: ['5', '6'],
        COMPONENT_ID: 'HiddenMessage',
        IS_PINNED: '1',
      });
    },
  );

  it('is left out where the message carries nothing, and under a pressed button, whose message is the bot’s', () => {
    for (const none of [[], {}, null, undefined])
      expect(paramsOf(eventOf('ONIMBOTV2MESSAGEADD', none))).toBeUndefined();
    const command = { id: 7, command: '/go', params: '', context: 'keyboard' };
    expect(paramsOf(eventOf('ONIMBOTV2COMMANDADD', { KEYBOARD: { BUTTONS: [] } }, { command }))).toBeUndefined();
    const typed = { ...command, context: 'textarea' };
    expect(paramsOf(eventOf('ONIMBOTV2COMMANDADD', { REPLY_ID: 7 }, { command: typed }))).toEqual({ REPLY_ID: '7' });
  });

  it('reads the same in both generations', () => {
    const portal = createPortal();
    portal.webhook();
    const bot = portal.addBot({ code: 'b', clientId: 't', handler: 'https://b.example/h' });
    const first = portal.say({ userId: 2, dialogId: bot.id, text: 'one' });
    portal.say({ userId: 2, dialogId: bot.id, text: 'reply', replyId: first, files: [3, 4] });
    const v1 = toV1Event(decodeEvent(portal.deliveries.at(-1)?.body));
    bot.eventMode = 'fetch';
    portal.say({ userId: 2, dialogId: bot.id, text: 'reply', replyId: first, files: [3, 4] });
    const v2 = toV1Event(decodeEvent(bot.queue.at(-1)));
    expect(paramsOf(v1)).toEqual({ REPLY_ID: String(first), FILE_ID: ['3', '4'] });
    expect(paramsOf(v2)).toEqual(paramsOf(v1));
  });
});
