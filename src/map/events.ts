/**
 * The one table of event names and event fields, v1 ↔ v2. The adapter interprets it, the codemods rewrite by it.
 * Sources: outdated/…/events/*.md and chat-bots-v2/imbot.v2/events/events.md of the REST documentation.
 */

/** v1 event → the v2 event that took its place. ONIMBOTV2REACTIONCHANGE took nobody's. */
export const EVENT_NAMES = {
  ONIMBOTMESSAGEADD: 'ONIMBOTV2MESSAGEADD',
  ONIMBOTMESSAGEUPDATE: 'ONIMBOTV2MESSAGEUPDATE',
  ONIMBOTMESSAGEDELETE: 'ONIMBOTV2MESSAGEDELETE',
  ONIMBOTJOINCHAT: 'ONIMBOTV2JOINCHAT',
  ONIMBOTDELETE: 'ONIMBOTV2DELETE',
  ONIMCOMMANDADD: 'ONIMBOTV2COMMANDADD',
  ONIMBOTCONTEXTGET: 'ONIMBOTV2CONTEXTGET',
} as const;

/** The events of bots in v1. */
export type V1EventName = keyof typeof EVENT_NAMES;

/** How the v1 value comes from the v2 value; the functions stand in src/events/eventRules.ts. */
export type EventRule =
  | 'text'
  | 'filled'
  | 'flag'
  | 'zero'
  | 'colour'
  | 'avatar'
  | 'chatType'
  | 'ofCommand'
  | 'withoutMentions'
  | 'firstMention'
  | 'mentions'
  | 'network'
  | 'files'
  | 'withoutSlash'
  | 'upper'
  | 'copy'
  | 'params'
  | 'spread';

export interface EventField {
  /** Path under v1 `data`; `*` stands for the id of the bot or command. */
  v1: string;
  /** Path under v2 `data`. */
  v2: string;
  rule: EventRule;
  /** The v1 events that have the field. */
  events: readonly V1EventName[];
  /** Left out: in private and group chats alike. */
  chats?: 'private' | 'group';
}

const ADD = 'ONIMBOTMESSAGEADD';
const UPDATE = 'ONIMBOTMESSAGEUPDATE';
const DELETE = 'ONIMBOTMESSAGEDELETE';
const JOIN = 'ONIMBOTJOINCHAT';
const COMMAND = 'ONIMCOMMANDADD';
const CONTEXT = 'ONIMBOTCONTEXTGET';
const BOT_DELETE = 'ONIMBOTDELETE';

const inBotMap = [ADD, UPDATE, DELETE, JOIN, CONTEXT] as const;
const inChats = [ADD, UPDATE, DELETE, JOIN, COMMAND, CONTEXT] as const;

