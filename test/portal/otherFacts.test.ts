import { describe, expect, it } from 'vitest';
import { createPortal, type PortalOptions } from '../../portal/index';
import { CLIENT_ID, seeded } from './seeded';

function world(options: PortalOptions = {}) {
  const scene = seeded(options);
  const v1 = (method: string, params: object) => scene.call(method, { CLIENT_ID, ...params });
  const v2 = (method: string, params: object) =>
    scene.call(`imbot.v2.${method}`, { botToken: CLIENT_ID, botId: scene.bot.id, ...params });
  return { ...scene, v1, v2 };
}

const send = (more: object) => ({ DIALOG_ID: 'chat1001', MESSAGE: 'x', ...more });
const buttons = (bytes: number) => [{ TEXT: 'x'.repeat(bytes), LINK: '/x' }];

describe('sizes', () => {
  it.each([
    ['KEYBOARD_OVERSIZE', { KEYBOARD: buttons(30_000) }],
    ['MENU_OVERSIZE', { MENU: buttons(30_000) }],
    ['ATTACH_OVERSIZE', { ATTACH: [{ MESSAGE: 'x'.repeat(30_000) }] }],
  ])('v1 refuses over 30 KB: %s', async (error, more) => {
    expect(await world().v1('imbot.message.add', send(more))).toMatchObject({ status: 400, error });
    const lax = world({ facts: { 'v1-30-kb': false } });
    expect(await lax.v1('imbot.message.add', send(more))).toMatchObject({ status: 200 });
  });

  it('v2 takes up to 60,000 characters', async () => {
    const { v2 } = world();
    const fields = (bytes: number) => ({ dialogId: 'chat1001', fields: { message: 'x', keyboard: buttons(bytes) } });
    expect(await v2('Chat.Message.send', fields(30_000))).toMatchObject({ status: 200 });
    expect(await v2('Chat.Message.send', fields(60_000))).toMatchObject({ error: 'PARAM_KEYBOARD_ERROR' });
  });
});

describe('how many bots', () => {
  const register = (n: number) => ({ CODE: `b${n}`, PROPERTIES: { NAME: 'B' }, EVENT_HANDLER: 'https://b.example/h' });

  it('five through v1, which counts all bots of the application', async () => {
    const { v1 } = world();
    for (const n of [2, 3, 4, 5]) expect(await v1('imbot.register', register(n))).toMatchObject({ status: 200 });
    expect(await v1('imbot.register', register(6))).toMatchObject({ status: 400, error: 'MAX_COUNT_ERROR' });
    expect(await v1('imbot.register', register(5))).toMatchObject({ status: 200 });
  });

  it('more where the fact is otherwise, or the test says so', async () => {
    for (const options of [{ facts: { 'v1-five-bots': false } }, { maxBots: 7 }]) {
      const { v1 } = world(options);
      for (const n of [2, 3, 4, 5, 6]) expect(await v1('imbot.register', register(n))).toMatchObject({ status: 200 });
    }
  });

  it('a hundred through v2, of the documented type network too', async () => {
    const { portal, v2 } = world();
    const fields = (code: string) => ({
      fields: { code, botToken: 'many', type: 'network', properties: { name: 'B' } },
    });
    for (let n = 0; n < 100; n += 1) await v2('Bot.register', fields(`n${n}`));
    expect([...portal.state.bots.values()].filter(({ type }) => type === 'network')).toHaveLength(100);
    expect(await v2('Bot.register', fields('n100'))).toMatchObject({ error: 'BOT_LIMIT_EXCEEDED' });
  });
});

it('the default revision is 36', async () => {
  expect((await world().v2('Revision.get', {})).result).toMatchObject({ rest: 36 });
});

describe('a picture that is none', () => {
  const PNG = 'iVBORw0KGgoAAAANSUhEUg==';

  it.each(['no picture', ['name.png', PNG], { id: 5 }])('removes the picture: %j', async (avatar) => {
    const { chat, v2 } = world();
    await v2('Chat.update', { dialogId: 'chat1001', fields: { avatar: PNG } });
    expect(chat.avatar).not.toBe('');
    await v2('Chat.update', { dialogId: 'chat1001', fields: { title: 'T' } });
    expect(chat.avatar).not.toBe('');
    expect(await v2('Chat.update', { dialogId: 'chat1001', fields: { avatar } })).toMatchObject({ status: 200 });
    expect(chat.avatar).toBe('');
  });

  it('or not', async () => {
    const { chat, v2 } = world({ facts: { 'picture-removed': false } });
    for (const avatar of [PNG, 'no picture']) await v2('Chat.update', { dialogId: 'chat1001', fields: { avatar } });
    expect(chat.avatar).not.toBe('');
  });
});

