import type { ImbotOptions, LossId } from '../../src/index';
import { HANDLER } from '../walk/world';

export interface LossCase {
  call: readonly [method: string, params: Record<string, unknown>];
  verdict: 'lossy' | 'none';
  options?: Partial<Omit<ImbotOptions, 'auth'>>;
  /** Further losses of the same call, accepted along with it. */
  with?: readonly LossId[];
  /** The v2 calls that go out once the loss is accepted; absent where v2 has no equivalent. */
  sends?: readonly string[];
  /** What the portal answers to the accepted call, where it refuses it after all. */
  refusedWith?: string;
  /** A webhook client without CLIENT_ID. */
  withoutClientId?: true;
  /** What v1 answers in mode `auto`, where it is an error. */
  v1Code?: string;
}

const registration = {
  CODE: 'newbot',
  EVENT_MESSAGE_ADD: HANDLER,
  EVENT_WELCOME_MESSAGE: HANDLER,
  EVENT_BOT_DELETE: HANDLER,
  PROPERTIES: { NAME: 'New' },
};
const BOT_ID = 301;
const toGroup = { BOT_ID, DIALOG_ID: 'chat1001', MESSAGE: 'Hi' };
const answer = { BOT_ID, COMMAND_ID: 501, MESSAGE_ID: 10003, MESSAGE: 'Answer' };
const REGISTER = ['imbot.v2.Bot.register', 'imbot.v2.Bot.update'];

