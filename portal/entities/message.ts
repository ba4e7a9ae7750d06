import { dates } from '../dates';
import type { Message } from '../types';

/** The Message object of v2. */
export function messageEntity(message: Message): Record<string, unknown> {
  return {
    id: message.id,
    chatId: message.chatId,
    authorId: message.authorId,
    date: dates.iso(message.date),
    text: message.text,
    isSystem: message.system,
    uuid: '',
    forward: message.forwardOf > 0 ? { id: message.forwardOf } : null,
    params: params(message),
    viewedByOthers: false,
  };
}

/** Named as in the vendor's storage [seen]; an empty set is a list, as PHP writes it. */
function params(message: Message): unknown {
  const found: Record<string, unknown> = {};
  if (message.replyId > 0) found.REPLY_ID = message.replyId;
  if (message.files.length > 0) found.FILE_ID = message.files.map(String);
  if (message.attach) found.ATTACH = [message.attach];
  if (message.keyboard) found.KEYBOARD = message.keyboard;
  return Object.keys(found).length > 0 ? found : [];
}
