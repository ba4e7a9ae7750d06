import type { Emit } from './events/emit';
import { commandsNamed, invoke, speak, tell } from './events/speak';
import { dialog } from './rules/dialog';
import { members } from './rules/members';
import { post } from './rules/post';
import type { State } from './state';
import type { Chat, Message, User } from './types';
import { softDelete } from './v1/messages';

/** What a user writes, and where. */
export interface Say {
  /** Who writes. */
  userId: number;
  /** `chatN`, or the id of a bot (or of another user) for a private chat. */
  dialogId: string | number;
  /** The message. */
  text: string;
  /** The message that it answers. */
  replyId?: number;
  /** Ids of files that were uploaded. */
  files?: readonly number[];
}

/** A command as a user gives it: typed, or by a button. */
export interface CommandUse extends Omit<Say, 'text'> {
  /** With or without the slash. */
  command: string;
  /** What stands behind the name. */
  params?: string;
  /**
   * `textarea` (default): the user types it, which makes a message, MESSAGEADD where the bot is addressed, and COMMANDADD.
   * `keyboard`: the user presses a button under the message `messageId`, which makes COMMANDADD only.
   */
  context?: 'textarea' | 'keyboard' | 'menu';
  /** The message under which the button stands. */
  messageId?: number;
}

/** What people do in the portal, with the events that bots get of it. */
export function createPeople(state: State, emit: Emit) {
  const ears = { state, emit };
  const userOf = (id: number): User => need(state.users.get(id), `user ${id}`);
  const messageOf = (id: number): Message => need(state.messages.get(id), `message ${id}`);
  const chatOf = (message: Message): Chat => need(state.chats.get(message.chatId), `chat ${message.chatId}`);

  const write = ({ userId, dialogId, text, replyId, files }: Say): Message => {
    userOf(userId);
    const seen = `dialog ${dialogId} for user ${userId} (seen from the user: a bot's id, or chatN)`;
    const chat = need(dialog.open(state, userId, String(dialogId)), seen);
    return post(state, chat, { authorId: userId, text, replyId: replyId ?? 0, files: [...(files ?? [])] });
  };

  const say = (what: Say): number => {
    const message = write(what);
    speak(ears, message, what.userId);
    return message.id;
  };

  return {
    /** A user writes. Answers the message id. */
    say,
    /** A user types a command or presses a button. Answers the id of the message that carries it. */
    command: (use: CommandUse): number => {
      const name = use.command.replace(/^\//, '');
      const params = use.params ?? '';
      if ((use.context ?? 'textarea') === 'textarea') return say({ ...use, text: `/${name} ${params}`.trim() });
      const message = messageOf(use.messageId ?? 0);
      const chat = chatOf(message);
      for (const command of commandsNamed(state, chat, name)) {
        invoke(ears, { message, chat, command, params, context: use.context ?? 'keyboard', userId: use.userId });
      }
      return message.id;
    },
    /** A user edits a message. */
    editMessage: ({ userId, messageId, text }: { userId: number; messageId: number; text: string }): void => {
      const message = messageOf(messageId);
      message.text = text;
      tell(ears, 'messageUpdate', message, userId, text);
    },
    /** A user deletes a message. */
    deleteMessage: ({ userId, messageId }: { userId: number; messageId: number }): void => {
      const message = messageOf(messageId);
      const { text } = message;
      softDelete(message);
      tell(ears, 'messageDelete', message, userId, text);
    },
    /** A user reacts to a message; bots hear of it about their own messages. */
    react: (what: { userId: number; messageId: number; reaction?: string; action?: 'add' | 'delete' }): void => {
      const message = messageOf(what.messageId);
      const reaction = what.reaction ?? 'like';
      const action = what.action ?? 'add';
      if (action === 'add') message.reactions.set(what.userId, reaction);
      else message.reactions.delete(what.userId);
      const bot = state.bots.get(message.authorId);
      const chat = chatOf(message);
      if (bot?.reactions)
        emit.to(bot, { kind: 'reaction', chat, message, user: userOf(what.userId), reaction, action });
    },
    /** Puts a bot into a group chat, or opens the private chat with it; either makes the join event. */
    join: ({ botId, userId, chatId }: { botId: number; userId: number; chatId?: number }): void => {
      userOf(userId);
      if (chatId === undefined) {
        const chat = need(dialog.open(state, userId, String(botId)), `bot ${botId}`);
        emit.joined(chat, botId, userId);
        return;
      }
      const chat = need(state.chats.get(chatId), `chat ${chatId}`);
      if (members.add(state, chat, [botId], false).length > 0) emit.joined(chat, botId, userId);
    },
    /** A user follows a link that opens the chat with a bot and hands it a context. */
    sendContext: ({ userId, botId, context }: { userId: number; botId: number; context: unknown }): void => {
      const bot = need(state.bots.get(botId), `bot ${botId}`);
      const chat = need(dialog.open(state, userId, String(botId)), `bot ${botId}`);
      emit.to(bot, { kind: 'context', chat, user: userOf(userId), context });
    },
  };
}

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The fake portal has no ${what}`);
  return value;
}
