import { eventRules } from './eventRules';
import { isFields } from './isFields';
import type { Fields } from './types';

/**
 * The data of a v2 command event as if the command had been typed. Where a button was pressed, v2 tells the message under
 * which it stands, the bot's own: the author that v1 means is who pressed it, and the text is the command. In a private chat
 * the queue gives an empty list for `chat`.
 */
export function pressedButton(data: Fields): Fields {
  const { command, message, user, chat } = data;
  if (!isFields(command) || !isFields(user)) return data;
  const isTyped = String(eventRules.text(command['context']) ?? '').toLowerCase() === 'textarea';
  const words = [command['command'], command['params']].map((part) => eventRules.text(part) ?? '');
  const asked = { authorId: user['id'], text: words.join(' ').trim() };
  return {
    ...data,
    ...(isTyped ? {} : { message: { ...(isFields(message) ? message : {}), ...asked } }),
    ...(isFields(chat) ? {} : { chat: { type: 'private', messageType: 'P', dialogId: user['id'] } }),
  };
}
