import type { MethodCall } from '../call';
import type { Bot, Command, Message } from '../types';
import { bots } from './bots';
import { dialog } from './dialog';
import { type Draft, post } from './post';

/**
 * Answers a command in the chat of the message that called it. A bot that is no member may do so too, if that message
 * really called this command: then the answer is a system message that begins with the bot's name.
 */
export function answerCommand(
  call: MethodCall,
  bot: Bot,
  command: Command,
  messageId: number,
  draft: Draft,
): Message | undefined {
  const { state } = call;
  const question = state.messages.get(messageId);
  const chat = question && state.chats.get(question.chatId);
  if (!question || !chat) return undefined;
  if (dialog.isMember(chat, bot.id)) return post(state, chat, draft);
  if (!question.invoked.has(command.id)) return undefined;
  const user = state.users.get(bot.id);
  const name = user ? bots.fullName(user) : bot.code;
  return post(state, chat, { ...draft, system: true, text: `[b]${name}[/b][br]${draft.text}` });
}
