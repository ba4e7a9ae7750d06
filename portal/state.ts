import { type Facts, holds, type PortalFact } from './facts';
import type {
  AccessToken,
  Application,
  Binding,
  Bot,
  Chat,
  Command,
  Message,
  StoredFile,
  User,
  Webhook,
} from './types';

/** Everything the portal remembers. One state for both API generations. */
export interface State {
  now: () => number;
  /** Whether a fact holds on this portal. */
  holds: (fact: PortalFact) => boolean;
  address: string;
  users: Map<number, User>;
  bots: Map<number, Bot>;
  chats: Map<number, Chat>;
  messages: Map<number, Message>;
  commands: Map<number, Command>;
  files: Map<number, StoredFile>;
  applications: Map<string, Application>;
  webhooks: Webhook[];
  bindings: Binding[];
  accessTokens: Map<string, AccessToken>;
  refreshTokens: Map<string, Omit<AccessToken, 'expires'>>;
  next: Record<Counter, number>;
}

type Counter = 'user' | 'bot' | 'chat' | 'message' | 'command' | 'file' | 'event' | 'token';

/** Ids of different kinds start far apart, so that a mixed-up id finds nothing instead of the wrong thing. */
export function createState(now: () => number, facts: Facts = {}): State {
  return {
    now,
    holds: (fact) => holds(facts, fact),
    address: 'http://portal.test',
    users: new Map(),
    bots: new Map(),
    chats: new Map(),
    messages: new Map(),
    commands: new Map(),
    files: new Map(),
    applications: new Map(),
    webhooks: [],
    bindings: [],
    accessTokens: new Map(),
    refreshTokens: new Map(),
    next: { user: 1, bot: 301, chat: 1001, message: 10001, command: 501, file: 7001, event: 1, token: 1 },
  };
}

export function nextId(state: State, kind: Counter): number {
  const taken = (id: number) =>
    kind === 'user' || kind === 'bot' ? state.users.has(id) : kind === 'chat' && state.chats.has(id);
  while (taken(state.next[kind])) state.next[kind] += 1;
  const id = state.next[kind];
  state.next[kind] += 1;
  return id;
}