describe('the owner of a deal’s chat', () => {
  const owned = (options: PortalOptions = {}) => {
    const scene = world(options);
    const ids = { entityType: 'CRM', entityId: 'DEAL|7' };
    const deal = scene.portal.addChat({ owner: scene.bot.id, users: [1], ...ids });
    const theirs = scene.portal.addChat({ owner: 1, users: [scene.bot.id], managers: [scene.bot.id], ...ids });
    return { ...scene, deal, theirs };
  };

  it('cannot leave, nor be removed', async () => {
    const { v1, v2, deal, theirs } = owned();
    const refused = { status: 403, error: 'ACCESS_ERROR', body: { error_description: 'LEAVE_OWNER_FORBIDDEN' } };
    expect(await v1('imbot.chat.leave', { CHAT_ID: deal.id })).toMatchObject(refused);
    expect(await v1('imbot.chat.user.delete', { CHAT_ID: theirs.id, USER_ID: 1 })).toMatchObject(refused);
    expect(await v2('Chat.leave', { dialogId: `chat${deal.id}` })).toMatchObject({ error: 'ACCESS_DENIED' });
    expect(await v1('imbot.chat.leave', { CHAT_ID: theirs.id })).toMatchObject({ result: true });
    expect(await v1('imbot.chat.leave', { CHAT_ID: 1001 })).toMatchObject({ result: true });
  });

  it('or can', async () => {
    const { v1, deal } = owned({ facts: { 'owner-leaves': false } });
    expect(await v1('imbot.chat.leave', { CHAT_ID: deal.id })).toMatchObject({ result: true });
  });
});

describe('events', () => {
  it('what bots write is told to no bot', () => {
    const { portal, bot } = seeded();
    const other = portal.addBot({ code: 'other', clientId: 'o', handler: 'https://b.example/h', type: 'supervisor' });
    portal.state.chats
      .get(1001)
      ?.members.set(other.id, { userId: other.id, manager: false, hideHistory: false, lastRead: 0 });
    portal.say({ userId: bot.id, dialogId: 'chat1001', text: `[USER=${other.id}]x[/USER]` });
    portal.say({ userId: bot.id, dialogId: other.id, text: 'x' });
    expect(portal.deliveries).toEqual([]);
    portal.say({ userId: 1, dialogId: 'chat1001', text: 'x' });
    expect(portal.deliveries).toHaveLength(1);
  });

  it('a system message is from nobody', async () => {
    const { portal, call, bot } = seeded();
    await call('im.message.add', { DIALOG_ID: bot.id, MESSAGE: 'x', SYSTEM: 'Y' });
    expect(portal.deliveries).toMatchObject([{ payload: { data: { USER: {}, PARAMS: { FROM_USER_ID: 0 } } } }]);
  });

  it('a bot hears of the chats that it made itself', async () => {
    const { portal, v1, v2, bot } = world();
    await v1('imbot.chat.add', { TITLE: 'T', USERS: [1] });
    await v2('Chat.add', { fields: { title: 'T' } });
    expect(portal.deliveries.map(({ event, botId }) => [event, botId])).toEqual([
      ['ONIMBOTJOINCHAT', bot.id],
      ['ONIMBOTJOINCHAT', bot.id],
    ]);
  });

  const press = (kind: 'v1' | 'fetch', where: 'private' | 'group') => {
    const portal = createPortal();
    const generation = kind === 'v1' ? 'v1' : 'v2';
    const bot = portal.addBot({
      code: 'b',
      clientId: 'c',
      generation,
      ...(kind === 'v1' ? { handler: 'https://b.example/h' } : {}),
    });
    const maps = { title: new Map(), params: new Map() };
    const flags = { common: true, hidden: false, extranetSupport: false, handler: 'https://b.example/h' };
    portal.state.commands.set(7, { id: 7, botId: bot.id, command: 'buy', ...flags, ...maps });
    const chat = portal.addChat({ owner: bot.id, users: [2, 3] });
    const seen = where === 'private' ? 2 : `chat${chat.id}`;
    const messageId = portal.say({ userId: bot.id, dialogId: seen, text: 'Buy?' });
    portal.command({ userId: 2, dialogId: seen, command: '/buy', params: '3 kg', context: 'keyboard', messageId });
    return { portal, bot, chat, messageId };
  };

  it.each(['private', 'group'] as const)('a button in a %s chat: v1 names the presser and the command', (where) => {
    const { portal, bot, messageId } = press('v1', where);
    const data: Record<string, unknown> = Object(portal.deliveries[0]?.payload.data);
    expect(data).toMatchObject({
      COMMAND: {
        7: {
          BOT_ID: bot.id,
          COMMAND: 'buy',
          COMMAND_PARAMS: '3 kg',
          COMMAND_CONTEXT: 'KEYBOARD',
          MESSAGE_ID: messageId,
        },
      },
      PARAMS: { MESSAGE: '/buy 3 kg', FROM_USER_ID: 2, AUTHOR_ID: 2, MESSAGE_ID: messageId },
      USER: { ID: 2 },
    });
  });

  it.each(['private', 'group'] as const)('and the queue, in a %s chat, the message of the bot', (where) => {
    const { bot, chat } = press('fetch', where);
    expect(bot.queue.at(-1)?.data).toMatchObject({
      command: { command: '/buy', params: '3 kg', context: 'keyboard' },
      message: { authorId: bot.id, text: 'Buy?' },
      user: { id: 2 },
      chat: where === 'private' ? [] : { id: chat.id },
    });
  });
});
