import type { MethodCall, MethodTable } from '../call';
import { speak } from '../events/speak';
import { Failure } from '../failure';
import { read } from '../read';
import { dialog } from '../rules/dialog';
import { post } from '../rules/post';
import { trim } from '../rules/trim';
import { v1Content } from '../v1/content';
import { previewOf } from '../v1/messages';

/** `im.message.add`: the user of the call writes, and bots hear of it as of anything that people write. */
export const imMessages: MethodTable = { 'im.message.add': add };

function add(call: MethodCall): number {
  const { caller, emit, params, state } = call;
  const dialogId = read.text(params.DIALOG_ID);
  const text = trim(state, read.text(params.MESSAGE));
  const attach = v1Content.attach(call);
  if (dialogId === '' || dialogId === '0') throw new Failure('USER_ID_EMPTY', "User ID can't be empty");
  if (text === '' && attach === null) throw new Failure('MESSAGE_EMPTY', "Message can't be empty");
  const isUser = /^\d+$/.test(dialogId);
  if (isUser && !state.users.has(Number(dialogId))) throw new Failure('USER_NOT_FOUND', 'User not found');
  const chat = dialog.open(state, caller.userId, dialogId);
  if (!dialog.isMember(chat, caller.userId)) throw new Failure('ACCESS_ERROR', 'Action unavailable');
  const replyId = read.int(params.REPLY_ID);
  const original = state.messages.get(replyId);
  if (original && original.chatId !== chat.id) {
    const sentence = 'You can only reply to a message within the same chat';
    throw new Failure('REPLY_FROM_OTHER_CHAT_ERROR', sentence);
  }
  const message = post(state, chat, {
    authorId: caller.userId,
    text,
    attach,
    keyboard: v1Content.keyboard(call, 0),
    menu: v1Content.menu(call),
    system: read.yes(params.SYSTEM),
    urlPreview: previewOf(call),
    replyId: original ? replyId : 0,
  });
  speak({ state, emit }, message, caller.userId);
  return message.id;
}
