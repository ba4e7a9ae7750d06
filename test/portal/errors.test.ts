import { describe, expect, it } from 'vitest';
import api from '../spec/imbot-api.json' with { type: 'json' };
import { CLIENT_ID, caller, seeded } from './seeded';

interface Entry {
  errors?: { code: string; description: string }[];
  errorStatuses?: number[];
}
const PAGES: Record<string, Entry> = { ...api.v1, ...api.v2 };

const BIG = [{ MESSAGE: 'x'.repeat(70_000) }];
const BIG_KEYS = Array.from({ length: 2000 }, () => ({ TEXT: 'x'.repeat(30) }));
const V1_HANDLERS = {
  EVENT_MESSAGE_ADD: 'https://b.example/h',
  EVENT_WELCOME_MESSAGE: 'https://b.example/h',
  EVENT_BOT_DELETE: 'https://b.example/h',
};

/** Ids of the seeded portal: bot 301 in chat 1001 (owner) and 1002 (member), never in 1003; bot 302 is another's. */
const OWN = 301;
const FOREIGN = 302;
const V1_COMMON = { BOT_ID_ERROR: { BOT_ID: 999 }, APP_ID_ERROR: { BOT_ID: FOREIGN } };
const MESSAGE = { DIALOG_ID: '1', MESSAGE: 'x' };
const CONTENT = {
  ATTACH_ERROR: { ATTACH: 'x' },
  ATTACH_OVERSIZE: { ATTACH: BIG },
  KEYBOARD_ERROR: { KEYBOARD: 'x' },
  KEYBOARD_OVERSIZE: { KEYBOARD: BIG_KEYS },
  MENU_ERROR: { MENU: 'x' },
  MENU_OVERSIZE: { MENU: BIG_KEYS },
};
const { MENU_OVERSIZE: _never, ...ANSWER_CONTENT } = CONTENT;
const NO_CLIENT = { ACCESS_DENIED: { CLIENT_ID: '' } };
const LANG = [{ LANGUAGE_ID: 'en', TITLE: 'T' }];

type Probes = Record<string, [valid: object, byCode: Record<string, object>]>;

