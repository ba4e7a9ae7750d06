import { describe, expect, it } from 'vitest';
import { createPortal, type PortalOptions } from '../../portal/index';
import { CLIENT_ID, caller, seeded } from './seeded';

const KEYS = [{ TEXT: 'Go', LINK: '/go' }];

/** Two bots in a chat that the first owns, with a message of its own (10001) and one of user 2 (10002). */
function world(options: PortalOptions = {}) {
  const { portal, bot, chat, call } = seeded(options);
  portal.addBot({ code: 'second', clientId: CLIENT_ID });
  const dialogId = `chat${chat.id}`;
  const sent = portal.say({ userId: bot.id, dialogId, text: 'mine' });
  portal.say({ userId: 2, dialogId, text: 'theirs' });
  const message = portal.state.messages.get(sent);
  if (message) Object.assign(message, { keyboard: { BOT_ID: bot.id, BUTTONS: KEYS }, urlPreview: false });
  const v1 = (method: string, params: object) => call(method, { CLIENT_ID, ...params });
  const v2 = (method: string, params: object) =>
    call(`imbot.v2.${method}`, { botToken: CLIENT_ID, botId: bot.id, ...params });
  return { portal, v1, v2, dialogId };
}

const CHAT_ID = 1001;
const dialogId = 'chat1001';
const member = (userId: number, more: object) => expect.objectContaining({ userId, ...more });

type Row = [what: string, v1: [string, object], v2: [string, object], changed: object];

const ROWS: Row[] = [
  [
    'text, preview back on',
    ['imbot.message.update', { MESSAGE_ID: 10001, MESSAGE: 'new' }],
    ['Chat.Message.update', { messageId: 10001, fields: { message: 'new' } }],
    { messages: [{ text: 'new', urlPreview: true, keyboard: { BUTTONS: KEYS } }, {}] },
  ],
  [
    'preview off',
    ['imbot.message.update', { MESSAGE_ID: 10001, URL_PREVIEW: 'N' }],
    ['Chat.Message.update', { messageId: 10001, fields: { urlPreview: 'N' } }],
    { messages: [{ text: 'mine', urlPreview: false }, {}] },
  ],
  [
    'keyboard gone',
    ['imbot.message.update', { MESSAGE_ID: 10001, KEYBOARD: '' }],
    ['Chat.Message.update', { messageId: 10001, fields: { keyboard: 'N' } }],
    { messages: [{ text: 'mine', keyboard: null }, {}] },
  ],
  [
    'an empty text deletes in v1',
    ['imbot.message.update', { MESSAGE_ID: 10001, MESSAGE: '' }],
    ['Chat.Message.delete', { messageId: 10001 }],
    { messages: [{ id: 10001, deleted: true, text: '' }, {}] },
  ],
  [
    'deleted for good, by the owner of the chat',
    ['imbot.message.delete', { MESSAGE_ID: 10002, COMPLETE: 'Y' }],
    ['Chat.Message.delete', { messageId: 10002, complete: true }],
    { messages: [{ id: 10001 }] },
  ],
  [
    'marked as deleted',
    ['imbot.message.delete', { MESSAGE_ID: 10002, COMPLETE: 'N' }],
    ['Chat.Message.delete', { messageId: 10002, complete: 'N' }],
    { messages: [{ deleted: false }, { id: 10002, deleted: true }] },
  ],
  [
    'manager made',
    ['imbot.chat.setManager', { CHAT_ID, USER_ID: 2 }],
    ['Chat.Manager.add', { dialogId, userIds: [2] }],
    { chats: [{ members: expect.arrayContaining([member(2, { manager: true })]) }] },
  ],
  [
    'manager never made',
    ['imbot.chat.setManager', { CHAT_ID, USER_ID: 2, IS_MANAGER: 'N' }],
    ['Chat.Manager.delete', { dialogId, userIds: [2] }],
    { chats: [{ members: expect.arrayContaining([member(2, { manager: false })]) }] },
  ],
  [
    'owner changed',
    ['imbot.chat.setOwner', { CHAT_ID, USER_ID: 2 }],
    ['Chat.setOwner', { dialogId, userId: 2 }],
    { chats: [{ ownerId: 2 }] },
  ],
  [
    'the owner leaves the chat to the lowest member',
    ['imbot.chat.leave', { CHAT_ID }],
    ['Chat.leave', { dialogId }],
    { chats: [{ ownerId: 1, members: [member(1, {}), member(2, {}), member(3, {})] }] },
  ],
  [
    'user added with the history',
    ['imbot.chat.user.add', { CHAT_ID, USERS: ['4', 5], HIDE_HISTORY: 'N' }],
    ['Chat.User.add', { dialogId, userIds: [4, 5, 999] }],
    { chats: [{ members: expect.arrayContaining([member(4, { hideHistory: false }), member(5, {})]) }] },
  ],
  [
    'user removed',
    ['imbot.chat.user.delete', { CHAT_ID, USER_ID: 2 }],
    ['Chat.User.delete', { dialogId, userId: '2' }],
    { chats: [{ members: [member(1, {}), member(3, {}), member(301, {})] }] },
  ],
  [
    'chat for somebody else, with entity',
    ['imbot.chat.add', { OWNER_ID: 2, TITLE: 'T', USERS: '[3]', TYPE: 'OPEN', ENTITY_TYPE: 'A', ENTITY_ID: 'b' }],
    ['Chat.add', { fields: { ownerId: 2, title: 'T', userIds: [3], type: 'open', entityType: 'A', entityId: 'b' } }],
    { chats: [{}, { ownerId: 2, type: 'open', entityType: 'A', entityId: 'b', title: 'T' }] },
  ],
  [
    'chat with everything left out',
    ['imbot.chat.add', {}],
    ['Chat.add', {}],
    { chats: [{}, { ownerId: 301, type: 'chat', members: [member(301, {})] }] },
  ],
  [
    'a bot removed with its memberships',
    ['imbot.unregister', { BOT_ID: 301 }],
    ['Bot.unregister', {}],
    { bots: [{ code: 'second' }], chats: [{ ownerId: 1 }] },
  ],
];

