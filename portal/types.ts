/** The version of the API that a bot was registered through. */
export type Generation = 'v1' | 'v2';
/** The kinds of bots, as v2 names them. */
export type BotType = 'bot' | 'network' | 'openline' | 'supervisor' | 'personal' | 'human';
/** Where the events of a bot go: to an address, or into its queue. */
export type EventMode = 'webhook' | 'fetch';

/** A person or a bot as the portal keeps it. */
export interface User {
  id: number;
  name: string;
  lastName: string;
  workPosition: string;
  gender: string;
  color: string;
  avatar: string;
  extranet: boolean;
  connector: boolean;
  externalAuthId: string;
  active: boolean;
  isBot: boolean;
  email: string;
  birthday: string;
  website: string;
}

/** The five handler addresses of a v1 bot. */
export interface Handlers {
  EVENT_MESSAGE_ADD?: string;
  EVENT_MESSAGE_UPDATE?: string;
  EVENT_MESSAGE_DELETE?: string;
  EVENT_WELCOME_MESSAGE?: string;
  EVENT_BOT_DELETE?: string;
}

/** A bot as the portal keeps it. */
export interface Bot {
  id: number;
  code: string;
  type: BotType;
  openline: boolean;
  hidden: boolean;
  reactions: boolean;
  backgroundId: string | null;
  /** `custom` + token on webhook auth, the application's client id under OAuth. */
  owner: string;
  /** The API version that the bot was registered through. Bots of v1 have addresses of their own in `handlers`. */
  generation: Generation;
  handlers: Handlers;
  /** `fetch`: every event goes into the queue, in the format of v2, and nowhere else. */
  eventMode: EventMode;
  /** Where events go in the format of v2; a bot of v1 may have one beside its `handlers`. */
  webhookUrl: string;
  cursor: number;
  queue: QueuedEvent[];
}

interface QueuedEvent {
  eventId: number;
  type: string;
  date: string;
  data: Record<string, unknown>;
  /** The portal's clock when it happened; not told. */
  at: number;
}

export interface Member {
  userId: number;
  manager: boolean;
  hideHistory: boolean;
  lastRead: number;
}

/** A chat as the portal keeps it. `created` is in milliseconds on its clock. */
export interface Chat {
  id: number;
  /** `private`, `chat`, `open`, `channel`, … */
  type: string;
  title: string;
  description: string;
  color: string;
  avatar: string;
  ownerId: number;
  entityType: string;
  entityId: string;
  entityData: [string, string, string];
  extranet: boolean;
  members: Map<number, Member>;
  textField: boolean;
  created: number;
}

export interface Keyboard {
  BOT_ID: number;
  BUTTONS: unknown[];
}

export interface Message {
  id: number;
  chatId: number;
  /** 0 for a system message. */
  authorId: number;
  text: string;
  date: number;
  attach: unknown;
  keyboard: Keyboard | null;
  menu: unknown;
  system: boolean;
  urlPreview: boolean;
  skipConnector: boolean;
  deleted: boolean;
  replyId: number;
  files: number[];
  forwardOf: number;
  templateId: string;
  /** user → reaction */
  reactions: Map<number, string>;
  /** commands that this message invoked: they may be answered by a bot that is no member */
  invoked: Set<number>;
}

export interface Command {
  id: number;
  botId: number;
  command: string;
  common: boolean;
  hidden: boolean;
  extranetSupport: boolean;
  title: Map<string, string>;
  params: Map<string, string>;
  handler: string;
}

export interface StoredFile {
  id: number;
  chatId: number;
  authorId: number;
  name: string;
  size: number;
  date: number;
}

export interface Application {
  clientId: string;
  /** What `app.info` calls it: the client id of a local application, its own word of one from the market. */
  code: string;
  clientSecret: string;
  name: string;
  expiresIn: number;
  scope: string;
  applicationToken: string;
  /** Set to an authorization server code to refuse renewals. */
  refuse: string | null;
}

/** An incoming webhook: its user, its secret, and what it may call (comma separated). */
export interface Webhook {
  userId: number;
  secret: string;
  scope: string;
}

export interface AccessToken {
  clientId: string;
  userId: number;
  expires: number;
}

/** An event handler that an application bound, or that a bot of v1 brought along. */
export interface Binding {
  clientId: string;
  event: string;
  handler: string;
  /** On whose behalf; 0: of the user who caused the event. */
  authType: number;
}