const V1: Probes = {
  'imbot.message.add': [
    MESSAGE,
    {
      ...V1_COMMON,
      ...CONTENT,
      DIALOG_ID_EMPTY: { DIALOG_ID: '' },
      MESSAGE_EMPTY: { MESSAGE: ' \n' },
      WRONG_REQUEST: { DIALOG_ID: 'chat1003' },
    },
  ],
  'imbot.message.update': [
    { MESSAGE_ID: 10001, MESSAGE: 'x' },
    { ...V1_COMMON, ...CONTENT, MESSAGE_ID_ERROR: { MESSAGE_ID: 0 }, CANT_EDIT_MESSAGE: { MESSAGE_ID: 10002 } },
  ],
  'imbot.message.delete': [
    { MESSAGE_ID: 10001 },
    { ...V1_COMMON, MESSAGE_ID_ERROR: { MESSAGE_ID: '' }, CANT_EDIT_MESSAGE: { MESSAGE_ID: 10003 } },
  ],
  'imbot.message.like': [
    { MESSAGE_ID: 10001 },
    { ...V1_COMMON, MESSAGE_ID_ERROR: { MESSAGE_ID: 'x' }, WITHOUT_CHANGES: { ACTION: 'minus' } },
  ],
  'imbot.chat.add': [{}, { ...V1_COMMON, INVALID_FORMAT: { USERS: 'x' } }],
  'imbot.chat.get': [{ ENTITY_TYPE: 'CRM', ENTITY_ID: '1' }, { ACCESS_ERROR: { ENTITY_ID: '2' } }],
  'imbot.chat.leave': [
    { CHAT_ID: 1001 },
    { ...V1_COMMON, CHAT_ID_EMPTY: { CHAT_ID: 0 }, WRONG_REQUEST: { CHAT_ID: 1003 } },
  ],
  'imbot.chat.sendTyping': [{ DIALOG_ID: '1' }, { ...V1_COMMON, DIALOG_ID_EMPTY: { DIALOG_ID: null } }],
  'imbot.chat.setManager': [
    { CHAT_ID: 1001, USER_ID: 2 },
    {
      ...V1_COMMON,
      CHAT_ID_EMPTY: { CHAT_ID: '' },
      USER_ID_EMPTY: { USER_ID: -1 },
      WRONG_REQUEST: { CHAT_ID: 1002 },
    },
  ],
  'imbot.chat.setOwner': [
    { CHAT_ID: 1001, USER_ID: 2 },
    { ...V1_COMMON, CHAT_ID_EMPTY: { CHAT_ID: '' }, USER_ID_EMPTY: { USER_ID: 0 }, WRONG_REQUEST: { USER_ID: 5 } },
  ],
  'imbot.chat.updateAvatar': [
    { CHAT_ID: 1001, AVATAR: '/9j/4AAQ' },
    {
      ...V1_COMMON,
      CHAT_ID_EMPTY: { CHAT_ID: '' },
      AVATAR_ERROR: { AVATAR: '' },
      ACCESS_DENIED: { CHAT_ID: 1003 },
    },
  ],
  'imbot.chat.updateColor': [
    { CHAT_ID: 1001, COLOR: 'PINK' },
    {
      ...V1_COMMON,
      CHAT_ID_EMPTY: { CHAT_ID: '' },
      WRONG_COLOR: { COLOR: 'TEAL' },
      WRONG_REQUEST: { COLOR: 'RED' },
      ACCESS_ERROR: { CHAT_ID: 1003 },
    },
  ],
  'imbot.chat.updateTitle': [
    { CHAT_ID: 1001, TITLE: 'x' },
    { ...V1_COMMON, CHAT_ID_EMPTY: { CHAT_ID: '' }, TITLE_EMPTY: { TITLE: ' ' }, ACCESS_ERROR: { CHAT_ID: 1003 } },
  ],
  'imbot.chat.user.add': [
    { CHAT_ID: 1001, USERS: [5] },
    { ...V1_COMMON, CHAT_ID_EMPTY: { CHAT_ID: '' }, WRONG_REQUEST: { USERS: [2] } },
  ],
  'imbot.chat.user.delete': [
    { CHAT_ID: 1001, USER_ID: 2 },
    { ...V1_COMMON, CHAT_ID_EMPTY: { CHAT_ID: '' }, USER_ID_EMPTY: { USER_ID: '' }, WRONG_REQUEST: { USER_ID: 5 } },
  ],
  'imbot.chat.user.list': [
    { CHAT_ID: 1001 },
    { ...V1_COMMON, CHAT_ID_EMPTY: { CHAT_ID: '' }, ACCESS_ERROR: { CHAT_ID: 1003 } },
  ],
  'imbot.dialog.get': [
    { DIALOG_ID: 'chat1001' },
    { DIALOG_ID_EMPTY: { DIALOG_ID: '' }, ACCESS_ERROR: { DIALOG_ID: 'chat1003' } },
  ],
  'imbot.command.register': [
    { BOT_ID: OWN, COMMAND: 'new', LANG, EVENT_COMMAND_ADD: 'https://b.example/c' },
    {
      ...V1_COMMON,
      EVENT_COMMAND_ADD_ERROR: { EVENT_COMMAND_ADD: 'ftp://x' },
      COMMAND_ERROR: { COMMAND: '' },
      LANG_ERROR: { LANG: [] },
    },
  ],
  'imbot.command.update': [
    { COMMAND_ID: 501, FIELDS: { HIDDEN: 'Y' } },
    {
      COMMAND_ID_ERROR: { COMMAND_ID: 999 },
      APP_ID_ERROR: { COMMAND_ID: 502 },
      EVENT_COMMAND_ADD_ERROR: { FIELDS: { EVENT_COMMAND_ADD: 'x' } },
      WRONG_REQUEST: { FIELDS: {} },
    },
  ],
  'imbot.command.unregister': [
    { COMMAND_ID: 501 },
    { COMMAND_ID_ERROR: { COMMAND_ID: '' }, APP_ID_ERROR: { COMMAND_ID: 502 } },
  ],
  'imbot.command.answer': [
    { COMMAND_ID: 501, MESSAGE_ID: 10001, MESSAGE: 'x' },
    {
      ...ANSWER_CONTENT,
      COMMAND_ID_ERROR: { COMMAND_ID: 999 },
      APP_ID_ERROR: { COMMAND_ID: 502 },
      MESSAGE_ID_EMPTY: { MESSAGE_ID: 0 },
      MESSAGE_EMPTY: { MESSAGE: '' },
      WRONG_REQUEST: { MESSAGE_ID: 999 },
    },
  ],
  'imbot.bot.list': [{}, {}],
  'imbot.register': [
    { CODE: 'new', PROPERTIES: { NAME: 'N' }, ...V1_HANDLERS },
    {
      ...NO_CLIENT,
      EVENT_MESSAGE_ADD_ERROR: { EVENT_MESSAGE_ADD: '' },
      EVENT_MESSAGE_UPDATE_ERROR: { EVENT_MESSAGE_UPDATE: 'x' },
      EVENT_MESSAGE_DELETE_ERROR: { EVENT_MESSAGE_DELETE: 'x' },
      EVENT_WELCOME_MESSAGE_ERROR: { EVENT_WELCOME_MESSAGE: '' },
      EVENT_BOT_DELETE_ERROR: { EVENT_BOT_DELETE: '' },
      CODE_ERROR: { CODE: '' },
      NAME_ERROR: { PROPERTIES: {} },
      WRONG_REQUEST: { CODE: 'foreign' },
      MAX_COUNT_ERROR: { CLIENT_ID: 'full' },
    },
  ],
  'imbot.update': [
    { BOT_ID: OWN, FIELDS: { CODE: 'x' } },
    {
      ...NO_CLIENT,
      ...V1_COMMON,
      EVENT_MESSAGE_ADD_ERROR: { FIELDS: { EVENT_MESSAGE_ADD: 'x' } },
      EVENT_MESSAGE_UPDATE_ERROR: { FIELDS: { EVENT_MESSAGE_UPDATE: 'x' } },
      EVENT_MESSAGE_DELETE_ERROR: { FIELDS: { EVENT_MESSAGE_DELETE: 'x' } },
      EVENT_WELCOME_MESSAGE_ERROR: { FIELDS: { EVENT_WELCOME_MESSAGE: 'x' } },
      EVENT_BOT_DELETE_ERROR: { FIELDS: { EVENT_BOT_DELETE: 'x' } },
      NAME_ERROR: { FIELDS: { PROPERTIES: { NAME: '', LAST_NAME: '' } } },
      WRONG_REQUEST: { FIELDS: {} },
    },
  ],
  'imbot.unregister': [{ BOT_ID: OWN }, { ...NO_CLIENT, ...V1_COMMON }],
};

