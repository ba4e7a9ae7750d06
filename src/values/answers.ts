/**
 * How a call may be repeated when its answer is lost: `read` changes nothing, `fixed` sets a state that a second run leaves
 * as it is, `never` must not run twice.
 */
export type Replay = 'read' | 'fixed' | 'never';

/** Thrown by translations and answer rules on purpose, for those who know what follows from it. */
export class Signal extends Error {}

/**
 * A v2 answer lacks a field that the v1 answer needs.
 * @example
 * new MissingField('result.id').message; // 'the answer has no result.id'
 */
export class MissingField extends Signal {
  constructor(readonly path: string) {
    super(`the answer has no ${path}`);
  }
}

/**
 * Chat.Message.send → the message id that imbot.message.add answered.
 * @example
 * messageId({ id: 1024, uuidMap: [] }); // 1024
 */
export function messageId(result: unknown): number {
  return number(field(result, 'id'), 'result.id');
}

/**
 * Methods that answer `{result: true}` in v2 and `true` in v1; Bot.update and Command.update answer the object.
 * @example
 * done({ result: true }); // true
 */
export function done(result: unknown): boolean {
  return field(result, 'result') !== false;
}

/**
 * Chat.add → the chat id that imbot.chat.add answered.
 * @example
 * chatId({ chat: { id: 5 } }); // 5
 */
export function chatId(result: unknown): number {
  return number(field(field(result, 'chat'), 'id'), 'result.chat.id');
}

/**
 * Command.register → the command id that imbot.command.register answered.
 * @example
 * commandId({ command: { id: 7 } }); // 7
 */
export function commandId(result: unknown): number {
  return number(field(field(result, 'command'), 'id'), 'result.command.id');
}

/**
 * Bot.register → the bot id that imbot.register answered; once seen with `users` only.
 * @example
 * botId({ bot: { id: 39, code: 'my_bot' } }); // 39
 */
export function botId(result: unknown): number {
  const fromBot = field(field(result, 'bot'), 'id');
  const users = field(result, 'users');
  const fromUser = Array.isArray(users) ? field(users[0], 'id') : undefined;
  return number(fromBot ?? fromUser, 'result.bot.id');
}

/**
 * Chat.User.list → the user ids that imbot.chat.user.list answered.
 * @example
 * memberIds([{ id: 1 }, { id: 39 }]); // [1, 39]
 */
export function memberIds(result: unknown): number[] {
  if (!Array.isArray(result)) throw new MissingField('result (a list of users)');
  return result.map((user, index) => number(field(user, 'id'), `result[${index}].id`));
}

/** One entry of imbot.bot.list. */
export interface V1Bot {
  /** Also the id of its user. */
  ID: number;
  /** The full name. */
  NAME: string;
  /** As it was registered. */
  CODE: string;
  /** Does it serve open lines? */
  OPENLINE: 'Y' | 'N';
}

/**
 * Pages of Bot.list → what imbot.bot.list answered.
 * @example
 * botList([{ bots: [{ id: 39, code: 'my_bot' }], users: [{ id: 39, name: 'Helper' }] }]); // { 39: { ID: 39, NAME: 'Helper', CODE: 'my_bot', OPENLINE: 'N' } }
 */
export function botList(pages: readonly unknown[]): Record<string, V1Bot> {
  const list: Record<string, V1Bot> = {};
  for (const page of pages) {
    const bots = field(page, 'bots');
    if (!Array.isArray(bots)) throw new MissingField('result.bots');
    const users = field(page, 'users');
    const names = new Map((Array.isArray(users) ? users : []).map((user) => [field(user, 'id'), field(user, 'name')]));
    for (const bot of bots) {
      const id = number(field(bot, 'id'), 'result.bots[].id');
      const openline = field(bot, 'isSupportOpenline');
      list[String(id)] = {
        ID: id,
        NAME: String(names.get(id) ?? ''),
        CODE: String(field(bot, 'code') ?? ''),
        OPENLINE: openline === true || openline === 'Y' || openline === '1' ? 'Y' : 'N',
      };
    }
  }
  return list;
}

/**
 * Chat.get → the fields of imbot.dialog.get that v2 can give, under their v1 names.
 * @example
 * dialogV1({ chat: { id: 5, dialogId: 'chat5', messageType: 'C' } }); // { id: 5, dialog_id: 'chat5', message_type: 'C' }
 */
export function dialogV1(result: unknown): Record<string, unknown> {
  const chat = field(result, 'chat');
  if (typeof chat !== 'object' || chat === null) throw new MissingField('result.chat');
  return dialogFields(chat);
}

/** A property of an unknown value; undefined where there is none. */
export function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

function number(value: unknown, path: string): number {
  const found = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof found !== 'number' || !Number.isFinite(found)) throw new MissingField(path);
  return found;
}

/** v2 Chat field → imbot.dialog.get field. `lastId` is left out: the last message in v1, the last read one in v2. */
const NAMES: Readonly<Record<string, string>> = {
  id: 'id',
  parentChatId: 'parent_chat_id',
  parentMessageId: 'parent_message_id',
  name: 'name',
  description: 'description',
  owner: 'owner',
  extranet: 'extranet',
  avatar: 'avatar',
  color: 'color',
  type: 'type',
  userCounter: 'user_counter',
  messageCount: 'message_count',
  unreadId: 'unread_id',
  lastMessageId: 'last_message_id',
  markedId: 'marked_id',
  diskFolderId: 'disk_folder_id',
  entityType: 'entity_type',
  entityId: 'entity_id',
  entityData1: 'entity_data_1',
  entityData2: 'entity_data_2',
  entityData3: 'entity_data_3',
  muteList: 'mute_list',
  dateCreate: 'date_create',
  messageType: 'message_type',
  public: 'public',
  role: 'role',
  entityLink: 'entity_link',
  textFieldEnabled: 'text_field_enabled',
  backgroundId: 'background_id',
  permissions: 'permissions',
  isNew: 'is_new',
  managerList: 'manager_list',
  lastMessageViews: 'last_message_views',
  dialogId: 'dialog_id',
};

const ZERO_WHEN_NULL: ReadonlySet<string> = new Set([
  'parentChatId',
  'parentMessageId',
  'unreadId',
  'markedId',
  'diskFolderId',
]);

/** A v2 Chat under the names of imbot.dialog.get: only what v2 gives, nothing invented. */
function dialogFields(chat: object): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(chat)) {
    const v1 = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
    if (v1 !== undefined) fields[v1] = v1Value(name, value);
  }
  return fields;
}

function v1Value(name: string, value: unknown): unknown {
  if (value === null && ZERO_WHEN_NULL.has(name)) return 0;
  if (name === 'textFieldEnabled') return value === true || value === 'Y';
  if (name === 'lastMessageViews' && typeof value === 'string') return parsedOrSame(value);
  return value;
}

function parsedOrSame(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