describe('the same effect through either generation', () => {
  it.each(ROWS)('%s', async (_what, [method1, params1], [method2, params2], changed) => {
    const one = world();
    const two = world();
    expect(await one.v1(method1, params1)).toMatchObject({ status: 200 });
    expect(await two.v2(method2, params2)).toMatchObject({ status: 200 });
    expect(one.portal.snapshot()).toMatchObject(changed);
    expect(two.portal.snapshot()).toEqual(one.portal.snapshot());
  });

  it('registration leaves the same bot but for its delivery', async () => {
    const v1 = createPortal();
    const v2 = createPortal();
    const properties = { name: 'Only', workPosition: 'Helper', color: 'green', gender: 'F' };
    const fields = {
      code: 'b',
      botToken: 't',
      type: 'openline',
      properties,
      eventMode: 'webhook',
      webhookUrl: 'http://a',
    };
    const PROPERTIES = { LAST_NAME: 'Only', WORK_POSITION: 'Helper', COLOR: 'GREEN', PERSONAL_GENDER: 'F' };
    const register = { CLIENT_ID: 't', CODE: 'b', TYPE: 'O', EVENT_HANDLER: 'http://a', PROPERTIES };
    const first = await caller(v1, v1.webhook().path)('imbot.register', register);
    const second = await caller(v2, v2.webhook().path)('imbot.v2.Bot.register', { fields });
    expect(second.result).toMatchObject({ bot: { id: first.result, type: 'openline', isSupportOpenline: true } });
    const { delivery: ofV1, ...a } = v1.snapshot();
    const { delivery: ofV2, ...b } = v2.snapshot();
    expect(b).toEqual(a);
    expect(ofV1).toMatchObject([{ generation: 'v1', handlers: { EVENT_BOT_DELETE: 'http://a' } }]);
    expect(ofV2).toMatchObject([{ generation: 'v2', eventMode: 'webhook', webhookUrl: 'http://a' }]);
  });
});