const V2_COMMON = {
  BOT_TOKEN_NOT_SPECIFIED: { botToken: '' },
  BOT_ID_REQUIRED: { botId: '' },
  BOT_NOT_FOUND: { botId: 999 },
  BOT_OWNERSHIP_ERROR: { botId: FOREIGN },
};
const NO_ACCESS = { ...V2_COMMON, ACCESS_DENIED: { dialogId: 'chat1003' } };
const NO_MESSAGE = { ...V2_COMMON, ACCESS_DENIED: { messageId: 10003 } };
const FIELDS = { code: 'new', properties: { name: 'N' }, botToken: CLIENT_ID };

const V2: Probes = {
  'imbot.v2.Bot.get': [
    { code: 'newbot' },
    {
      BOT_TOKEN_NOT_SPECIFIED: { botToken: null },
      PARAMS_REQUIRED: { code: '', botId: '' },
      BOT_NOT_FOUND: { code: 'nobody', botId: null },
    },
  ],
  'imbot.v2.Bot.list': [{}, { BOT_TOKEN_NOT_SPECIFIED: { botToken: '' } }],
  'imbot.v2.Bot.register': [
    { fields: FIELDS },
    {
      BOT_TOKEN_NOT_SPECIFIED: { botToken: '', fields: { ...FIELDS, botToken: '' } },
      BOT_CODE_REQUIRED: { fields: { ...FIELDS, code: '' } },
      BOT_PROPERTIES_REQUIRED: { fields: { ...FIELDS, properties: {} } },
      BOT_CODE_ALREADY_TAKEN: { fields: { ...FIELDS, code: 'foreign' } },
      BOT_INVALID_TYPE: { fields: { ...FIELDS, type: 'x' } },
      BOT_INVALID_EVENT_MODE: { fields: { ...FIELDS, eventMode: 'x' } },
      BOT_WEBHOOK_URL_REQUIRED: { fields: { ...FIELDS, eventMode: 'webhook' } },
      BOT_INVALID_CALLBACK: { fields: { ...FIELDS, eventMode: 'webhook', webhookUrl: 'x' } },
      BOT_LIMIT_EXCEEDED: { fields: { ...FIELDS, botToken: 'full' } },
      BOT_AVATAR_INCORRECT_TYPE: { fields: { ...FIELDS, properties: { name: 'N', avatar: 'aGk=' } } },
    },
  ],
  'imbot.v2.Bot.update': [
    { fields: { isHidden: true } },
    {
      ...V2_COMMON,
      BOT_INVALID_EVENT_MODE: { fields: { eventMode: 'x' } },
      BOT_INVALID_CALLBACK: { fields: { webhookUrl: 'x' } },
      BOT_AVATAR_INCORRECT_TYPE: { fields: { properties: { avatar: 'aGk=' } } },
      BOT_TOKEN_ROTATION_FAILED: { fields: { botToken: 'foreign' } },
    },
  ],
  'imbot.v2.Bot.unregister': [{}, V2_COMMON],
  'imbot.v2.Chat.add': [{}, V2_COMMON],
  'imbot.v2.Chat.get': [{ dialogId: 'chat1001' }, NO_ACCESS],
  'imbot.v2.Chat.leave': [{ dialogId: 'chat1001' }, NO_ACCESS],
  'imbot.v2.Chat.Manager.add': [
    { dialogId: 'chat1001', userIds: [2, 5] },
    { ...V2_COMMON, EMPTY_USER_IDS: { userIds: [] }, ACCESS_DENIED: { dialogId: 'chat1002' } },
  ],
  'imbot.v2.Chat.Manager.delete': [
    { dialogId: 'chat1001', userIds: ['2'] },
    { ...V2_COMMON, EMPTY_USER_IDS: { userIds: null }, ACCESS_DENIED: { dialogId: 'chat1002' } },
  ],
  'imbot.v2.Chat.setOwner': [{ dialogId: 'chat1001', userId: 2 }, NO_ACCESS],
  'imbot.v2.Chat.update': [{ dialogId: 'chat1001', fields: { title: 'x' } }, NO_ACCESS],
  'imbot.v2.Chat.User.add': [{ dialogId: 'chat1001', userIds: [2] }, NO_ACCESS],
  'imbot.v2.Chat.User.delete': [
    { dialogId: 'chat1001', userId: 5 },
    { ...V2_COMMON, ACCESS_DENIED: { dialogId: 'chat1002', userId: 2 } },
  ],
  'imbot.v2.Chat.User.list': [{ dialogId: 'chat1001' }, NO_ACCESS],
  'imbot.v2.Chat.InputAction.notify': [{ dialogId: '1' }, NO_ACCESS],
  'imbot.v2.Chat.TextField.enabled': [{ dialogId: '1', enabled: false }, NO_ACCESS],
  'imbot.v2.Command.register': [
    { fields: { command: 'new', title: { en: 'N' } } },
    {
      ...V2_COMMON,
      COMMAND_REQUIRED: { fields: {} },
      COMMAND_NAME_INVALID: { fields: { command: ['x'] } },
      COMMAND_TITLE_REQUIRED: { fields: { command: 'x', title: 'text' } },
    },
  ],
  'imbot.v2.Command.update': [
    { commandId: 501, fields: { title: { en: null, de: 'D' } } },
    {
      ...V2_COMMON,
      COMMAND_NOT_FOUND: { commandId: 502 },
      COMMAND_NAME_EMPTY: { fields: { command: '/' } },
      COMMAND_NAME_INVALID: { fields: { command: [] } },
      COMMAND_ALREADY_EXISTS: { fields: { command: 'second' } },
    },
  ],
  'imbot.v2.Command.unregister': [{ commandId: 501 }, { ...V2_COMMON, COMMAND_NOT_FOUND: { commandId: 999 } }],
  'imbot.v2.Command.list': [{}, V2_COMMON],
  'imbot.v2.Command.answer': [
    { commandId: 501, messageId: 10001, dialogId: '1', fields: { message: 'x' } },
    { ...V2_COMMON, COMMAND_ANSWER_FAILED: { dialogId: '2' } },
  ],
  'imbot.v2.Event.get': [{}, { ...V2_COMMON, USER_NOT_SUBSCRIBED: { withUserEvents: true } }],
  'imbot.v2.File.upload': [
    { dialogId: '1', fields: { name: 'a.txt', content: 'aGk=' } },
    {
      ...V2_COMMON,
      FILE_EMPTY: { fields: { name: 'a.txt' } },
      FILE_INVALID_CONTENT: { fields: { name: 'a.txt', content: '*' } },
      FILE_FOLDER_ERROR: { dialogId: 'chat1003' },
    },
  ],
  'imbot.v2.File.download': [
    { fileId: 1 },
    { ...V2_COMMON, FILE_NOT_FOUND: { fileId: 999 }, FILE_ACCESS_ERROR: { fileId: 2 } },
  ],
  'imbot.v2.Chat.Message.send': [
    { dialogId: '1', fields: { message: 'x' } },
    {
      ...NO_ACCESS,
      EMPTY_MESSAGE: { fields: {} },
      PARAM_KEYBOARD_ERROR: { fields: { message: 'x', keyboard: [[{ TEXT: 'nested' }]] } },
      PARAM_ATTACH_ERROR: { fields: { message: 'x', attach: 'x' } },
    },
  ],
  'imbot.v2.Chat.Message.update': [{ messageId: 10001, fields: { message: 'y' } }, NO_MESSAGE],
  'imbot.v2.Chat.Message.delete': [{ messageId: '10001' }, NO_MESSAGE],
  'imbot.v2.Chat.Message.read': [{ dialogId: '1' }, { ...NO_ACCESS, MESSAGE_NOT_FOUND: { messageId: 999 } }],
  'imbot.v2.Chat.Message.get': [{}, { ...V2_COMMON, BOT_TYPE_NOT_ALLOWED: { messageId: 10001 } }],
  'imbot.v2.Chat.Message.getContext': [{}, { ...V2_COMMON, BOT_TYPE_NOT_ALLOWED: { messageId: 10001 } }],
  'imbot.v2.Chat.Message.Reaction.add': [
    { messageId: 10001, reaction: 'like' },
    { ...NO_MESSAGE, REACTION_NOT_FOUND: { reaction: 'x' }, REACTION_ALREADY_SET: { reaction: 'fire' } },
  ],
  'imbot.v2.Chat.Message.Reaction.delete': [
    { messageId: 10001, reaction: 'like' },
    { ...NO_MESSAGE, REACTION_NOT_FOUND: { reaction: 'x' } },
  ],
  'imbot.v2.Revision.get': [{}, {}],
};

