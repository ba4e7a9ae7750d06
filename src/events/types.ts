import type { V1EventName } from '../map/events';

/** A plain object of unknown content. */
export type Fields = Record<string, unknown>;

/**
 * Why a body is no event that can be handled. `bad-id`: `member_id`, `domain`, `user_id` or `client_id` of its `auth` is no
 * such name (a path, say), so that none is ever made a key or a file name of.
 */
export type DecodeProblem = 'not-an-event' | 'bad-json' | 'too-large' | 'too-many-fields' | 'too-deep' | 'bad-id';

/** An event as it came, of either generation. `event` is `''` and `problem` set when the body holds none. */
export interface DecodedEvent {
  generation: 'v1' | 'v2';
  /** The name in capitals: `ONIMBOTMESSAGEADD`, `ONIMBOTV2MESSAGEADD`, `ONAPPINSTALL`, … */
  event: string;
  /** Values as delivered: strings from a form, real types from the queue. In v1 events BOT and COMMAND are id maps. */
  data: Fields;
  /** Unix seconds as text. */
  ts?: string;
  /** The top-level `auth`; the queue of v2 tells none, and pollers put there what the client knows. */
  auth?: Fields;
  /** Queue events: the id that `offset` counts by. */
  eventId?: number;
  /** The whole body, decoded, without prototype keys. */
  raw: Fields;
  problem?: DecodeProblem;
}

/** The v1 auth object of an event, all values text. On polled events, which have none, what the client knows of it. */
export interface V1EventAuth {
  access_token?: string;
  refresh_token?: string;
  expires?: string;
  expires_in?: string;
  scope?: string;
  domain?: string;
  server_endpoint?: string;
  client_endpoint?: string;
  status?: string;
  member_id?: string;
  user_id?: string;
  application_token?: string;
  client_id?: string;
  [key: string]: unknown;
}

/** The bot of a v1 event, with what it may call with: under `AUTH` and, as v1 gives it, beside it. */
export interface V1EventBot extends V1EventAuth {
  AUTH?: V1EventAuth;
  BOT_ID: string;
  BOT_CODE: string;
}

/** A command of a v1 event. All values are text. */
export interface V1Command extends V1EventBot {
  COMMAND: string;
  COMMAND_ID: string;
  COMMAND_PARAMS: string;
  /** `TEXTAREA`, `KEYBOARD` or `MENU`. */
  COMMAND_CONTEXT: string;
  MESSAGE_ID: string;
}

/**
 * A v1 map keyed by numeric id. It also answers as the array that common body parsers made of it: `[0]`, `length`,
 * `forEach`, iteration. JSON, `Object.keys` and deep equality see the ids alone.
 */
export type IdMap<Entry> = { [id: string]: Entry } & Iterable<Entry> & {
    readonly length: number;
    forEach(callback: (entry: Entry, index: number) => void): void;
    map<Result>(callback: (entry: Entry, index: number) => Result): Result[];
    find(callback: (entry: Entry, index: number) => unknown): Entry | undefined;
  };

/** The user of a v1 event: who wrote, joined or pressed. Flags are Y and N. */
export interface V1User {
  ID: string;
  NAME: string;
  FIRST_NAME: string;
  LAST_NAME: string;
  WORK_POSITION?: string;
  GENDER: string;
  IS_BOT?: string;
  IS_CONNECTOR?: string;
  IS_NETWORK?: string;
  IS_EXTRANET?: string;
}

/** PARAMS of message, command and join events, every documented name that v2 can give, and the rest as it comes. */
export interface V1Params {
  MESSAGE?: string;
  /** Group chats: the text with its mentions. */
  MESSAGE_ORIGINAL?: string;
  MESSAGE_ID?: string;
  ID?: string;
  DIALOG_ID: string;
  FROM_USER_ID?: string;
  TO_USER_ID?: string;
  TO_CHAT_ID?: string;
  AUTHOR_ID?: string;
  BOT_ID?: string;
  USER_ID?: string;
  CHAT_TYPE: string;
  MESSAGE_TYPE: string;
  SYSTEM?: string;
  LANGUAGE?: string;
  CHAT_ID?: string;
  CHAT_TITLE?: string;
  CHAT_AUTHOR_ID?: string;
  CHAT_AVATAR?: string;
  CHAT_COLOR?: string;
  CHAT_ENTITY_TYPE?: string;
  CHAT_ENTITY_ID?: string;
  CHAT_ENTITY_DATA_1?: string;
  CHAT_ENTITY_DATA_2?: string;
  CHAT_ENTITY_DATA_3?: string;
  CHAT_EXTRANET?: string;
  CHAT_PARENT_ID?: string;
  CHAT_PARENT_MID?: string;
  MENTIONED_LIST?: Record<string, string>;
  [key: string]: unknown;
}