export const EVENT_FIELDS: readonly EventField[] = [
  row(inBotMap, 'BOT.*', 'bot.auth', 'spread'),
  row(inBotMap, 'BOT.*.AUTH', 'bot.auth', 'copy'),
  row(inBotMap, 'BOT.*.BOT_ID', 'bot.id'),
  row(inBotMap, 'BOT.*.BOT_CODE', 'bot.code'),

  row([COMMAND], 'COMMAND.*', 'bot.auth', 'spread'),
  row([COMMAND], 'COMMAND.*.AUTH', 'bot.auth', 'copy'),
  row([COMMAND], 'COMMAND.*.BOT_ID', 'bot.id'),
  row([COMMAND], 'COMMAND.*.BOT_CODE', 'bot.code'),
  row([COMMAND], 'COMMAND.*.COMMAND', 'command.command', 'withoutSlash'),
  row([COMMAND], 'COMMAND.*.COMMAND_ID', 'command.id'),
  row([COMMAND], 'COMMAND.*.COMMAND_PARAMS', 'command.params'),
  row([COMMAND], 'COMMAND.*.COMMAND_CONTEXT', 'command.context', 'upper'),
  row([COMMAND], 'COMMAND.*.MESSAGE_ID', 'message.id'),

  param([UPDATE], 'ID', 'message.id'),
  param([DELETE], 'ID', 'messageId'),
  param([COMMAND], 'MESSAGE', 'message.text', 'ofCommand'),
  param([ADD, UPDATE], 'MESSAGE', 'message.text', 'text', 'private'),
  param([ADD, UPDATE], 'MESSAGE', 'message.text', 'withoutMentions', 'group'),
  param([ADD, UPDATE], 'MESSAGE_ORIGINAL', 'message.text', 'text', 'group'),
  param([ADD, UPDATE], 'MENTIONED_LIST', 'message.text', 'mentions', 'group'),
  param(inChats, 'MESSAGE_TYPE', 'chat', 'chatType'),
  param(inChats, 'CHAT_TYPE', 'chat', 'chatType'),
  param([ADD], 'FROM_USER_ID', 'message.authorId'),
  // Of a pressed button `message` is the bot's own: no single field of v2 tells who called, and what.
  param([COMMAND], 'FROM_USER_ID', 'message.authorId', 'ofCommand'),
  param([COMMAND], 'AUTHOR_ID', 'message.authorId', 'ofCommand'),
  param([UPDATE], 'FROM_USER_ID', 'message.authorId', 'text', 'private'),
  param([DELETE], 'FROM_USER_ID', 'user.id', 'text', 'private'),
  param([ADD, UPDATE], 'AUTHOR_ID', 'message.authorId'),
  param([DELETE], 'AUTHOR_ID', 'user.id'),
  param([ADD, UPDATE, DELETE, COMMAND], 'TO_USER_ID', 'bot.id', 'text', 'private'),
  param([ADD, UPDATE], 'TO_USER_ID', 'message.text', 'firstMention', 'group'),
  param([JOIN], 'TO_USER_ID', 'user.id', 'text', 'private'),
  param([JOIN], 'FROM_USER_ID', 'bot.id', 'text', 'private'),
  param([ADD, COMMAND], 'TO_CHAT_ID', 'message.chatId'),
  param([ADD, UPDATE, COMMAND], 'MESSAGE_ID', 'message.id'),
  param([DELETE], 'MESSAGE_ID', 'messageId'),
  param([ADD, COMMAND], 'SYSTEM', 'message.isSystem', 'flag'),
  param([ADD, UPDATE, DELETE, COMMAND], 'DIALOG_ID', 'chat.dialogId'),
  param([JOIN, CONTEXT], 'DIALOG_ID', 'dialogId'),
  param([CONTEXT], 'CONTEXT', 'context', 'copy'),
  param([JOIN], 'BOT_ID', 'bot.id'),
  param([JOIN], 'USER_ID', 'user.id'),
  // Undocumented on both sides: handlers read a map by id, of which v2 names the ids alone.
  param([ADD], 'FILES', 'message.params.FILE_ID', 'files'),
  // Handlers read `PARAMS.PARAMS.REPLY_ID`, and tell whispers by its COMPONENT_ID.
  param([ADD, UPDATE, COMMAND], 'PARAMS', 'message.params', 'params'),
  param(inChats, 'LANGUAGE', 'language'),

  param([ADD, JOIN, COMMAND], 'CHAT_ID', 'chat.id', 'text', 'group'),
  param([UPDATE, DELETE], 'CHAT_ID', 'chat.id'),
  param([ADD, JOIN, COMMAND], 'CHAT_AUTHOR_ID', 'chat.owner', 'text', 'group'),
  param([UPDATE, DELETE], 'CHAT_AUTHOR_ID', 'chat.owner'),
  param([ADD, UPDATE, DELETE, JOIN, COMMAND], 'CHAT_ENTITY_TYPE', 'chat.entityType', 'text', 'group'),
  // The v1 examples of private chats have no CHAT_ENTITY_TYPE, though they have the other CHAT_ENTITY_ keys.
  param([UPDATE, DELETE], 'CHAT_ENTITY_TYPE', 'chat.entityType', 'filled', 'private'),
  param([ADD, JOIN, COMMAND], 'CHAT_ENTITY_ID', 'chat.entityId', 'text', 'group'),
  param([UPDATE, DELETE], 'CHAT_ENTITY_ID', 'chat.entityId'),
  param([ADD, COMMAND], 'CHAT_ENTITY_DATA_1', 'chat.entityData1', 'text', 'group'),
  param([ADD, COMMAND], 'CHAT_ENTITY_DATA_2', 'chat.entityData2', 'text', 'group'),
  param([ADD, COMMAND], 'CHAT_ENTITY_DATA_3', 'chat.entityData3', 'text', 'group'),
  param([UPDATE, DELETE], 'CHAT_ENTITY_DATA_1', 'chat.entityData1'),
  param([UPDATE, DELETE], 'CHAT_ENTITY_DATA_2', 'chat.entityData2'),
  param([UPDATE, DELETE], 'CHAT_ENTITY_DATA_3', 'chat.entityData3'),
  param([ADD, COMMAND], 'CHAT_TITLE', 'chat.name', 'text', 'group'),
  param([ADD, COMMAND], 'CHAT_AVATAR', 'chat.avatar', 'avatar', 'group'),
  param([ADD, COMMAND], 'CHAT_COLOR', 'chat.color', 'colour', 'group'),
  param([ADD, COMMAND], 'CHAT_EXTRANET', 'chat.extranet', 'flag', 'group'),
  param([COMMAND], 'CHAT_PARENT_ID', 'chat.parentChatId', 'zero', 'group'),
  param([COMMAND], 'CHAT_PARENT_MID', 'chat.parentMessageId', 'zero', 'group'),

  ...['ID:id', 'NAME:name', 'FIRST_NAME:firstName', 'LAST_NAME:lastName'].flatMap((pair) =>
    userField(pair, 'text', [ADD, JOIN, COMMAND, CONTEXT]),
  ),
  ...userField('WORK_POSITION:workPosition', 'text', [ADD, JOIN, CONTEXT]),
  ...userField('GENDER:gender', 'text', [ADD, JOIN, COMMAND, CONTEXT]),
  ...userField('IS_BOT:bot', 'flag', [ADD]),
  ...userField('IS_CONNECTOR:connector', 'flag', [ADD]),
  ...userField('IS_NETWORK:externalAuthId', 'network', [ADD]),
  ...userField('IS_EXTRANET:extranet', 'flag', [ADD]),

  row([BOT_DELETE], 'BOT_ID', 'bot.id'),
  row([BOT_DELETE], 'BOT_CODE', 'bot.code'),
];

