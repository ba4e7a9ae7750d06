import { HANDLER } from '../walk/world';

const BOT_ID = 301;
const LANG = [{ LANGUAGE_ID: 'en', TITLE: 'T' }];
const registration = {
  CODE: 'newbot',
  EVENT_MESSAGE_ADD: HANDLER,
  EVENT_WELCOME_MESSAGE: HANDLER,
  EVENT_BOT_DELETE: HANDLER,
  PROPERTIES: { NAME: 'New' },
};

/** A good call of every method that has a v2 form, and the v2 method it becomes. */
export const CALLS: readonly (readonly [method: string, v2: string, params: Readonly<Record<string, unknown>>])[] = [
  ['imbot.message.add', 'imbot.v2.Chat.Message.send', { BOT_ID, DIALOG_ID: 'chat1001', MESSAGE: 'Hi' }],
  ['imbot.message.update', 'imbot.v2.Chat.Message.update', { BOT_ID, MESSAGE_ID: 10003, MESSAGE: 'New' }],
  ['imbot.message.update', 'imbot.v2.Chat.Message.delete', { BOT_ID, MESSAGE_ID: 10003, MESSAGE: '' }],
  ['imbot.message.delete', 'imbot.v2.Chat.Message.delete', { BOT_ID, MESSAGE_ID: 10003 }],
  ['imbot.message.like', 'imbot.v2.Chat.Message.Reaction.add', { BOT_ID, MESSAGE_ID: 10001, ACTION: 'plus' }],
  ['imbot.message.like', 'imbot.v2.Chat.Message.Reaction.delete', { BOT_ID, MESSAGE_ID: 10001, ACTION: 'minus' }],
  ['imbot.message.like', 'imbot.v2.Chat.Message.Reaction.add', { BOT_ID, MESSAGE_ID: 10001 }],
  ['imbot.chat.add', 'imbot.v2.Chat.add', { BOT_ID, TITLE: 'T' }],
  ['imbot.dialog.get', 'imbot.v2.Chat.get', { BOT_ID, DIALOG_ID: 'chat1001' }],
  ['imbot.chat.updateTitle', 'imbot.v2.Chat.update', { BOT_ID, CHAT_ID: 1001, TITLE: 'T' }],
  ['imbot.chat.updateColor', 'imbot.v2.Chat.update', { BOT_ID, CHAT_ID: 1001, COLOR: 'MINT' }],
  ['imbot.chat.updateAvatar', 'imbot.v2.Chat.update', { BOT_ID, CHAT_ID: 1001, AVATAR: '/9j/4' }],
  ['imbot.chat.user.add', 'imbot.v2.Chat.User.add', { BOT_ID, CHAT_ID: 1001, USERS: [5] }],
  ['imbot.chat.user.delete', 'imbot.v2.Chat.User.delete', { BOT_ID, CHAT_ID: 1001, USER_ID: 3 }],
  ['imbot.chat.user.list', 'imbot.v2.Chat.User.list', { BOT_ID, CHAT_ID: 1001 }],
  ['imbot.chat.leave', 'imbot.v2.Chat.leave', { BOT_ID, CHAT_ID: 1001 }],
  ['imbot.chat.setManager', 'imbot.v2.Chat.Manager.add', { BOT_ID, CHAT_ID: 1001, USER_ID: 3 }],
  ['imbot.chat.setManager', 'imbot.v2.Chat.Manager.delete', { BOT_ID, CHAT_ID: 1001, USER_ID: 3, IS_MANAGER: 'N' }],
  ['imbot.chat.setOwner', 'imbot.v2.Chat.setOwner', { BOT_ID, CHAT_ID: 1001, USER_ID: 3 }],
  ['imbot.chat.sendTyping', 'imbot.v2.Chat.InputAction.notify', { BOT_ID, DIALOG_ID: 'chat1001' }],
  ['imbot.sendTyping', 'imbot.v2.Chat.InputAction.notify', { BOT_ID, DIALOG_ID: 'chat1001' }],
  ['imbot.command.register', 'imbot.v2.Command.register', { BOT_ID, COMMAND: 'c', LANG, EVENT_COMMAND_ADD: HANDLER }],
  ['imbot.command.update', 'imbot.v2.Command.update', { BOT_ID, COMMAND_ID: 501, FIELDS: { COMMAND: 'c' } }],
  ['imbot.command.unregister', 'imbot.v2.Command.unregister', { BOT_ID, COMMAND_ID: 501 }],
  [
    'imbot.command.answer',
    'imbot.v2.Command.answer',
    { BOT_ID, COMMAND_ID: 501, MESSAGE_ID: 10003, DIALOG_ID: 'chat1001', MESSAGE: 'A' },
  ],
  ['imbot.bot.list', 'imbot.v2.Bot.list', {}],
  ['imbot.register', 'imbot.v2.Bot.register', registration],
  ['imbot.update', 'imbot.v2.Bot.update', { BOT_ID, FIELDS: { EVENT_HANDLER: HANDLER } }],
  ['imbot.unregister', 'imbot.v2.Bot.unregister', { BOT_ID }],
];
