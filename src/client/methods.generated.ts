// Written by `npm run generate` from src/map. Do not edit.
import type { CallOptions } from '../engine/types';
import type { Attach, Colour, Dialog, DialogId, Flag, Id, Ids, Keyboard, Languages, Menu, V1Bot } from './v1Types';

/** Parameters of imbot.message.add. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/messages/imbot-message-add.md */
export interface MessageAddParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `dialogId`. */
  DIALOG_ID?: DialogId | null;
  FROM_USER_ID?: Id | null;
  TO_USER_ID?: Id | null;
  /** v2: `fields.message`. */
  MESSAGE: string;
  /** v2: `fields.attach`. */
  ATTACH?: Attach | null;
  /** v2: `fields.keyboard`. */
  KEYBOARD?: Keyboard | null;
  /** Loss `menu` (filled): v2 has no context menu for messages. */
  MENU?: Menu | null;
  /** v2: `fields.system`. */
  SYSTEM?: Flag | null;
  /** v2: `fields.urlPreview`. */
  URL_PREVIEW?: Flag | null;
  /** v2: `fields.skipConnector`. */
  SKIP_CONNECTOR?: Flag | null;
}

/** Parameters of imbot.message.update. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/messages/imbot-message-update.md */
export interface MessageUpdateParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `messageId`. */
  MESSAGE_ID: Id;
  /** v2: `fields.message`. */
  MESSAGE?: string | null;
  /** v2: `fields.attach`. Loss `attach-clear` (cleared): v2 documents no way to remove the attachment of a message. */
  ATTACH?: Attach | null;
  /** v2: `fields.keyboard`. */
  KEYBOARD?: Keyboard | 'N' | null;
  /** Loss `menu` (given): v2 has no context menu for messages. */
  MENU?: Menu | 'N' | null;
  /** v2: `fields.urlPreview`. */
  URL_PREVIEW?: Flag | null;
  /** Loss `skip-connector` (on): v2 has no SKIP_CONNECTOR when a message is changed: an open line’s client would see the change. */
  SKIP_CONNECTOR?: Flag | null;
}

/** Parameters of imbot.message.delete. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/messages/imbot-message-delete.md */
export interface MessageDeleteParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `messageId`. */
  MESSAGE_ID: Id;
  /** v2: `complete`. */
  COMPLETE?: Flag | null;
}

/** Parameters of imbot.message.like. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/messages/imbot-message-like.md */
export interface MessageLikeParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `messageId`. */
  MESSAGE_ID: Id;
  ACTION?: 'auto' | 'plus' | 'minus' | null;
}

/** Parameters of imbot.register. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/bots/imbot-register.md */
export interface RegisterParams {
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `fields.code`. */
  CODE: string;
  /** v2: `fields.type`. Loss `bot-human` (human): v2 has no bot of type H; it would become a plain bot. */
  TYPE?: 'B' | 'O' | 'S' | 'H' | null;
  /** v2: `fields.isSupportOpenline`. */
  OPENLINE?: Flag | null;
  EVENT_HANDLER?: string | null;
  EVENT_MESSAGE_ADD?: string | null;
  EVENT_MESSAGE_UPDATE?: string | null;
  EVENT_MESSAGE_DELETE?: string | null;
  EVENT_WELCOME_MESSAGE?: string | null;
  EVENT_BOT_DELETE?: string | null;
  PROPERTIES: {
    /** v2: `fields.properties.name`. */
    NAME?: string | null;
    /** v2: `fields.properties.lastName`. */
    LAST_NAME?: string | null;
    /** v2: `fields.properties.color`. */
    COLOR?: Colour | null;
    /** Loss `bot-profile` (filled): v2 has no EMAIL, PERSONAL_BIRTHDAY and PERSONAL_WWW for bots. */
    EMAIL?: string | null;
    /** Loss `bot-profile` (filled): v2 has no EMAIL, PERSONAL_BIRTHDAY and PERSONAL_WWW for bots. */
    PERSONAL_BIRTHDAY?: string | null;
    /** v2: `fields.properties.workPosition`. */
    WORK_POSITION?: string | null;
    /** Loss `bot-profile` (filled): v2 has no EMAIL, PERSONAL_BIRTHDAY and PERSONAL_WWW for bots. */
    PERSONAL_WWW?: string | null;
    /** v2: `fields.properties.gender`. */
    PERSONAL_GENDER?: 'M' | 'F' | null;
    /** v2: `fields.properties.avatar`. */
    PERSONAL_PHOTO?: string | null;
  };
}