interface V1EventOf<Name extends string, Data> {
  event: Name;
  data: Data;
  /** Unix seconds as text. */
  ts: string;
  auth: V1EventAuth;
  event_handler_id?: string;
  /** The v2 original, for those who move on; absent where v1 delivered. */
  v2?: DecodedEvent;
}

/** The data of message and join events. */
export interface V1ChatEventData {
  BOT: IdMap<V1EventBot>;
  PARAMS: V1Params;
  USER: V1User;
}

/** The data of a command event. Several commands that share a name come in one event. */
export interface V1CommandEventData {
  COMMAND: IdMap<V1Command>;
  PARAMS: V1Params;
  USER: V1User;
}

/** The payload of each v1 event, as a handler gets it. */
export interface V1Events {
  ONIMBOTMESSAGEADD: V1EventOf<'ONIMBOTMESSAGEADD', V1ChatEventData>;
  ONIMBOTMESSAGEUPDATE: V1EventOf<'ONIMBOTMESSAGEUPDATE', V1ChatEventData>;
  ONIMBOTMESSAGEDELETE: V1EventOf<'ONIMBOTMESSAGEDELETE', V1ChatEventData>;
  ONIMBOTJOINCHAT: V1EventOf<'ONIMBOTJOINCHAT', V1ChatEventData>;
  ONIMCOMMANDADD: V1EventOf<'ONIMCOMMANDADD', V1CommandEventData>;
  ONIMBOTDELETE: V1EventOf<'ONIMBOTDELETE', { BOT_ID: string; BOT_CODE: string }>;
  ONIMBOTCONTEXTGET: V1EventOf<'ONIMBOTCONTEXTGET', V1ChatEventData>;
  ONAPPINSTALL: V1EventOf<'ONAPPINSTALL', Fields>;
  ONAPPUNINSTALL: V1EventOf<'ONAPPUNINSTALL', Fields>;
}

/** Any event in the v1 shape. */
export type V1Event = V1EventOf<string, Fields>;

/** A value, or a promise of one. */
export type Awaitable<Value> = Value | PromiseLike<Value>;

/** Handlers by v1 event name; v2 events without a v1 form by their own, and those get the decoded v2 event. */
export type EventHandlers = {
  [Name in keyof V1Events]?: (event: V1Events[Name]) => unknown;
} & {
  ONIMBOTV2REACTIONCHANGE?: (event: DecodedEvent) => unknown;
  /** Events that no other entry is registered for. Edits and deletions that v2 sends unasked come here with `updates: true` only. */
  '*'?: (event: V1Event | DecodedEvent) => unknown;
};

/** What this package needs of a client; `createImbot` has it. */
export interface EventClient {
  call(method: string, params?: Fields, options?: { signal?: AbortSignal }): Promise<unknown>;
  learn?(facts: EventFacts): void;
  /** Told which version an event of a bot came in, or that it came out of v2's queue. */
  deliveredAs?(format: 'v1' | 'v2' | 'queue', botId: number, code?: string): void;
  /** Names the portal without secrets. */
  portalKey?(): string;
  /** What v1 said in every event of the portal and of whom to call it as; `createImbot` never gives a refresh token. */
  eventAuth?(): Awaitable<Fields>;
}

/** What an event tells about ids that later calls need. */
export interface EventFacts {
  /** A message and the dialog it stands in, as the bot sees it. */
  dialogOfMessage?: [messageId: number, dialogId: string];
  /** A command and the bot it belongs to. */
  botOfCommand?: [commandId: number, botId: number];
  /** A bot's command by name, without the slash. */
  commandOfName?: [botId: number, name: string, commandId: number];
}

export type { V1EventName };