/** A call for every loss. `member-limit` shows only in the answer and has a test of its own. */
export const CASES: Readonly<Record<Exclude<LossId, 'member-limit' | 'unknown-method'>, LossCase>> = {
  'unknown-param': {
    call: ['imbot.message.add', { ...toGroup, BOD_ID: 301 }],
    verdict: 'lossy',
    sends: ['imbot.v2.Chat.Message.send'],
  },
  'no-bot-token': { call: ['imbot.bot.list', {}], verdict: 'none', withoutClientId: true, with: ['bot-list-scope'] },
  menu: {
    call: ['imbot.message.add', { ...toGroup, MENU: [{ TEXT: 'Open', LINK: 'https://b.example' }] }],
    verdict: 'lossy',
    sends: ['imbot.v2.Chat.Message.send'],
  },
  'system-prefix': {
    call: ['imbot.message.add', { ...toGroup, SYSTEM: 'Y' }],
    verdict: 'lossy',
    sends: ['imbot.v2.Chat.Message.send'],
  },
  'from-to-user': {
    call: ['imbot.message.add', { BOT_ID, FROM_USER_ID: 1, TO_USER_ID: 2, MESSAGE: 'Hi' }],
    verdict: 'none',
  },
  'skip-connector': {
    call: ['imbot.message.update', { BOT_ID, MESSAGE_ID: 10003, MESSAGE: 'New', SKIP_CONNECTOR: 'Y' }],
    verdict: 'lossy',
    sends: ['imbot.v2.Chat.Message.update'],
  },
  'attach-clear': {
    call: ['imbot.message.update', { BOT_ID, MESSAGE_ID: 10003, ATTACH: '' }],
    verdict: 'lossy',
    sends: ['imbot.v2.Chat.Message.update'],
  },
  'chat-picture': {
    call: ['imbot.chat.updateAvatar', { BOT_ID, CHAT_ID: 1001, AVATAR: ['a.png', 'iVBORw0KGgo'] }],
    verdict: 'lossy',
    sends: ['imbot.v2.Chat.update'],
    v1Code: 'AVATAR_ERROR',
  },
  'chat-entity': {
    call: ['imbot.chat.add', { BOT_ID, ENTITY_TYPE: 'CRM', ENTITY_ID: 'D_1' }],
    verdict: 'lossy',
    sends: ['imbot.v2.Chat.add'],
  },
  'manager-true': {
    call: ['imbot.chat.setManager', { BOT_ID, CHAT_ID: 1001, USER_ID: 3, IS_MANAGER: true }],
    verdict: 'none',
  },
  'entity-lookup': { call: ['imbot.chat.get', { ENTITY_TYPE: 'LINES', ENTITY_ID: 'x|1' }], verdict: 'none' },
  'dialog-fields': {
    call: ['imbot.dialog.get', { BOT_ID, DIALOG_ID: 'chat1001' }],
    verdict: 'lossy',
    with: ['dialog-viewer'],
    sends: ['imbot.v2.Chat.get'],
  },
  'dialog-viewer': {
    call: ['imbot.dialog.get', { BOT_ID, DIALOG_ID: 1 }],
    verdict: 'lossy',
    with: ['dialog-fields'],
    sends: ['imbot.v2.Chat.get'],
    v1Code: 'ACCESS_ERROR',
  },
  'hide-history': {
    call: ['imbot.chat.user.add', { BOT_ID, CHAT_ID: 1001, USERS: [5] }],
    verdict: 'lossy',
    sends: ['imbot.v2.Chat.User.add'],
  },
  'event-format': { call: ['imbot.register', registration], verdict: 'lossy', sends: REGISTER },
  'handlers-split': {
    call: ['imbot.register', { ...registration, EVENT_BOT_DELETE: 'https://b.example/deleted' }],
    verdict: 'lossy',
    options: { events: 'v2' },
    sends: REGISTER,
  },
  'command-lang': {
    call: ['imbot.command.update', { BOT_ID, COMMAND_ID: 501, FIELDS: { LANG: [{ LANGUAGE_ID: 'en', TITLE: 'E' }] } }],
    verdict: 'lossy',
    sends: ['imbot.v2.Command.update'],
  },
  'answer-id': {
    call: ['imbot.command.answer', { ...answer, DIALOG_ID: 'chat1001' }],
    verdict: 'lossy',
    sends: ['imbot.v2.Command.answer'],
  },
  'answer-keyboard': {
    call: ['imbot.command.answer', { ...answer, DIALOG_ID: 'chat1001', KEYBOARD: [{ TEXT: 'Go', LINK: '/go' }] }],
    verdict: 'lossy',
    with: ['answer-id'],
    sends: ['imbot.v2.Command.answer'],
  },
  'answer-attach': {
    call: ['imbot.command.answer', { ...answer, DIALOG_ID: 'chat1001', ATTACH: [{ MESSAGE: 'A' }] }],
    verdict: 'lossy',
    with: ['answer-id'],
    sends: ['imbot.v2.Command.answer'],
  },
  'answer-dialog': { call: ['imbot.command.answer', answer], verdict: 'lossy', with: ['answer-id'] },
  'bot-list-scope': { call: ['imbot.bot.list', {}], verdict: 'lossy', sends: ['imbot.v2.Bot.list'] },
  'bot-profile': {
    call: ['imbot.update', { BOT_ID, FIELDS: { PROPERTIES: { EMAIL: 'bot@b.example' } } }],
    verdict: 'lossy',
    sends: ['imbot.v2.Bot.get', 'imbot.v2.Bot.update'],
  },
  'bot-human': {
    call: ['imbot.register', { ...registration, TYPE: 'H' }],
    verdict: 'lossy',
    options: { events: 'v2' },
    sends: REGISTER,
  },
  'token-length': {
    call: ['imbot.register', { ...registration, CLIENT_ID: 'x'.repeat(41) }],
    verdict: 'lossy',
    options: { events: 'v2' },
    sends: ['imbot.v2.Bot.register'],
    refusedWith: 'BOT_TOKEN_INVALID_LENGTH',
  },
  'bot-code': {
    call: ['imbot.update', { BOT_ID, FIELDS: { CODE: 'renamed' } }],
    verdict: 'lossy',
    sends: ['imbot.v2.Bot.update'],
  },
  'chat-app': { call: ['imbot.app.register', { BOT_ID, CODE: 'app' }], verdict: 'none' },
};