/** Every USER field of the new-message event is on update and delete too, but there in private chats only. */
function userField(pair: string, rule: EventRule, events: readonly V1EventName[]): EventField[] {
  const [v1 = '', v2 = ''] = pair.split(':');
  return [
    row(events, `USER.${v1}`, `user.${v2}`, rule),
    row([UPDATE, DELETE], `USER.${v1}`, `user.${v2}`, rule, 'private'),
  ];
}

function row(
  events: readonly V1EventName[],
  v1: string,
  v2: string,
  rule: EventRule = 'text',
  chats?: EventField['chats'],
): EventField {
  return { v1, v2, rule, events, ...(chats === undefined ? {} : { chats }) };
}

function param(
  events: readonly V1EventName[],
  name: string,
  ...rest: [v2: string, EventRule?, EventField['chats']?]
): EventField {
  return row(events, `PARAMS.${name}`, ...rest);
}

const deliveryFlags = [
  'PARAMS.TEMPLATE_ID',
  'PARAMS.PUSH',
  'PARAMS.PUSH_IMPORTANT',
  'PARAMS.RECENT_SKIP_AUTHOR',
  'PARAMS.CONVERT',
  'PARAMS.SKIP_COMMAND',
  'PARAMS.SKIP_COUNTER_INCREMENTS',
  'PARAMS.SILENT_CONNECTOR',
  'PARAMS.SKIP_CONNECTOR',
  'PARAMS.IMPORTANT_CONNECTOR',
  'PARAMS.NO_SESSION_OL',
  'PARAMS.FAKE_RELATION',
  'PARAMS.SKIP_URL_INDEX',
];
const memberState = ['PARAMS.CHAT_PREV_MESSAGE_ID', 'PARAMS.CHAT_CAN_POST', 'PARAMS.RID', 'PARAMS.IS_MANAGER'];

/** Documented v1 fields that no v2 event gives, by v1 event. */
export const EVENT_FIELDS_WITHOUT_V2: Readonly<Record<V1EventName, readonly string[]>> = /* @__PURE__ */ lost();

// Put together in a function, so that whoever does not ask for it does not load it.
function lost(): Record<V1EventName, readonly string[]> {
  return {
    ONIMBOTMESSAGEADD: [
      ...deliveryFlags,
      ...memberState,
      'PARAMS.COMMAND_CONTEXT',
      'PARAMS.CHAT_USER_COUNT',
      'PARAMS.PLATFORM_CONTEXT',
    ],
    ONIMBOTMESSAGEUPDATE: ['PARAMS.CHAT_USER_COUNT', 'PARAMS.PLATFORM_CONTEXT'],
    ONIMBOTMESSAGEDELETE: ['PARAMS.MESSAGE'],
    ONIMBOTJOINCHAT: ['PARAMS.ACCESS_HISTORY', 'PARAMS.SILENT_JOIN'],
    ONIMBOTDELETE: [],
    ONIMCOMMANDADD: [
      ...deliveryFlags,
      ...memberState,
      'PARAMS.RECENT_ADD',
      'PARAMS.SKIP_USER_CHECK',
      'PARAMS.BOT_IN_CHAT',
    ],
    ONIMBOTCONTEXTGET: [],
  };
}

/** v2 chat type → v1 CHAT_TYPE, where the event has no `messageType`. */
export const CHAT_TYPE_CODES: Readonly<Record<string, string>> = {
  private: 'P',
  chat: 'C',
  open: 'O',
  channel: 'N',
  openChannel: 'J',
  generalChannel: 'J',
  thread: 'T',
  copilot: 'A',
  collab: 'B',
};
