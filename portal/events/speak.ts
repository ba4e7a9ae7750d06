import { dialog } from '../rules/dialog';
import type { State } from '../state';
import type { Bot, Chat, Command, Message, User } from '../types';
import type { Emit } from './emit';
import { mentions } from './mentions';

export interface Ears {
  state: State;
  emit: Emit;
}

/** What bots hear of a new message: the message, and the commands that stand in it. */
export function speak(ears: Ears, message: Message, userId: number): void {
  tell(ears, 'messageAdd', message, userId, message.text);
  const called = /^\/(\S+)\s*([\s\S]*)$/.exec(message.text.trim());
  const chat = ears.state.chats.get(message.chatId);
  if (!called || !chat) return;
  for (const command of commandsNamed(ears.state, chat, called[1] ?? '')) {
    invoke(ears, { message, chat, command, params: called[2] ?? '', context: 'textarea', userId });
  }
}

/** Tells those bots that would hear the text. */
export function tell(
  { state, emit }: Ears,
  kind: 'messageAdd' | 'messageUpdate' | 'messageDelete',
  message: Message,
  userId: number,
  text: string,
): void {
  const user = state.users.get(userId);
  const chat = state.chats.get(message.chatId);
  // [source] what bots write is told to no bot.
  if (!user || !chat || user.isBot) return;
  for (const bot of listeners(state, chat, text, userId)) emit.to(bot, { kind, chat, message, user });
}

/** In private always, in groups when mentioned, supervisors and open lines everything. */
function listeners(state: State, chat: Chat, text: string, authorId: number): Bot[] {
  const mentioned = mentions.ids(text);
  return [...state.bots.values()].filter((bot) => {
    if (bot.id === authorId || !chat.members.has(bot.id)) return false;
    if (dialog.isPrivate(chat) || mentioned.includes(bot.id)) return true;
    return bot.type === 'supervisor' || bot.type === 'personal' || chat.entityType === 'LINES';
  });
}

export interface Invocation {
  message: Message;
  chat: Chat;
  command: Command;
  params: string;
  context: string;
  userId: number;
}

export function invoke({ state, emit }: Ears, { userId, ...called }: Invocation): void {
  const bot = state.bots.get(called.command.botId);
  const user: User | undefined = state.users.get(userId);
  if (!bot || !user || user.isBot) return;
  called.message.invoked.add(called.command.id);
  emit.to(bot, { kind: 'command', user, ...called });
}

/** A common command works in any chat, a local one where its bot is. */
export function commandsNamed(state: State, chat: Chat, name: string): Command[] {
  return [...state.commands.values()].filter(
    (command) => command.command === name && (command.common || chat.members.has(command.botId)),
  );
}