/** Reached by the tests at the end of this file. */
const ELSEWHERE: Record<string, readonly string[]> = {
  'imbot.v2.Event.get': ['SCOPE_ERROR'],
  'imbot.v2.Chat.Message.getContext': ['MESSAGE_NOT_FOUND', 'MESSAGE_ACCESS_DENIED'],
};

/** Documented, and never answered by this portal: failures that have no cause in its state. */
const NEVER: Record<string, readonly string[]> = {
  '*': ['WRONG_AUTH_TYPE'],
  'imbot.register': [],
  'imbot.unregister': ['WRONG_REQUEST'],
  'imbot.chat.add': ['WRONG_REQUEST'],
  'imbot.chat.get': ['AUTHORIZE_ERROR'],
  'imbot.chat.leave': ['ACCESS_ERROR'],
  'imbot.chat.setOwner': ['ACCESS_ERROR'],
  'imbot.chat.updateAvatar': ['ACCESS_ERROR', 'WRONG_REQUEST'],
  'imbot.chat.user.add': ['ACCESS_ERROR'],
  'imbot.chat.user.delete': ['ACCESS_ERROR'],
  'imbot.command.register': ['WRONG_REQUEST'],
  'imbot.command.unregister': ['WRONG_REQUEST'],
  'imbot.v2.Bot.register': ['BOT_REGISTER_FAILED', 'BOT_AVATAR_INCORRECT_SIZE'],
  'imbot.v2.Bot.update': ['BOT_AVATAR_INCORRECT_SIZE'],
  'imbot.v2.Bot.unregister': ['BOT_UNREGISTER_FAILED'],
  'imbot.v2.Command.register': ['COMMAND_REGISTER_FAILED'],
  'imbot.v2.Event.get': ['AUTH_ERROR'],
  'imbot.v2.File.upload': ['FILE_UPLOAD_FAILED', 'FILE_SEND_FAILED', 'FILE_TOO_LARGE'],
  'imbot.v2.Chat.Message.send': ['SENDING_FAILED'],
};

