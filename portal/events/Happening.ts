import type { Chat, Command, Message, User } from '../types';

/** What happened to a bot, before it takes the shape of one API version. */
export type Happening =
  | { kind: 'messageAdd' | 'messageUpdate' | 'messageDelete'; chat: Chat; message: Message; user: User }
  | { kind: 'join'; chat: Chat; user: User }
  | { kind: 'command'; chat: Chat; message: Message; user: User; command: Command; params: string; context: string }
  | { kind: 'reaction'; chat: Chat; message: Message; user: User; reaction: string; action: 'add' | 'delete' }
  | { kind: 'context'; chat: Chat; user: User; context: unknown }
  | { kind: 'delete'; userId: number };