describe('what only one generation does', () => {
  it('v1 hides the history from those it adds, and registers handlers anew', async () => {
    const { portal, v1 } = world();
    await v1('imbot.chat.user.add', { CHAT_ID, USERS: [4] });
    expect(portal.state.chats.get(CHAT_ID)?.members.get(4)?.hideHistory).toBe(true);
    const register = { CODE: 'newbot', PROPERTIES: { NAME: 'Other' }, EVENT_HANDLER: 'https://new.example/h' };
    expect((await v1('imbot.register', register)).result).toBe(301);
    expect(portal.snapshot().bots[0]).toMatchObject({ name: 'NewBot' });
    expect(portal.snapshot().delivery[0]).toMatchObject({ handlers: { EVENT_BOT_DELETE: 'https://new.example/h' } });
  });

  it('v1 takes the first bot where none is named', async () => {
    const { portal, v1 } = world();
    await v1('imbot.message.add', { DIALOG_ID: '3', MESSAGE: 'x' });
    await v1('imbot.message.add', { BOT_ID: '302', DIALOG_ID: '3', MESSAGE: 'y' });
    await v1('imbot.message.add', { FROM_USER_ID: 2, TO_USER_ID: '3', DIALOG_ID: 'chat1003', MESSAGE: 'z' });
    const authors = portal.snapshot().messages.slice(2);
    expect(authors).toMatchObject([{ authorId: 301 }, { authorId: 302 }, { authorId: 0, system: true }]);
  });

  it('v2 replies, forwards, cuts lists short and says who speaks for an application', async () => {
    const { portal, v2 } = world();
    const fields = { message: 'x'.repeat(20_001), replyId: 10002, forwardIds: { uuid1: 10002, uuid2: 999 } };
    const sent = await v2('Chat.Message.send', { dialogId, fields });
    expect(sent.result).toEqual({ id: 10004, uuidMap: { uuid1: 10003 } });
    const [forwarded, reply] = portal.snapshot().messages.slice(2);
    expect(forwarded).toMatchObject({ text: 'theirs', forwardOf: 10002 });
    expect(reply).toMatchObject({ replyId: 10002, text: `${'x'.repeat(20_000)} (...)` });
    const ids = async (params: object) => {
      const { result } = await v2('Chat.User.list', { dialogId, ...params });
      return Array.isArray(result) ? result.map((user) => user.id) : result;
    };
    expect(await ids({})).toEqual([1, 2, 3, 301]);
    expect(await ids({ limit: 2, order: { id: 'DESC' } })).toEqual([301, 3]);

    const application = portal.application({ clientId: 'app', clientSecret: 's', name: 'Shop' });
    const bot = portal.addBot({ code: 'of-app', application: { clientId: 'app' }, generation: 'v2' });
    const { id } = portal.addChat({ owner: bot.id });
    const call = caller(portal, '/rest/');
    const auth = application.tokens().access_token;
    const system = { auth, botId: bot.id, dialogId: `chat${id}`, fields: { message: 'x', system: true } };
    await call('imbot.v2.Chat.Message.send', system);
    expect(portal.snapshot().messages.at(-1)).toMatchObject({ text: '[b]Shop[/b][br]x', authorId: 0 });
  });

  it('v2 marks as read, closes the text field and moves a bot from webhook to queue', async () => {
    const { portal, v2 } = world();
    portal.say({ userId: 2, dialogId, text: 'later' });
    const read = await v2('Chat.Message.read', { dialogId, messageId: 10002 });
    expect(read.result).toEqual({ chatId: CHAT_ID, lastId: 10002, counter: 1, viewedMessages: [10002] });
    await v2('Chat.TextField.enabled', { dialogId, enabled: false });
    expect((await v2('Chat.get', { dialogId })).result).toMatchObject({
      chat: { textFieldEnabled: 'N', lastId: 10002 },
    });
    const bot = portal.addBot({ code: 'hooked', generation: 'v2', clientId: 'h', webhookUrl: 'https://a.example/h' });
    portal.say({ userId: 1, dialogId: bot.id, text: 'one' });
    await v2('Bot.update', { botToken: 'h', botId: bot.id, fields: { eventMode: 'fetch' } });
    portal.say({ userId: 1, dialogId: bot.id, text: 'two' });
    expect(portal.deliveries).toHaveLength(1);
    const { result } = await v2('Event.get', { botToken: 'h', botId: bot.id });
    expect(result).toMatchObject({ events: [{ data: { message: { text: 'two' } } }] });
  });

  it('where the sentence of the documentation holds, a v1 bot never gets v2 events, whatever v2 sets', async () => {
    const { portal, v2 } = world({ facts: { 'in-place': false } });
    await v2('Bot.update', { fields: { eventMode: 'fetch' } });
    portal.say({ userId: 1, dialogId: 301, text: 'x' });
    expect((await v2('Event.get', {})).result).toMatchObject({ events: [] });
    expect(portal.deliveries).toMatchObject([{ event: 'ONIMBOTMESSAGEADD' }]);
  });
});