function world() {
  const { portal, hook, call } = seeded({ maxBots: 3 });
  portal.addBot({ code: 'foreign', clientId: 'foreign' });
  for (const code of ['f1', 'f2', 'f3']) portal.addBot({ code, clientId: 'full' });
  for (const [id, botId, command] of [
    [501, OWN, 'echo'],
    [502, FOREIGN, 'other'],
    [503, OWN, 'second'],
  ] as const) {
    const flags = { common: false, hidden: false, extranetSupport: false, handler: 'https://b.example/c' };
    portal.state.commands.set(id, { id, botId, command, ...flags, title: new Map([['en', 'E']]), params: new Map() });
  }
  const chat = portal.state.chats.get(1001);
  if (chat) Object.assign(chat, { color: 'red', entityType: 'CRM', entityId: '1' });
  portal.addChat({ owner: 1, users: [2, OWN] });
  portal.addChat({ owner: 2, users: [3], entityType: 'CRM', entityId: '2' });
  const mine = portal.say({ userId: OWN, dialogId: '1', text: 'mine' });
  portal.say({ userId: 1, dialogId: OWN, text: 'theirs' });
  portal.say({ userId: 2, dialogId: 'chat1003', text: 'elsewhere' });
  portal.state.messages.get(mine)?.reactions.set(OWN, 'fire');
  for (const [id, chatId] of [
    [1, 1001],
    [2, 1003],
  ] as const) {
    portal.state.files.set(id, { id, chatId, authorId: 1, name: 'a', size: 1, date: 0 });
  }
  return { portal, hook, call };
}

