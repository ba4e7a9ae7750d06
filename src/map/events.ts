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
  { v1: 'BOT.*', v2: 'bot.auth', rule: 'spread', events: inBotMap },
  { v1: 'BOT.*.AUTH', v2: 'bot.auth', rule: 'copy', events: inBotMap },
  { v1: 'BOT.*.BOT_ID', v2: 'bot.id', rule: 'text', events: inBotMap },
  { v1: 'BOT.*.BOT_CODE', v2: 'bot.code', rule: 'text', events: inBotMap },

  { v1: 'COMMAND.*', v2: 'bot.auth', rule: 'spread', events: [COMMAND] },
  { v1: 'COMMAND.*.AUTH', v2: 'bot.auth', rule: 'copy', events: [COMMAND] },
  { v1: 'COMMAND.*.BOT_ID', v2: 'bot.id', rule: 'text', events: [COMMAND] },
  { v1: 'COMMAND.*.BOT_CODE', v2: 'bot.code', rule: 'text', events: [COMMAND] },
  { v1: 'COMMAND.*.COMMAND', v2: 'command.command', rule: 'withoutSlash', events: [COMMAND] },
  { v1: 'COMMAND.*.COMMAND_ID', v2: 'command.id', rule: 'text', events: [COMMAND] },
  { v1: 'COMMAND.*.COMMAND_PARAMS', v2: 'command.params', rule: 'text', events: [COMMAND] },
  { v1: 'COMMAND.*.COMMAND_CONTEXT', v2: 'command.context', rule: 'upper', events: [COMMAND] },
  { v1: 'COMMAND.*.MESSAGE_ID', v2: 'message.id', rule: 'text', events: [COMMAND] },

  { v1: 'PARAMS.ID', v2: 'message.id', rule: 'text', events: [UPDATE] },
  { v1: 'PARAMS.ID', v2: 'messageId', rule: 'text', events: [DELETE] },
  { v1: 'PARAMS.MESSAGE', v2: 'message.text', rule: 'ofCommand', events: [COMMAND] },
  { v1: 'PARAMS.MESSAGE', v2: 'message.text', rule: 'text', events: [ADD, UPDATE], chats: 'private' },
  { v1: 'PARAMS.MESSAGE', v2: 'message.text', rule: 'withoutMentions', events: [ADD, UPDATE], chats: 'group' },
  { v1: 'PARAMS.MESSAGE_ORIGINAL', v2: 'message.text', rule: 'text', events: [ADD, UPDATE], chats: 'group' },
  { v1: 'PARAMS.MENTIONED_LIST', v2: 'message.text', rule: 'mentions', events: [ADD, UPDATE], chats: 'group' },
  { v1: 'PARAMS.MESSAGE_TYPE', v2: 'chat', rule: 'chatType', events: inChats },
  { v1: 'PARAMS.CHAT_TYPE', v2: 'chat', rule: 'chatType', events: inChats },
  { v1: 'PARAMS.FROM_USER_ID', v2: 'message.authorId', rule: 'text', events: [ADD] },
  // Of a pressed button `message` is the bot's own: no single field of v2 tells who called, and what.
  { v1: 'PARAMS.FROM_USER_ID', v2: 'message.authorId', rule: 'ofCommand', events: [COMMAND] },
  { v1: 'PARAMS.AUTHOR_ID', v2: 'message.authorId', rule: 'ofCommand', events: [COMMAND] },
  { v1: 'PARAMS.FROM_USER_ID', v2: 'message.authorId', rule: 'text', events: [UPDATE], chats: 'private' },
  { v1: 'PARAMS.FROM_USER_ID', v2: 'user.id', rule: 'text', events: [DELETE], chats: 'private' },
  { v1: 'PARAMS.AUTHOR_ID', v2: 'message.authorId', rule: 'text', events: [ADD, UPDATE] },
  { v1: 'PARAMS.AUTHOR_ID', v2: 'user.id', rule: 'text', events: [DELETE] },
  { v1: 'PARAMS.TO_USER_ID', v2: 'bot.id', rule: 'text', events: [ADD, UPDATE, DELETE, COMMAND], chats: 'private' },
  { v1: 'PARAMS.TO_USER_ID', v2: 'message.text', rule: 'firstMention', events: [ADD, UPDATE], chats: 'group' },
  { v1: 'PARAMS.TO_USER_ID', v2: 'user.id', rule: 'text', events: [JOIN], chats: 'private' },
  { v1: 'PARAMS.FROM_USER_ID', v2: 'bot.id', rule: 'text', events: [JOIN], chats: 'private' },
  { v1: 'PARAMS.TO_CHAT_ID', v2: 'message.chatId', rule: 'text', events: [ADD, COMMAND] },
  { v1: 'PARAMS.MESSAGE_ID', v2: 'message.id', rule: 'text', events: [ADD, UPDATE, COMMAND] },
  { v1: 'PARAMS.MESSAGE_ID', v2: 'messageId', rule: 'text', events: [DELETE] },
  { v1: 'PARAMS.SYSTEM', v2: 'message.isSystem', rule: 'flag', events: [ADD, COMMAND] },
  { v1: 'PARAMS.DIALOG_ID', v2: 'chat.dialogId', rule: 'text', events: [ADD, UPDATE, DELETE, COMMAND] },
  { v1: 'PARAMS.DIALOG_ID', v2: 'dialogId', rule: 'text', events: [JOIN, CONTEXT] },
  { v1: 'PARAMS.CONTEXT', v2: 'context', rule: 'copy', events: [CONTEXT] },
  { v1: 'PARAMS.BOT_ID', v2: 'bot.id', rule: 'text', events: [JOIN] },
  { v1: 'PARAMS.USER_ID', v2: 'user.id', rule: 'text', events: [JOIN] },
  // Undocumented on both sides: handlers read a map by id, of which v2 names the ids alone.
  { v1: 'PARAMS.FILES', v2: 'message.params.FILE_ID', rule: 'files', events: [ADD] },
  { v1: 'PARAMS.LANGUAGE', v2: 'language', rule: 'text', events: inChats },

  { v1: 'PARAMS.CHAT_ID', v2: 'chat.id', rule: 'text', events: [ADD, JOIN, COMMAND], chats: 'group' },
  { v1: 'PARAMS.CHAT_ID', v2: 'chat.id', rule: 'text', events: [UPDATE, DELETE] },
  { v1: 'PARAMS.CHAT_AUTHOR_ID', v2: 'chat.owner', rule: 'text', events: [ADD, JOIN, COMMAND], chats: 'group' },
  { v1: 'PARAMS.CHAT_AUTHOR_ID', v2: 'chat.owner', rule: 'text', events: [UPDATE, DELETE] },
  {
    v1: 'PARAMS.CHAT_ENTITY_TYPE',
    v2: 'chat.entityType',
    rule: 'text',
    events: [ADD, UPDATE, DELETE, JOIN, COMMAND],
    chats: 'group',
  },
  // The v1 examples of private chats have no CHAT_ENTITY_TYPE, though they have the other CHAT_ENTITY_ keys.
  { v1: 'PARAMS.CHAT_ENTITY_TYPE', v2: 'chat.entityType', rule: 'filled', events: [UPDATE, DELETE], chats: 'private' },
  { v1: 'PARAMS.CHAT_ENTITY_ID', v2: 'chat.entityId', rule: 'text', events: [ADD, JOIN, COMMAND], chats: 'group' },
  { v1: 'PARAMS.CHAT_ENTITY_ID', v2: 'chat.entityId', rule: 'text', events: [UPDATE, DELETE] },
  { v1: 'PARAMS.CHAT_ENTITY_DATA_1', v2: 'chat.entityData1', rule: 'text', events: [ADD, COMMAND], chats: 'group' },
  { v1: 'PARAMS.CHAT_ENTITY_DATA_2', v2: 'chat.entityData2', rule: 'text', events: [ADD, COMMAND], chats: 'group' },
  { v1: 'PARAMS.CHAT_ENTITY_DATA_3', v2: 'chat.entityData3', rule: 'text', events: [ADD, COMMAND], chats: 'group' },
  { v1: 'PARAMS.CHAT_ENTITY_DATA_1', v2: 'chat.entityData1', rule: 'text', events: [UPDATE, DELETE] },
  { v1: 'PARAMS.CHAT_ENTITY_DATA_2', v2: 'chat.entityData2', rule: 'text', events: [UPDATE, DELETE] },
  { v1: 'PARAMS.CHAT_ENTITY_DATA_3', v2: 'chat.entityData3', rule: 'text', events: [UPDATE, DELETE] },
  { v1: 'PARAMS.CHAT_TITLE', v2: 'chat.name', rule: 'text', events: [ADD, COMMAND], chats: 'group' },
  { v1: 'PARAMS.CHAT_AVATAR', v2: 'chat.avatar', rule: 'avatar', events: [ADD, COMMAND], chats: 'group' },
  { v1: 'PARAMS.CHAT_COLOR', v2: 'chat.color', rule: 'colour', events: [ADD, COMMAND], chats: 'group' },
  { v1: 'PARAMS.CHAT_EXTRANET', v2: 'chat.extranet', rule: 'flag', events: [ADD, COMMAND], chats: 'group' },
  { v1: 'PARAMS.CHAT_PARENT_ID', v2: 'chat.parentChatId', rule: 'zero', events: [COMMAND], chats: 'group' },
  { v1: 'PARAMS.CHAT_PARENT_MID', v2: 'chat.parentMessageId', rule: 'zero', events: [COMMAND], chats: 'group' },

  ...['ID:id', 'NAME:name', 'FIRST_NAME:firstName', 'LAST_NAME:lastName', 'GENDER:gender'].flatMap((pair) =>
    userField(pair, 'text', [ADD, JOIN, COMMAND, CONTEXT]),
  ),
  ...userField('WORK_POSITION:workPosition', 'text', [ADD, JOIN, CONTEXT]),
  ...userField('IS_BOT:bot', 'flag', [ADD]),
  ...userField('IS_CONNECTOR:connector', 'flag', [ADD]),
  ...userField('IS_NETWORK:externalAuthId', 'network', [ADD]),
  ...userField('IS_EXTRANET:extranet', 'flag', [ADD]),

  { v1: 'BOT_ID', v2: 'bot.id', rule: 'text', events: [BOT_DELETE] },
  { v1: 'BOT_CODE', v2: 'bot.code', rule: 'text', events: [BOT_DELETE] },
];

/** Every USER field of the new-message event is on update and delete too, but there in private chats only. */
function userField(pair: string, rule: EventRule, events: readonly V1EventName[]): EventField[] {
  const [v1 = '', v2 = ''] = pair.split(':');
  return [
    { v1: `USER.${v1}`, v2: `user.${v2}`, rule, events },
    { v1: `USER.${v1}`, v2: `user.${v2}`, rule, events: [UPDATE, DELETE], chats: 'private' },
  ];
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
export const EVENT_FIELDS_WITHOUT_V2: Readonly<Record<V1EventName, readonly string[]>> = {
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