/** Parameters of imbot.update. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/bots/imbot-update.md */
export interface UpdateParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID: Id;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  FIELDS: {
    /** Loss `bot-code` (filled): v2 cannot change the code of a bot. */
    CODE?: string | null;
    EVENT_HANDLER?: string | null;
    EVENT_MESSAGE_ADD?: string | null;
    EVENT_MESSAGE_UPDATE?: string | null;
    EVENT_MESSAGE_DELETE?: string | null;
    EVENT_WELCOME_MESSAGE?: string | null;
    EVENT_BOT_DELETE?: string | null;
    PROPERTIES?: {
      /** v2: `fields.properties.name`. */
      NAME?: string | null;
      /** v2: `fields.properties.lastName`. */
      LAST_NAME?: string | null;
      /** v2: `fields.properties.color`. */
      COLOR?: Colour | null;
      /** Loss `bot-profile` (given): v2 has no EMAIL, PERSONAL_BIRTHDAY and PERSONAL_WWW for bots. */
      EMAIL?: string | null;
      /** Loss `bot-profile` (given): v2 has no EMAIL, PERSONAL_BIRTHDAY and PERSONAL_WWW for bots. */
      PERSONAL_BIRTHDAY?: string | null;
      /** v2: `fields.properties.workPosition`. */
      WORK_POSITION?: string | null;
      /** Loss `bot-profile` (given): v2 has no EMAIL, PERSONAL_BIRTHDAY and PERSONAL_WWW for bots. */
      PERSONAL_WWW?: string | null;
      /** v2: `fields.properties.gender`. */
      PERSONAL_GENDER?: 'M' | 'F' | null;
      /** v2: `fields.properties.avatar`. */
      PERSONAL_PHOTO?: string | null;
    };
  };
}

/** Parameters of imbot.unregister. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/bots/imbot-unregister.md */
export interface UnregisterParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID: Id;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
}

/** Parameters of imbot.bot.list. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/bots/imbot-bot-list.md */
export interface BotListParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
}

/** Parameters of imbot.chat.add. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-chat-add.md */
export interface ChatAddParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `fields.type`. */
  TYPE?: 'CHAT' | 'OPEN' | null;
  /** v2: `fields.title`. */
  TITLE?: string | null;
  /** v2: `fields.description`. */
  DESCRIPTION?: string | null;
  /** v2: `fields.color`. */
  COLOR?: Colour | null;
  /** v2: `fields.message`. */
  MESSAGE?: string | null;
  /** v2: `fields.userIds`. */
  USERS?: Ids | null;
  /** v2: `fields.avatar`. */
  AVATAR?: string | null;
  /** v2: `fields.ownerId`. Not documented by the vendor. */
  OWNER_ID?: Id | null;
  /** v2: `fields.entityType`. Loss `chat-entity` (filled): v2 does not document ENTITY_TYPE and ENTITY_ID; `entityType` and `entityId` are taken today. */
  ENTITY_TYPE?: string | null;
  /** v2: `fields.entityId`. Loss `chat-entity` (filled): v2 does not document ENTITY_TYPE and ENTITY_ID; `entityType` and `entityId` are taken today. */
  ENTITY_ID?: string | number | null;
}

/** Parameters of imbot.chat.get. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-chat-get.md */
export interface ChatGetParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  ENTITY_TYPE: string;
  ENTITY_ID: string | number;
}

/** Parameters of imbot.dialog.get. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-dialog-get.md */
export interface DialogGetParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `dialogId`. */
  DIALOG_ID: DialogId;
}

