import { nextId, type State } from '../state';
import type { Chat, Message } from '../types';

const MAX_TEXT = 20_000;

export type Draft = Pick<Message, 'authorId' | 'text'> & Partial<Omit<Message, 'id' | 'chatId' | 'date'>>;

/** Stores a message. A system message belongs to nobody. */
export function post(state: State, chat: Chat, draft: Draft): Message {
  const message: Message = {
    attach: null,
    keyboard: null,
    menu: null,
    system: false,
    urlPreview: true,
    skipConnector: false,
    deleted: false,
    replyId: 0,
    files: [],
    forwardOf: 0,
    templateId: '',
    reactions: new Map(),
    invoked: new Set(),
    ...draft,
    authorId: draft.system ? 0 : draft.authorId,
    text: cut(draft.text),
    id: nextId(state, 'message'),
    chatId: chat.id,
    date: state.now(),
  };
  state.messages.set(message.id, message);
  return message;
}

export function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)} (...)` : text;
}
