import { describe, expect, it } from 'vitest';
import { createPortal, type Portal } from '../../portal/index';
import { decodeEvent, toV1Event, type V1Event } from '../../src/events/index';
import { EVENT_FIELDS_WITHOUT_V2, EVENT_NAMES } from '../../src/map/events';

/** Two portals alike but for the API version that the bot was registered through. */
function portalWith(generation: 'v1' | 'v2', eventMode: 'webhook' | 'fetch', openline: boolean) {
  const portal = createPortal();
  const application = portal.application({ clientId: 'local.1', clientSecret: 'x' });
  const url = 'https://bot.example/bot';
  const delivery =
    generation === 'v1' ? { handler: url } : { eventMode, ...(eventMode === 'webhook' ? { webhookUrl: url } : {}) };
  const type = openline ? 'openline' : 'supervisor';
  const bot = portal.addBot({ code: 'helper', type, generation, application, ...delivery });
  const lines = openline ? { entityType: 'LINES', entityId: 'x|1|2|3' } : { entityType: 'CRM', entityId: 'DEAL|1' };
  const chat = portal.addChat({ title: 'Support', owner: 1, users: [2, bot.id], color: 'mint', ...lines });
  const command = {
    id: 78,
    botId: bot.id,
    command: 'echo',
    common: true,
    hidden: false,
    extranetSupport: false,
    title: new Map(),
    params: new Map(),
    handler: url,
  };
  portal.state.commands.set(command.id, command);
  return { portal, bot, chat };
}

type Room = ReturnType<typeof portalWith>;

const doings: Record<string, (room: Room) => void> = {
  'a private message': ({ portal, bot }) =>
    void portal.say({ userId: 2, dialogId: bot.id, text: ' Hello  [b]you[/b]\n' }),
  'a private mention': ({ portal, bot }) =>
    void portal.say({ userId: 2, dialogId: bot.id, text: `[USER=${bot.id}]Bot[/USER], hi` }),
  'a group mention': ({ portal, bot, chat }) =>
    void portal.say({
      userId: 1,
      dialogId: `chat${chat.id}`,
      text: `[USER=${bot.id}]Bot[/USER], how [USER=1]A[/USER] ? `,
    }),
  'a message with files': ({ portal, bot }) =>
    void portal.say({ userId: 2, dialogId: bot.id, text: 'see', files: [138, 139] }),
  'an edit in private': ({ portal, bot }) => {
    const messageId = portal.say({ userId: 2, dialogId: bot.id, text: 'a' });
    portal.editMessage({ userId: 2, messageId, text: 'b' });
  },
  'an edit in a group': ({ portal, bot, chat }) => {
    const messageId = portal.say({ userId: 2, dialogId: `chat${chat.id}`, text: `[USER=${bot.id}]Bot[/USER] a` });
    portal.editMessage({ userId: 2, messageId, text: `[USER=${bot.id}]Bot[/USER], b` });
  },
  'a deletion in private': ({ portal, bot }) => {
    const messageId = portal.say({ userId: 2, dialogId: bot.id, text: 'a' });
    portal.deleteMessage({ userId: 2, messageId });
  },
  'a deletion in a group': ({ portal, bot, chat }) => {
    const messageId = portal.say({ userId: 2, dialogId: `chat${chat.id}`, text: `[USER=${bot.id}]Bot[/USER] a` });
    portal.deleteMessage({ userId: 2, messageId });
  },
  'joining in private': ({ portal, bot }) => portal.join({ botId: bot.id, userId: 3 }),
  'joining a group': ({ portal, bot }) => {
    const chat = portal.addChat({ title: 'Other', owner: 4, users: [5] });
    portal.join({ botId: bot.id, userId: 4, chatId: chat.id });
  },
  'a typed command in private': ({ portal, bot }) =>
    void portal.command({ userId: 2, dialogId: bot.id, command: 'echo', params: 'one two' }),
  'a command by a button in a group': ({ portal, bot, chat }) => {
    const messageId = portal.say({ userId: 2, dialogId: `chat${chat.id}`, text: `[USER=${bot.id}]Bot[/USER] a` });
    portal.command({ userId: 1, dialogId: `chat${chat.id}`, command: 'echo', context: 'keyboard', messageId });
  },
  'a button under a message of the bot, in private': ({ portal, bot }) => {
    const messageId = portal.say({ userId: bot.id, dialogId: 2, text: 'Buy?' });
    portal.command({ userId: 2, dialogId: bot.id, command: 'echo', params: ' a  b ', context: 'keyboard', messageId });
  },
  'a button under a message of the bot, in a group, without parameters': ({ portal, bot, chat }) => {
    const messageId = portal.say({ userId: bot.id, dialogId: `chat${chat.id}`, text: 'Buy?' });
    portal.command({ userId: 3, dialogId: `chat${chat.id}`, command: 'echo', context: 'keyboard', messageId });
  },
};

describe.each(['webhook', 'fetch'] as const)('v2 by %s gives the v1 delivery', (mode) => {
  describe.each([false, true])('open line %s', (openline) => {
    it.each(Object.entries(doings))('%s', (_, act) => {
      const [old, moved] = [portalWith('v1', 'webhook', openline), portalWith('v2', mode, openline)];
      act(old);
      act(moved);
      const before = v1Events(old.portal);
      const after = mode === 'webhook' ? v1Events(moved.portal) : queuedEvents(moved);
      expect(after.map(({ event }) => event)).toEqual(before.map(({ event }) => event));
      expect(before.length).toBeGreaterThan(0);
      for (const [index, event] of before.entries()) {
        const wanted = withoutTokens(withoutLost(event), mode);
        expect(withoutTokens(plain(after[index]), mode)).toEqual(wanted);
      }
    });
  });
});

function v1Events(portal: Portal): V1Event[] {
  return portal.deliveries.map(({ body }) => need(toV1Event(decodeEvent(body))));
}

function queuedEvents({ bot }: Room): V1Event[] {
  return bot.queue.map((event) => need(toV1Event(decodeEvent(event))));
}

function need(event: V1Event | null): V1Event {
  if (event === null) throw new Error('no v1 form');
  return event;
}

/** Data as plain JSON; `v2` and the handler's id are not v1's. */
function plain(event: V1Event | undefined): Record<string, unknown> {
  return JSON.parse(JSON.stringify({ event: event?.event, data: event?.data, ts: event?.ts, auth: event?.auth }));
}

/** Less the fields that the map lists as not in v2. */
function withoutLost(event: V1Event): Record<string, unknown> {
  const copy = plain(event);
  const lost: readonly string[] =
    Object.entries(EVENT_FIELDS_WITHOUT_V2).find(([name]) => name === event.event)?.[1] ?? [];
  expect(Object.keys(EVENT_NAMES)).toContain(event.event);
  for (const path of lost) drop(copy['data'], path.split('.'));
  return copy;
}

function drop(value: unknown, [first = '', ...rest]: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (rest.length === 0) Reflect.deleteProperty(value, first);
  else drop(Reflect.get(value, first), rest);
}

/** Tokens differ from one portal to the next, and the queue has none. */
function withoutTokens(event: Record<string, unknown>, mode: 'webhook' | 'fetch'): unknown {
  return JSON.parse(JSON.stringify(event), (key, value) => {
    if (/^(access_token|refresh_token|application_token|client_id|expires|expires_in)$/.test(key)) return undefined;
    if (mode === 'webhook') return value;
    return /^[a-z_]+$/.test(key) && !['event', 'data', 'ts', 'id'].includes(key)
      ? undefined
      : key === 'AUTH'
        ? undefined
        : value;
  });
}