/** Parameters of imbot.chat.updateTitle. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-chat-update-title.md */
export interface ChatUpdateTitleParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `dialogId`. */
  CHAT_ID: Id;
  /** v2: `fields.title`. */
  TITLE: string;
}

/** Parameters of imbot.chat.updateColor. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-chat-update-color.md */
export interface ChatUpdateColorParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `dialogId`. */
  CHAT_ID: Id;
  /** v2: `fields.color`. */
  COLOR: Colour;
}

/** Parameters of imbot.chat.updateAvatar. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-chat-update-avatar.md */
export interface ChatUpdateAvatarParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `dialogId`. */
  CHAT_ID: Id;
  /** v2: `fields.avatar`. Loss `chat-picture` (no picture): Where AVATAR is neither Base64 of an image nor the id of a file, v2 removes the picture of the chat. */
  AVATAR: string;
}

/** Parameters of imbot.chat.user.add. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-chat-user-add.md */
export interface ChatUserAddParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `dialogId`. */
  CHAT_ID: Id;
  /** v2: `userIds`. */
  USERS: Ids;
  HIDE_HISTORY?: Flag | null;
}

/** Parameters of imbot.chat.user.delete. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-chat-user-delete.md */
export interface ChatUserDeleteParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `dialogId`. */
  CHAT_ID: Id;
  /** v2: `userId`. */
  USER_ID: Id;
}

/** Parameters of imbot.chat.user.list. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-chat-user-list.md */
export interface ChatUserListParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `dialogId`. */
  CHAT_ID: Id;
}

/** Parameters of imbot.chat.leave. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-chat-leave.md */
export interface ChatLeaveParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `dialogId`. */
  CHAT_ID: Id;
}

/** Parameters of imbot.chat.setManager. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-chat-set-manager.md */
export interface ChatSetManagerParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `dialogId`. */
  CHAT_ID: Id;
  /** v2: `userIds`. */
  USER_ID: Id;
  IS_MANAGER?: Flag | null;
}

/** Parameters of imbot.chat.setOwner. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-chat-set-owner.md */
export interface ChatSetOwnerParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `dialogId`. */
  CHAT_ID: Id;
  /** v2: `userId`. */
  USER_ID: Id;
}

/** Parameters of imbot.chat.sendTyping. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-chat-send-typing.md */
export interface ChatSendTypingParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `dialogId`. */
  DIALOG_ID: DialogId;
}

/** Parameters of imbot.sendTyping. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/chats/imbot-chat-send-typing.md */
export interface SendTypingParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `dialogId`. */
  DIALOG_ID: DialogId;
}

/** Parameters of imbot.command.register. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/commands/imbot-command-register.md */
export interface CommandRegisterParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID: Id;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `fields.command`. */
  COMMAND: string;
  EVENT_COMMAND_ADD: string;
  /** v2: `fields.title`, `fields.params`. */
  LANG: Languages;
  /** v2: `fields.common`. */
  COMMON?: Flag | null;
  /** v2: `fields.hidden`. */
  HIDDEN?: Flag | null;
  /** v2: `fields.extranetSupport`. */
  EXTRANET_SUPPORT?: Flag | null;
}

/** Parameters of imbot.command.update. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/commands/imbot-command-update.md */
export interface CommandUpdateParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `commandId`. */
  COMMAND_ID: Id;
  FIELDS: {
    /** v2: `fields.command`. */
    COMMAND?: string | null;
    EVENT_COMMAND_ADD?: string | null;
    /** v2: `fields.hidden`. */
    HIDDEN?: Flag | null;
    /** v2: `fields.extranetSupport`. */
    EXTRANET_SUPPORT?: Flag | null;
    /** v2: `fields.title`, `fields.params`. Loss `command-lang` (given): v1 replaces the languages of a command; v2 merges them into those it has. */
    LANG?: Languages | null;
  };
}

/** Parameters of imbot.command.unregister. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/commands/imbot-command-unregister.md */
export interface CommandUnregisterParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `commandId`. */
  COMMAND_ID: Id;
}

