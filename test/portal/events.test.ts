import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createPortal, type Delivery } from '../../portal/index';
import api from '../spec/imbot-api.json' with { type: 'json' };
import { caller } from './seeded';

type Map = Record<string, unknown>;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function handler(): Promise<{ url: string; bodies: string[]; paths: string[] }> {
  const bodies: string[] = [];
  const paths: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      bodies.push(body);
      paths.push(request.url ?? '');
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/bot`, bodies, paths };
}

/** Everything that users can do to a bot in a private chat and in a group. */
function live(portal: ReturnType<typeof createPortal>, botId: number) {
  const { id: chatId } = portal.addChat({ title: 'T', owner: 1, users: [2], entityType: 'CRM', entityId: 'DEAL|1' });
  portal.join({ botId, userId: 1 });
  portal.join({ botId, userId: 1, chatId });
  for (const dialogId of [botId, `chat${chatId}`]) {
    const text = dialogId === botId ? 'Hello' : `[USER=${botId}]Bot[/USER], hello`;
    const messageId = portal.say({ userId: 1, dialogId, text });
    portal.editMessage({ userId: 1, messageId, text: `${text}!` });
    portal.deleteMessage({ userId: 1, messageId });
  }
  return chatId;
}

const oauthBot = (generation: 'v1' | 'v2', url: string) => {
  const portal = createPortal();
  portal.application({ clientId: 'app.1', clientSecret: 's' });
  const application = { clientId: 'app.1' };
  const bot = portal.addBot({
    code: 'BOT',
    generation,
    application,
    type: 'supervisor',
    handler: url,
    webhookUrl: url,
  });
  const command = { botId: bot.id, command: 'echo', common: true, hidden: false, extranetSupport: false, handler: url };
  portal.state.commands.set(77, { ...command, id: 77, title: new Map(), params: new Map() });
  return { portal, bot };
};

const keysOf = (value: unknown): string[] => Object.keys(Object(value)).sort();

describe('v1 events', () => {
  it('have exactly the keys of the documented examples', async () => {
    const target = await handler();
    const { portal, bot } = oauthBot('v1', target.url);
    const chatId = live(portal, bot.id);
    portal.command({ userId: 1, dialogId: bot.id, command: 'echo', params: 'test' });
    portal.command({ userId: 1, dialogId: `chat${chatId}`, command: '/echo', params: 'test' });
    await portal.flush();
    expect(portal.deliveries.every((one) => one.status === 200)).toBe(true);

    const examples: Record<string, { examples: { case: string; payload: Map }[] }> = api.v1Events;
    const compared: string[] = [];
    for (const [event, { examples: documented }] of Object.entries(examples)) {
      for (const { case: situation, payload } of documented) {
        if (event === 'ONIMBOTDELETE') continue;
        const isGroup = situation === 'Group chat';
        const found = portal.deliveries.find((one) => one.event === event && isGroup === inGroup(one));
        expect(compare(payload, found?.payload), `${event} ${situation}`).toEqual([]);
        compared.push(`${event} ${situation}`);
      }
    }
    expect(compared).toHaveLength(10);
  });

  it('carry scalars as text in a form, with the CLIENT_ID of a webhook bot in the address', async () => {
    const target = await handler();
    const portal = createPortal();
    const bot = portal.addBot({ code: 'b', clientId: 'tok en', handler: target.url });
    portal.say({ userId: 2, dialogId: bot.id, text: 'Привет & hi' });
    await portal.flush();
    expect(target.paths).toEqual(['/bot?CLIENT_ID=tok+en']);
    const form = new URLSearchParams(target.bodies[0]);
    expect(form.get('data[PARAMS][MESSAGE]')).toBe('Привет & hi');
    expect(form.get(`data[BOT][${bot.id}][BOT_CODE]`)).toBe('b');
    expect(form.get('auth[access_token]')).toBeNull();
    expect(form.get('auth[application_token]')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('never reach strangers, and a plain bot never asked for edits', async () => {
    const portal = createPortal();
    const bot = portal.addBot({ code: 'b', clientId: 't', handler: 'https://bot.example/h' });
    const messageId = portal.say({ userId: 2, dialogId: bot.id, text: 'x' });
    portal.editMessage({ userId: 2, messageId, text: 'y' });
    await portal.flush();
    expect(portal.deliveries).toMatchObject([{ event: 'ONIMBOTMESSAGEADD', skipped: 'not-loopback' }]);
    expect(portal.deliveries[0]).not.toHaveProperty('status');
  });
});

function inGroup(delivery: Delivery): boolean {
  const data: Map = Object(delivery.payload.data);
  return String(Object(data.PARAMS).DIALOG_ID).startsWith('chat');
}

function compare(documented: Map, given: Map | undefined): string[] {
  const expected: Map = Object(documented.data);
  const actual: Map = Object(given?.data);
  const first = (map: unknown) => Object.values(Object(map))[0];
  return [
    ...difference('', documented, given),
    ...difference('auth', documented.auth, given?.auth),
    ...difference('data', expected, actual),
    ...difference('PARAMS', expected.PARAMS, actual.PARAMS),
    ...difference('USER', expected.USER, actual.USER),
    ...difference('BOT', first(expected.BOT), first(actual.BOT)),
    ...difference('COMMAND', first(expected.COMMAND), first(actual.COMMAND)),
  ];
}

function difference(what: string, documented: unknown, given: unknown): string[] {
  const expected = new Set(keysOf(documented));
  const actual = new Set(keysOf(given));
  const missing = [...expected].filter((key) => !actual.has(key)).map((key) => `${what} lacks ${key}`);
  return [...missing, ...[...actual].filter((key) => !expected.has(key)).map((key) => `${what} invents ${key}`)];
}

describe('v2 events', () => {
  it('wait in the queue with real types until their offset is confirmed', async () => {
    const portal = createPortal();
    const bot = portal.addBot({ code: 'BOT', generation: 'v2', clientId: 't', type: 'personal' });
    portal.addBot({ code: 'silent', generation: 'v2', clientId: 'u' });
    live(portal, bot.id);
    const hook = portal.webhook();
    const call = caller(portal, hook.path);
    const get = async (more: Map): Promise<Map> =>
      Object((await call('imbot.v2.Event.get', { botId: bot.id, botToken: 't', ...more })).result);
    const page = await get({ limit: 3 });
    expect(page).toMatchObject({ nextOffset: 4, hasMore: true });
    const again = await get({ limit: 1000 });
    const events = again.events;
    if (!Array.isArray(events)) throw new Error('no events');
    expect(events.map((event) => event.type)).toEqual(
      [
        ...['JOINCHAT', 'JOINCHAT'],
        ...['MESSAGEADD', 'MESSAGEUPDATE', 'MESSAGEDELETE'],
        ...['MESSAGEADD', 'MESSAGEUPDATE', 'MESSAGEDELETE'],
      ].map((name) => `ONIMBOTV2${name}`),
    );
    expect(events[2].data).toMatchObject({
      bot: { id: bot.id, eventMode: 'fetch' },
      message: { text: 'Hello', isSystem: false, forward: null, params: [] },
      chat: { dialogId: '1', type: 'private' },
      user: { id: 1, bot: false },
    });
    expect(events[2].data.chat).not.toHaveProperty('role');
    expect(await get({ offset: 9 })).toEqual({ events: [], nextOffset: 9, hasMore: false });
    expect(await get({})).toEqual({ events: [], nextOffset: 9, hasMore: false });
  });

  it('come to a webhook bot as a form with the documented keys', async () => {
    const target = await handler();
    const { portal, bot } = oauthBot('v2', target.url);
    live(portal, bot.id);
    portal.command({ userId: 1, dialogId: bot.id, command: 'echo', params: 'topic' });
    const mine = await caller(portal, '/rest/')('imbot.v2.Chat.Message.send', {
      auth: portal.application({ clientId: 'app.1', clientSecret: 's' }).tokens().access_token,
      botId: bot.id,
      dialogId: '1',
      fields: { message: 'x', keyboard: [{ TEXT: 'Again', COMMAND: 'echo' }] },
    });
    const messageId = Number(Object(mine.result).id);
    portal.command({ userId: 1, dialogId: bot.id, command: 'echo', context: 'keyboard', messageId });
    portal.react({ userId: 1, messageId });
    portal.sendContext({ userId: 1, botId: bot.id, context: { entityId: 164 } });
    await portal.flush();

    const examples: Record<string, { examples: Map[] }> = api.v2Events;
    const compared: string[] = [];
    for (const [event, { examples: documented }] of Object.entries(examples)) {
      const found = portal.deliveries.find((one) => one.event === event);
      for (const example of documented) {
        if (event === 'ONIMBOTV2DELETE') continue;
        const data: Map = Object(found?.payload.data);
        for (const key of ['', 'message', 'user', 'command']) {
          const [expected, actual] = key === '' ? [example, data] : [example[key], data[key]];
          expect(keysOf(actual), `${event} ${key}`).toEqual(keysOf(expected));
        }
        expect(keysOf(data.chat)).toEqual(expect.arrayContaining(keysOf(example.chat)));
        expect(keysOf(data.bot)).toEqual(['auth', 'code', 'id']);
        compared.push(event);
      }
    }
    expect(compared).toHaveLength(5);
    const pressed = portal.deliveries.filter((one) => one.event === 'ONIMBOTV2COMMANDADD').at(-1);
    const form = new URLSearchParams(pressed?.body);
    expect(form.get('data[command][context]')).toBe('keyboard');
    expect(form.get('data[command][command]')).toBe('/echo');
    expect(form.get('data[message][isSystem]')).toBe('0');
    expect(form.get('data[message][forward]')).toBe('');
    expect(form.get('auth[application_token]')).toBe(form.get('data[bot][auth][application_token]'));
  });

  it('a typed command comes as message and as command; a removed bot hears so once', async () => {
    const portal = createPortal();
    const hook = portal.webhook();
    const call = caller(portal, hook.path);
    const fields = { code: 'c', properties: { name: 'C' }, botToken: 't' };
    const registered = Object((await call('imbot.v2.Bot.register', { fields })).result);
    const botId = registered.bot.id;
    const command = { command: 'help', title: { en: 'Help' } };
    await call('imbot.v2.Command.register', { botId, botToken: 't', fields: command });
    portal.command({ userId: 1, dialogId: botId, command: 'help', params: 'topic' });
    const bot = portal.state.bots.get(botId);
    expect(bot?.queue.map((event) => event.type)).toEqual(['ONIMBOTV2MESSAGEADD', 'ONIMBOTV2COMMANDADD']);
    expect(bot?.queue[1]?.data.command).toEqual({ id: 501, command: '/help', params: 'topic', context: 'textarea' });
    await call('imbot.v2.Bot.unregister', { botId, botToken: 't' });
    expect(bot?.queue.at(-1)?.type).toBe('ONIMBOTV2DELETE');
    expect(portal.snapshot().commands).toEqual([]);
  });
});