describe.each([
  ['v1', V1, { CLIENT_ID }],
  ['v2', V2, { botToken: CLIENT_ID, botId: OWN }],
] as const)('%s errors', (_generation, probes, auth) => {
  const rows = Object.entries(probes).flatMap(([method, [valid, byCode]]) =>
    Object.entries(byCode).map(([code, change]) => ({ method, code, params: { ...auth, ...valid, ...change } })),
  );

  it.each(rows)('$method answers $code with the documented text', async ({ method, code, params }) => {
    const { status, body } = await world().call(method, params);
    expect(body.error).toBe(code);
    const page = PAGES[method];
    const texts = (page?.errors ?? []).filter((error) => error.code === code).map((error) => loose(error.description));
    if (texts.length > 0) expect(texts).toContain(loose(String(body.error_description)));
    expect([400, 403]).toContain(status);
    expect(body).not.toHaveProperty('result');
  });

  it.each(Object.entries(probes))('%s succeeds when nothing is wrong', async (method, [valid]) => {
    const { body } = await world().call(method, { ...auth, ...valid });
    if (!/Message\.get/.test(method)) expect(body.error).toBeUndefined();
  });

  it.each(Object.keys(probes))('%s: every documented code is reached or listed as never', (method) => {
    const reached = new Set([...Object.keys(probes[method]?.[1] ?? {}), ...(ELSEWHERE[method] ?? [])]);
    const never = [...(NEVER['*'] ?? []), ...(NEVER[method] ?? [])];
    const missing = (PAGES[method]?.errors ?? []).map((error) => error.code).filter((code) => !reached.has(code));
    expect(missing.filter((code) => !never.includes(code))).toEqual([]);
  });
});

/** Pages spell "REST application" in two ways and some end with a full stop. */
function loose(text: string): string {
  const same = text
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/max: (n|\d+)/, 'max');
  return same.replace("isn't a member of the chat", "isn't a member in chat");
}

describe('errors that need another world', () => {
  it('a reader that finds nothing, or has no business there', async () => {
    const { portal, call } = world();
    portal.addBot({ id: 400, code: 'reader', clientId: 'reader', type: 'supervisor' });
    const ask = (messageId: number) =>
      call('imbot.v2.Chat.Message.getContext', { botToken: 'reader', botId: 400, messageId });
    expect((await ask(999)).error).toBe('MESSAGE_NOT_FOUND');
    expect(await ask(10003)).toMatchObject({ status: 403, error: 'MESSAGE_ACCESS_DENIED' });
    const hook = portal.webhook({ secret: 'imbotOnly', scope: 'imbot' });
    const params = { botToken: 'reader', botId: 400, withUserEvents: true };
    expect((await caller(portal, hook.path)('imbot.v2.Event.get', params)).error).toBe('SCOPE_ERROR');
  });
});

describe('errors of the transport', () => {
  it('a webhook without the scope is refused', async () => {
    const { portal } = world();
    const hook = portal.webhook({ secret: 'poor', scope: 'crm' });
    expect(await caller(portal, hook.path)('imbot.bot.list')).toMatchObject({
      status: 403,
      error: 'insufficient_scope',
    });
  });
});