/** Parameters of imbot.command.answer. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/commands/imbot-command-answer.md */
export interface CommandAnswerParams {
  /** Who calls: `botId` or `botToken` in v2. */
  BOT_ID?: Id | null;
  /** Who calls: `botId` or `botToken` in v2. */
  CLIENT_ID?: string | null;
  /** v2: `commandId`. */
  COMMAND_ID?: Id | null;
  COMMAND?: string | null;
  /** v2: `messageId`. */
  MESSAGE_ID: Id;
  /** v2: `dialogId`. Not documented by the vendor. */
  DIALOG_ID?: DialogId | null;
  /** v2: `fields.message`. */
  MESSAGE: string;
  /** v2: `fields.attach`. Loss `answer-attach` (filled): v2 stores the attachment of an answer to a command as it came, without reading it as v1 does. */
  ATTACH?: Attach | null;
  /** v2: `fields.keyboard`. Loss `answer-keyboard` (filled): v2 drops the keyboard of an answer to a command. */
  KEYBOARD?: Keyboard | null;
  /** Loss `menu` (filled): v2 has no context menu for messages. */
  MENU?: Menu | null;
  /** v2: `fields.system`. */
  SYSTEM?: Flag | null;
  /** v2: `fields.urlPreview`. */
  URL_PREVIEW?: Flag | null;
}

/** Parameters of imbot.app.register. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/index.md */
export type AppRegisterParams = Record<string, unknown>;

/** Parameters of imbot.app.update. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/index.md */
export type AppUpdateParams = Record<string, unknown>;

/** Parameters of imbot.app.unregister. Source: https://github.com/bitrix24/b24restdocs/blob/main/api-reference/chat-bots/outdated/index.md */
export type AppUnregisterParams = Record<string, unknown>;

/** v1 method → its parameters and its answer. */
export interface V1Methods {
  'imbot.message.add': { params: MessageAddParams; result: number };
  'imbot.message.update': { params: MessageUpdateParams; result: boolean };
  'imbot.message.delete': { params: MessageDeleteParams; result: boolean };
  'imbot.message.like': { params: MessageLikeParams; result: boolean };
  'imbot.register': { params: RegisterParams; result: number };
  'imbot.update': { params: UpdateParams; result: boolean };
  'imbot.unregister': { params: UnregisterParams; result: boolean };
  'imbot.bot.list': { params: BotListParams; result: Record<string, V1Bot> };
  'imbot.chat.add': { params: ChatAddParams; result: number };
  'imbot.chat.get': { params: ChatGetParams; result: { ID: number } | null };
  'imbot.dialog.get': { params: DialogGetParams; result: Dialog };
  'imbot.chat.updateTitle': { params: ChatUpdateTitleParams; result: boolean };
  'imbot.chat.updateColor': { params: ChatUpdateColorParams; result: boolean };
  'imbot.chat.updateAvatar': { params: ChatUpdateAvatarParams; result: boolean };
  'imbot.chat.user.add': { params: ChatUserAddParams; result: boolean };
  'imbot.chat.user.delete': { params: ChatUserDeleteParams; result: boolean };
  'imbot.chat.user.list': { params: ChatUserListParams; result: number[] };
  'imbot.chat.leave': { params: ChatLeaveParams; result: boolean };
  'imbot.chat.setManager': { params: ChatSetManagerParams; result: boolean };
  'imbot.chat.setOwner': { params: ChatSetOwnerParams; result: boolean };
  'imbot.chat.sendTyping': { params: ChatSendTypingParams; result: boolean };
  'imbot.sendTyping': { params: SendTypingParams; result: boolean };
  'imbot.command.register': { params: CommandRegisterParams; result: number };
  'imbot.command.update': { params: CommandUpdateParams; result: boolean };
  'imbot.command.unregister': { params: CommandUnregisterParams; result: boolean };
  'imbot.command.answer': { params: CommandAnswerParams; result: number };
  'imbot.app.register': { params: AppRegisterParams; result: unknown };
  'imbot.app.update': { params: AppUpdateParams; result: unknown };
  'imbot.app.unregister': { params: AppUnregisterParams; result: unknown };
}

