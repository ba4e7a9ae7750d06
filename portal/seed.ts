import { colours } from './colours';
import { fingerprint } from './fingerprint';
import { bots, DEFAULT_POSITION } from './rules/bots';
import { dialog } from './rules/dialog';
import { nextId, type State } from './state';
import { tokens } from './tokens';
import type { Application, Bot, BotType, Chat, EventMode, Generation, Handlers, User, Webhook } from './types';
import { webhookOwner } from './v2/bot';

/** An application with OAuth, as `portal.application` adds one. */
export interface ApplicationOptions {
  /** Names the application, and its bots’ owner. */
  clientId: string;
  /** What the authorization server asks for. */
  clientSecret: string;
  /** How long an access token lives, in seconds; default 3600. */
  expiresIn?: number;
  /** Comma separated; default `imbot,im`. */
  scope?: string;
  /** Default `Test application`. */
  name?: string;
  /** What `app.info` calls it; default: the client id, as of a local application. */
  code?: string;
}

/** A bot, as `portal.addBot` adds one. Default: registered through v1, its events going nowhere. */
export interface BotOptions {
  /** Default: the next user id. */
  id?: number;
  /** The code it is registered with. */
  code: string;
  /** Default `v1`. */
  generation?: Generation;
  /** The v1 CLIENT_ID, which is the v2 botToken. */
  clientId?: string;
  /** The application that registered it; default: a webhook. */
  application?: { clientId: string };
  /** Default `bot`. */
  type?: BotType;
  /** Default: true for the type `openline` alone. */
  openline?: boolean;
  /** Default: the code. */
  name?: string;
  /** Default empty. */
  lastName?: string;
  /** Default: that of a bot. */
  workPosition?: string;
  /** Addresses of a v1 bot; default none. */
  handlers?: Handlers;
  /** One address for all five handlers of a v1 bot. */
  handler?: string;
  /** Default `webhook`; `fetch` for a v2 bot without a webhookUrl. */
  eventMode?: EventMode;
  /** Where events go in the format of v2; default nowhere. */
  webhookUrl?: string;
}

/** A chat, as `portal.addChat` adds one. */
export interface ChatOptions {
  /** Default: the next chat id. */
  id?: number;
  /** Default `Chat` and the id. */
  title?: string;
  /** Default empty. */
  description?: string;
  /** Members beside the owner: people and bots. */
  users?: readonly number[];
  /** The id of the owner, who is a member. */
  owner: number;
  /** Members who manage; default none. */
  managers?: readonly number[];
  /** Default `chat`. */
  type?: string;
  /** Default: by the id. */
  color?: string;
  /** Default empty. */
  entityType?: string;
  /** Default empty. */
  entityId?: string;
  /** Default false. */
  extranet?: boolean;
}

/** What tests put into a portal before it is asked anything. No events come of it. */
export const seed = { user, bot, chat, webhook, application };

function user(state: State, wish: Partial<Omit<User, 'isBot'>> = {}): User {
  const id = wish.id ?? nextId(state, 'user');
  const added: User = {
    id,
    name: `User${id}`,
    lastName: 'Test',
    workPosition: 'Employee',
    gender: id % 2 === 0 ? 'F' : 'M',
    color: colours.automatic(id),
    avatar: '',
    extranet: false,
    connector: false,
    externalAuthId: 'default',
    active: true,
    email: '',
    birthday: '',
    website: '',
    ...wish,
    isBot: false,
  };
  state.users.set(added.id, added);
  return added;
}

function bot(state: State, wish: BotOptions): Bot {
  const handlers: Handlers = wish.handler
    ? {
        EVENT_MESSAGE_ADD: wish.handler,
        EVENT_MESSAGE_UPDATE: wish.handler,
        EVENT_MESSAGE_DELETE: wish.handler,
        EVENT_WELCOME_MESSAGE: wish.handler,
        EVENT_BOT_DELETE: wish.handler,
      }
    : (wish.handlers ?? {});
  return bots.add(
    state,
    {
      code: wish.code,
      type: wish.type ?? 'bot',
      openline: wish.openline ?? wish.type === 'openline',
      hidden: false,
      reactions: true,
      backgroundId: null,
      owner:
        wish.application?.clientId ??
        `${wish.generation === 'v2' ? webhookOwner(state) : 'custom'}${wish.clientId ?? ''}`,
      generation: wish.generation ?? 'v1',
      handlers,
      eventMode: wish.eventMode ?? (wish.webhookUrl || wish.generation !== 'v2' ? 'webhook' : 'fetch'),
      webhookUrl: wish.webhookUrl ?? '',
    },
    {
      name: wish.name ?? wish.code,
      lastName: wish.lastName ?? '',
      workPosition: wish.workPosition ?? DEFAULT_POSITION,
      gender: 'M',
      color: '',
      avatar: '',
      email: '',
      birthday: '',
      website: '',
    },
    wish.id,
  );
}

function chat(state: State, wish: ChatOptions): Chat {
  const id = wish.id ?? nextId(state, 'chat');
  const memberIds = [...new Set([wish.owner, ...(wish.users ?? []), ...(wish.managers ?? [])])];
  const added: Chat = {
    id,
    type: wish.type ?? 'chat',
    title: wish.title ?? `Chat ${id}`,
    description: wish.description ?? '',
    color: wish.color ?? colours.automatic(id),
    avatar: '',
    ownerId: wish.owner,
    entityType: wish.entityType ?? '',
    entityId: wish.entityId ?? '',
    entityData: ['', '', ''],
    extranet: wish.extranet ?? false,
    members: new Map(
      memberIds.map((userId) => {
        const manager = wish.managers?.includes(userId) === true && userId !== wish.owner;
        return [userId, { ...dialog.newMember(userId), manager }];
      }),
    ),
    textField: true,
    created: state.now(),
  };
  state.chats.set(id, added);
  return added;
}

function webhook(
  state: State,
  wish: { userId?: number; secret?: string; scope?: string } = {},
): Webhook & { path: string } {
  const added: Webhook = { userId: wish.userId ?? 1, secret: wish.secret ?? 's3cr3t', scope: wish.scope ?? 'imbot,im' };
  state.webhooks.push(added);
  return { ...added, path: `/rest/${added.userId}/${added.secret}/` };
}

/** An installed OAuth application. */
export interface PortalApplication extends Readonly<Omit<Application, 'refuse'>> {
  /** The auth object exactly as Bitrix24 hands it over, with a fresh pair; default for user 1. */
  tokens: (userId?: number) => ReturnType<typeof tokens.auth>;
  /** Makes the authorization server refuse renewals with this code; null ends it. */
  refuse: (code: string | null) => void;
}

function application(state: State, wish: ApplicationOptions): PortalApplication {
  const added: Application = {
    clientId: wish.clientId,
    code: wish.code ?? wish.clientId,
    clientSecret: wish.clientSecret,
    name: wish.name ?? 'Test application',
    expiresIn: wish.expiresIn ?? 3600,
    scope: wish.scope ?? 'imbot,im',
    applicationToken: fingerprint(`application:${wish.clientId}`).repeat(2),
    refuse: null,
  };
  state.applications.set(added.clientId, added);
  return {
    ...added,
    tokens: (userId = 1) => tokens.auth(state, added, userId),
    refuse: (code) => {
      added.refuse = code;
    },
  };
}
