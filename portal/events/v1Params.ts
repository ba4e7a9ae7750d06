import { colours } from '../colours';
import { chatEntity } from '../entities/chat';
import { messageEntity } from '../entities/message';
import { fingerprint } from '../fingerprint';
import { read } from '../read';
import { dialog } from '../rules/dialog';
import type { State } from '../state';
import type { Bot, Chat, Message } from '../types';
import type { Happening } from './Happening';
import { mentions } from './mentions';
import { v1Order } from './v1Order';

type Seen = Exclude<Happening, { kind: 'reaction' | 'context' | 'delete' }>;

const LANGUAGE = 'en';

/** Switches that the vendor sends along with each new message. */
const SWITCHES = {
  PUSH: 'Y',
  PUSH_IMPORTANT: 'N',
  RECENT_SKIP_AUTHOR: 'N',
  CONVERT: 'N',
  SKIP_COMMAND: 'N',
  SKIP_COUNTER_INCREMENTS: 'N',
  SILENT_CONNECTOR: 'N',
  SKIP_CONNECTOR: 'N',
  IMPORTANT_CONNECTOR: 'N',
  NO_SESSION_OL: 'N',
  FAKE_RELATION: '0',
  SKIP_URL_INDEX: 'N',
} as const;

/** data.PARAMS of a v1 event, with the keys of the documented examples. */
export function v1Params(state: State, bot: Bot, happening: Seen): Record<string, unknown> {
  const place = dialog.isPrivate(happening.chat) ? 'Private' : 'Group';
  switch (happening.kind) {
    case 'join':
      return v1Order(join(bot, happening.chat, happening.user.id), `join${place}`);
    case 'messageAdd':
      return v1Order(added(state, bot, happening), `add${place}`);
    case 'command':
      return v1Order(command(state, bot, happening), `command${place}`);
    case 'messageUpdate':
      return v1Order(updated(bot, happening.chat, happening.message), `update${place}`);
    case 'messageDelete':
      return v1Order(deleted(bot, happening.chat, happening.message), `delete${place}`);
  }
}

/** In a private chat the two ids are reversed: TO is the user and FROM is the bot. */
function join(bot: Bot, chat: Chat, userId: number): Record<string, unknown> {
  const type = chatEntity.messageType(chat);
  const head = { CHAT_TYPE: type, MESSAGE_TYPE: type, BOT_ID: bot.id, USER_ID: userId };
  const tail = { DIALOG_ID: dialog.idFor(chat, bot.id), LANGUAGE };
  if (dialog.isPrivate(chat)) return { ...head, TO_USER_ID: userId, FROM_USER_ID: bot.id, ...tail };
  return {
    ...head,
    CHAT_ID: chat.id,
    CHAT_AUTHOR_ID: chat.ownerId,
    CHAT_ENTITY_TYPE: chat.entityType,
    CHAT_ENTITY_ID: chat.entityId,
    ACCESS_HISTORY: '1',
    ...tail,
  };
}

function head(bot: Bot, chat: Chat, message: Message): Record<string, unknown> {
  return {
    TEMPLATE_ID: `template-${fingerprint(String(message.id))}`,
    MESSAGE_TYPE: chatEntity.messageType(chat),
    FROM_USER_ID: message.authorId,
    DIALOG_ID: dialog.idFor(chat, bot.id),
    TO_CHAT_ID: chat.id,
    AUTHOR_ID: message.authorId,
    SYSTEM: message.system ? 'Y' : 'N',
  };
}

function group(state: State, chat: Chat, message: Message): Record<string, unknown> {
  const earlier = [...state.messages.values()].filter((one) => one.chatId === chat.id && one.id < message.id);
  return {
    CHAT_ID: chat.id,
    CHAT_TITLE: chat.title,
    CHAT_AUTHOR_ID: chat.ownerId,
    CHAT_TYPE: chatEntity.messageType(chat),
    CHAT_AVATAR: '0',
    CHAT_COLOR: colours.toV1(chat.color),
    ...entity(chat),
    CHAT_EXTRANET: chat.extranet ? 'Y' : 'N',
    CHAT_PREV_MESSAGE_ID: earlier.at(-1)?.id ?? 0,
    CHAT_CAN_POST: 'MEMBER',
    RID: message.authorId,
    IS_MANAGER: chat.members.get(message.authorId)?.manager ? 'Y' : 'N',
  };
}

function entity(chat: Chat): Record<string, unknown> {
  return { CHAT_ENTITY_TYPE: chat.entityType, CHAT_ENTITY_ID: chat.entityId, ...entityData(chat) };
}

function entityData(chat: Chat): Record<string, unknown> {
  const [CHAT_ENTITY_DATA_1, CHAT_ENTITY_DATA_2, CHAT_ENTITY_DATA_3] = chat.entityData;
  return { CHAT_ENTITY_DATA_1, CHAT_ENTITY_DATA_2, CHAT_ENTITY_DATA_3 };
}

