import type { LossId } from '../../src/map/losses';
import type { Params, TranslateContext } from '../../src/translate/types';

export interface LossSample {
  readonly method: string;
  readonly params: Params;
  readonly context?: TranslateContext;
}

const WEBHOOK: TranslateContext = { auth: 'webhook', clientId: 'my_bot' };

const REGISTER = {
  CODE: 'helper',
  TYPE: 'B',
  EVENT_HANDLER: 'https://bot.example/events',
  PROPERTIES: { NAME: 'Helper' },
};
const V2_EVENTS: TranslateContext = { ...WEBHOOK, events: 'v2' };

/** One call per loss, for MIGRATION.md; a test holds that each has its loss. */
export const LOSS_SAMPLES: Readonly<Record<LossId, LossSample>> = {
  'unknown-param': {
    method: 'imbot.message.add',
    params: { BOD_ID: 39, BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'Hi' },
  },
  'no-bot-token': { method: 'imbot.bot.list', params: {}, context: { auth: 'webhook' } },
  menu: {
    method: 'imbot.message.add',
    params: { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'Hi', MENU: [{ TEXT: 'Site', LINK: 'https://example.com' }] },
  },
  'system-prefix': {
    method: 'imbot.message.add',
    params: { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'Maintenance at six', SYSTEM: 'Y' },
  },
  'from-to-user': { method: 'imbot.message.add', params: { FROM_USER_ID: 1, TO_USER_ID: 5, MESSAGE: 'Hi' } },
  'skip-connector': {
    method: 'imbot.message.update',
    params: { BOT_ID: 39, MESSAGE_ID: 12, MESSAGE: 'New', SKIP_CONNECTOR: 'Y' },
  },
  'attach-clear': { method: 'imbot.message.update', params: { BOT_ID: 39, MESSAGE_ID: 12, ATTACH: '' } },
  'chat-picture': {
    method: 'imbot.chat.updateAvatar',
    params: { BOT_ID: 39, CHAT_ID: 5, AVATAR: ['logo.png', 'iVBORw0KGgo…'] },
  },
  'chat-entity': {
    method: 'imbot.chat.add',
    params: { BOT_ID: 39, TITLE: 'Deal 7', ENTITY_TYPE: 'CRM', ENTITY_ID: 'DEAL|7' },
  },
  'manager-true': { method: 'imbot.chat.setManager', params: { BOT_ID: 39, CHAT_ID: 5, USER_ID: 3, IS_MANAGER: true } },
  'entity-lookup': { method: 'imbot.chat.get', params: { ENTITY_TYPE: 'CRM', ENTITY_ID: 'DEAL|7' } },
  'dialog-fields': { method: 'imbot.dialog.get', params: { BOT_ID: 39, DIALOG_ID: 'chat5' } },
  'dialog-viewer': { method: 'imbot.dialog.get', params: { BOT_ID: 39, DIALOG_ID: '5' } },
  'hide-history': { method: 'imbot.chat.user.add', params: { BOT_ID: 39, CHAT_ID: 5, USERS: [1, 2] } },
  'member-limit': { method: 'imbot.chat.user.list', params: { BOT_ID: 39, CHAT_ID: 5 } },
  'event-format': { method: 'imbot.register', params: REGISTER, context: WEBHOOK },
  'handlers-split': {
    method: 'imbot.register',
    params: {
      CODE: 'helper',
      EVENT_MESSAGE_ADD: 'https://bot.example/message',
      EVENT_WELCOME_MESSAGE: 'https://bot.example/welcome',
      EVENT_BOT_DELETE: 'https://bot.example/delete',
      PROPERTIES: { NAME: 'Helper' },
    },
    context: V2_EVENTS,
  },
  'command-lang': {
    method: 'imbot.command.update',
    params: { BOT_ID: 39, COMMAND_ID: 7, FIELDS: { LANG: [{ LANGUAGE_ID: 'en', TITLE: 'Echo' }] } },
  },
  'answer-id': {
    method: 'imbot.command.answer',
    params: { BOT_ID: 39, COMMAND_ID: 7, MESSAGE_ID: 12, DIALOG_ID: 'chat5', MESSAGE: 'Done' },
  },
  'answer-dialog': {
    method: 'imbot.command.answer',
    params: { BOT_ID: 39, COMMAND_ID: 7, MESSAGE_ID: 12, MESSAGE: 'Done' },
  },
  'bot-list-scope': { method: 'imbot.bot.list', params: {}, context: WEBHOOK },
  'bot-profile': {
    method: 'imbot.register',
    params: { ...REGISTER, PROPERTIES: { NAME: 'Helper', EMAIL: 'bot@example.com' } },
    context: V2_EVENTS,
  },
  'bot-human': { method: 'imbot.register', params: { ...REGISTER, TYPE: 'H' }, context: V2_EVENTS },
  'token-length': {
    method: 'imbot.register',
    params: REGISTER,
    context: { ...V2_EVENTS, clientId: 'a-client-id-that-is-longer-than-forty-characters' },
  },
  'bot-code': { method: 'imbot.update', params: { BOT_ID: 39, FIELDS: { CODE: 'helper2' } } },
  'chat-app': { method: 'imbot.app.register', params: { BOT_ID: 39, CODE: 'app' } },
  'answer-keyboard': {
    method: 'imbot.command.answer',
    params: {
      BOT_ID: 39,
      COMMAND_ID: 99,
      MESSAGE_ID: 12,
      DIALOG_ID: 'chat5',
      MESSAGE: 'Which?',
      KEYBOARD: [{ TEXT: 'This', COMMAND: 'this' }],
    },
  },
  'answer-attach': {
    method: 'imbot.command.answer',
    params: {
      BOT_ID: 39,
      COMMAND_ID: 99,
      MESSAGE_ID: 12,
      DIALOG_ID: 'chat5',
      MESSAGE: 'Done',
      ATTACH: [{ MESSAGE: 'Details' }],
    },
  },
  'unknown-method': { method: 'imbot.bot.get', params: { BOT_ID: 39 } },
};