/** The v1 methods as a tree: `imbot.message.add(…)`. */
export interface V1Tree {
  message: {
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.Message.send`.
     * Losses it can have: `from-to-user`, `system-prefix`, `menu`.
     * @see imbot-compat/MIGRATION.md#imbot-message-add
     */
    add(params: MessageAddParams, options?: CallOptions): Promise<number>;
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.Message.update`, `imbot.v2.Chat.Message.delete`.
     * Losses it can have: `attach-clear`, `menu`, `skip-connector`.
     * @see imbot-compat/MIGRATION.md#imbot-message-update
     */
    update(params: MessageUpdateParams, options?: CallOptions): Promise<boolean>;
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.Message.delete`.
     * @see imbot-compat/MIGRATION.md#imbot-message-delete
     */
    delete(params: MessageDeleteParams, options?: CallOptions): Promise<boolean>;
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.Message.Reaction.add`, `imbot.v2.Chat.Message.Reaction.delete`.
     * @see imbot-compat/MIGRATION.md#imbot-message-like
     */
    like(params: MessageLikeParams, options?: CallOptions): Promise<boolean>;
  };
  /**
   * @deprecated Frozen API; the v2 name is `imbot.v2.Bot.register`, `imbot.v2.Bot.update`.
   * Losses it can have: `event-format`, `handlers-split`, `token-length`, `bot-human`, `bot-profile`.
   * @see imbot-compat/MIGRATION.md#imbot-register
   */
  register(params: RegisterParams, options?: CallOptions): Promise<number>;
  /**
   * @deprecated Frozen API; the v2 name is `imbot.v2.Bot.update`, `imbot.v2.Bot.get`.
   * Losses it can have: `event-format`, `handlers-split`, `bot-code`, `bot-profile`.
   * @see imbot-compat/MIGRATION.md#imbot-update
   */
  update(params: UpdateParams, options?: CallOptions): Promise<boolean>;
  /**
   * @deprecated Frozen API; the v2 name is `imbot.v2.Bot.unregister`.
   * @see imbot-compat/MIGRATION.md#imbot-unregister
   */
  unregister(params: UnregisterParams, options?: CallOptions): Promise<boolean>;
  bot: {
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Bot.list`.
     * Losses it can have: `bot-list-scope`.
     * @see imbot-compat/MIGRATION.md#imbot-bot-list
     */
    list(params?: BotListParams | null, options?: CallOptions): Promise<Record<string, V1Bot>>;
  };
  chat: {
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.add`.
     * Losses it can have: `chat-entity`.
     * @see imbot-compat/MIGRATION.md#imbot-chat-add
     */
    add(params?: ChatAddParams | null, options?: CallOptions): Promise<number>;
    /**
     * @deprecated Frozen API without a v2 successor.
     * Losses it can have: `entity-lookup`.
     * @see imbot-compat/MIGRATION.md#imbot-chat-get
     */
    get(params: ChatGetParams, options?: CallOptions): Promise<{ ID: number } | null>;
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.update`.
     * @see imbot-compat/MIGRATION.md#imbot-chat-updatetitle
     */
    updateTitle(params: ChatUpdateTitleParams, options?: CallOptions): Promise<boolean>;
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.update`.
     * @see imbot-compat/MIGRATION.md#imbot-chat-updatecolor
     */
    updateColor(params: ChatUpdateColorParams, options?: CallOptions): Promise<boolean>;
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.update`.
     * Losses it can have: `chat-picture`.
     * @see imbot-compat/MIGRATION.md#imbot-chat-updateavatar
     */
    updateAvatar(params: ChatUpdateAvatarParams, options?: CallOptions): Promise<boolean>;
    user: {
      /**
       * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.User.add`.
       * Losses it can have: `hide-history`.
       * @see imbot-compat/MIGRATION.md#imbot-chat-user-add
       */
      add(params: ChatUserAddParams, options?: CallOptions): Promise<boolean>;
      /**
       * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.User.delete`.
       * @see imbot-compat/MIGRATION.md#imbot-chat-user-delete
       */
      delete(params: ChatUserDeleteParams, options?: CallOptions): Promise<boolean>;
      /**
       * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.User.list`.
       * Losses it can have: `member-limit`.
       * @see imbot-compat/MIGRATION.md#imbot-chat-user-list
       */
      list(params: ChatUserListParams, options?: CallOptions): Promise<number[]>;
    };
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.leave`.
     * @see imbot-compat/MIGRATION.md#imbot-chat-leave
     */
    leave(params: ChatLeaveParams, options?: CallOptions): Promise<boolean>;
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.Manager.add`, `imbot.v2.Chat.Manager.delete`.
     * Losses it can have: `manager-true`.
     * @see imbot-compat/MIGRATION.md#imbot-chat-setmanager
     */
    setManager(params: ChatSetManagerParams, options?: CallOptions): Promise<boolean>;
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.setOwner`.
     * @see imbot-compat/MIGRATION.md#imbot-chat-setowner
     */
    setOwner(params: ChatSetOwnerParams, options?: CallOptions): Promise<boolean>;
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.InputAction.notify`.
     * @see imbot-compat/MIGRATION.md#imbot-chat-sendtyping
     */
    sendTyping(params: ChatSendTypingParams, options?: CallOptions): Promise<boolean>;
  };
  dialog: {
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.get`.
     * Losses it can have: `dialog-fields`, `dialog-viewer`.
     * @see imbot-compat/MIGRATION.md#imbot-dialog-get
     */
    get(params: DialogGetParams, options?: CallOptions): Promise<Dialog>;
  };
  /**
   * @deprecated Frozen API; the v2 name is `imbot.v2.Chat.InputAction.notify`.
   * @see imbot-compat/MIGRATION.md#imbot-sendtyping
   */
  sendTyping(params: SendTypingParams, options?: CallOptions): Promise<boolean>;
  command: {
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Command.register`.
     * Losses it can have: `event-format`, `handlers-split`.
     * @see imbot-compat/MIGRATION.md#imbot-command-register
     */
    register(params: CommandRegisterParams, options?: CallOptions): Promise<number>;
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Command.update`.
     * Losses it can have: `handlers-split`, `command-lang`.
     * @see imbot-compat/MIGRATION.md#imbot-command-update
     */
    update(params: CommandUpdateParams, options?: CallOptions): Promise<boolean>;
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Command.unregister`.
     * @see imbot-compat/MIGRATION.md#imbot-command-unregister
     */
    unregister(params: CommandUnregisterParams, options?: CallOptions): Promise<boolean>;
    /**
     * @deprecated Frozen API; the v2 name is `imbot.v2.Command.answer`.
     * Losses it can have: `answer-id`, `answer-dialog`, `answer-attach`, `answer-keyboard`, `menu`.
     * @see imbot-compat/MIGRATION.md#imbot-command-answer
     */
    answer(params: CommandAnswerParams, options?: CallOptions): Promise<number>;
  };
  app: {
    /**
     * @deprecated Frozen API without a v2 successor.
     * Losses it can have: `chat-app`.
     * @see imbot-compat/MIGRATION.md#imbot-app-register
     */
    register(params?: AppRegisterParams | null, options?: CallOptions): Promise<unknown>;
    /**
     * @deprecated Frozen API without a v2 successor.
     * Losses it can have: `chat-app`.
     * @see imbot-compat/MIGRATION.md#imbot-app-update
     */
    update(params?: AppUpdateParams | null, options?: CallOptions): Promise<unknown>;
    /**
     * @deprecated Frozen API without a v2 successor.
     * Losses it can have: `chat-app`.
     * @see imbot-compat/MIGRATION.md#imbot-app-unregister
     */
    unregister(params?: AppUnregisterParams | null, options?: CallOptions): Promise<unknown>;
  };
}