function added(state: State, bot: Bot, { chat, message }: { chat: Chat; message: Message }): Record<string, unknown> {
  const tail = { MESSAGE_ID: message.id, LANGUAGE, ...filesOf(message), ...paramsOf(message) };
  const middle = { ...SWITCHES, COMMAND_CONTEXT: 'TEXTAREA', CHAT_USER_COUNT: chat.members.size };
  if (dialog.isPrivate(chat)) {
    const to = { TO_USER_ID: bot.id };
    const text = { MESSAGE: message.text, ...head(bot, chat, message), ...to, ...middle, PLATFORM_CONTEXT: 'web' };
    return { ...text, CHAT_TYPE: 'P', ...tail };
  }
  const where = { ...head(bot, chat, message), ...group(state, chat, message) };
  return { ...where, ...middle, PLATFORM_CONTEXT: 'web', ...addressed(message), ...tail };
}

function filesOf(message: Message): Record<string, unknown> {
  return message.files.length > 0 ? { FILES: Object.fromEntries(message.files.map((id) => [id, { id }])) } : {};
}

/** [seen] what the message carries besides its text: handlers read REPLY_ID there. */
function paramsOf(message: Message): Record<string, unknown> {
  const { params } = messageEntity(message);
  return read.record(params) ? { PARAMS: params } : {};
}

/** In groups the handler sees the text without mentions, and the whole of it beside. */
function addressed(message: Message): Record<string, unknown> {
  const found = mentions.ids(message.text);
  if (found.length === 0) return { MESSAGE: message.text, TO_USER_ID: 0 };
  return {
    MESSAGE: mentions.without(message.text),
    MENTIONED_LIST: Object.fromEntries(found.map((id) => [id, id])),
    MESSAGE_ORIGINAL: message.text,
    TO_USER_ID: found[0],
  };
}

function command(state: State, bot: Bot, happening: Extract<Seen, { kind: 'command' }>): Record<string, unknown> {
  const { chat, params, user } = happening;
  const isPressed = happening.context.toLowerCase() === 'keyboard';
  // [source] a pressed button is told as if its command had been typed by who pressed it.
  const typed = { authorId: user.id, text: `/${happening.command.command} ${params}`.trim() };
  const message = isPressed ? { ...happening.message, ...typed } : happening.message;
  const text = { MESSAGE: message.text, ...head(bot, chat, message) };
  const more = isPressed ? {} : paramsOf(message);
  const rest = { SKIP_USER_CHECK: 'Y', RECENT_ADD: 'Y', ...SWITCHES, MESSAGE_ID: message.id, ...more };
  if (dialog.isPrivate(chat)) return { ...text, TO_USER_ID: bot.id, ...rest, CHAT_TYPE: 'P', LANGUAGE };
  const parents = { CHAT_PARENT_ID: '0', CHAT_PARENT_MID: '0' };
  const present = chat.members.has(bot.id) ? { BOT_IN_CHAT: { [bot.id]: bot.id } } : {};
  return { ...text, ...group(state, chat, message), ...parents, ...present, ...rest, LANGUAGE };
}

function edit(bot: Bot, chat: Chat, message: Message): Record<string, unknown> {
  const type = chatEntity.messageType(chat);
  // A private chat has no entity type at all, not an empty one, in the examples.
  const names = dialog.isPrivate(chat)
    ? { CHAT_ENTITY_ID: chat.entityId, ...entityData(chat), FROM_USER_ID: message.authorId, TO_USER_ID: bot.id }
    : entity(chat);
  return {
    ID: message.id,
    CHAT_ID: chat.id,
    AUTHOR_ID: message.authorId,
    MESSAGE_TYPE: type,
    CHAT_AUTHOR_ID: chat.ownerId,
    ...names,
    DIALOG_ID: dialog.idFor(chat, bot.id),
    MESSAGE_ID: message.id,
    CHAT_TYPE: type,
    LANGUAGE,
  };
}

function updated(bot: Bot, chat: Chat, message: Message): Record<string, unknown> {
  const text = dialog.isPrivate(chat) ? { MESSAGE: message.text } : addressed(message);
  return {
    ...edit(bot, chat, message),
    ...text,
    CHAT_USER_COUNT: chat.members.size,
    PLATFORM_CONTEXT: 'web',
    ...paramsOf(message),
  };
}

function deleted(bot: Bot, chat: Chat, message: Message): Record<string, unknown> {
  const date = new Date(message.date).toISOString();
  const day = `${date.slice(5, 7)}/${date.slice(8, 10)}/${date.slice(0, 4)} ${date.slice(11, 19)}`;
  return { ...edit(bot, chat, message), MESSAGE: `Message from ${day} has been deleted` };
}
