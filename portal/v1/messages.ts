import type { MethodCall, MethodTable } from '../call';
import { read } from '../read';
import { bots } from '../rules/bots';
import { dialog } from '../rules/dialog';
import { cut, post } from '../rules/post';
import { isBlank, trim } from '../rules/trim';
import type { Chat, Message } from '../types';
import { bot, owner } from './bot';
import { v1Content } from './content';
import { v1Failure } from './failures';

const THREE_DAYS = 3 * 24 * 3_600_000;

/** imbot.message.* */
export const v1Messages: MethodTable = {
  'imbot.message.add': add,
  'imbot.message.update': update,
  'imbot.message.delete': remove,
  'imbot.message.like': like,
};

function add(call: MethodCall): number {
  owner(call);
  const { params, state } = call;
  const fromId = read.int(params.FROM_USER_ID);
  const toId = read.int(params.TO_USER_ID);
  const betweenUsers = fromId > 0 && toId > 0;
  const dialogId = read.text(params.DIALOG_ID);
  if (!betweenUsers && (dialogId === '' || dialogId === '0')) throw v1Failure('dialogEmpty');
  const text = trim(state, read.text(params.MESSAGE));
  if (text === '') throw v1Failure('messageEmpty');

  const sender = bot(call);
  const attach = v1Content.attach(call);
  const keyboard = v1Content.keyboard(call, sender.id);
  const menu = v1Content.menu(call);
  const system = betweenUsers || read.yes(params.SYSTEM);
  const chat = betweenUsers ? dialog.open(state, fromId, String(toId)) : dialog.open(state, sender.id, dialogId);
  if (!chat) throw v1Failure('messageNotAdded');
  const inGroup = !dialog.isPrivate(chat);
  const mayWrite = betweenUsers || dialog.isMember(chat, sender.id) || (inGroup && system);
  if (!mayWrite) throw v1Failure('messageNotAdded');

  const user = state.users.get(sender.id);
  const prefix = inGroup && system && user ? `${bots.fullName(user)}:[br]` : '';
  return post(state, chat, {
    authorId: sender.id,
    text: prefix + text,
    attach,
    keyboard,
    menu,
    system,
    urlPreview: previewOf(call),
    skipConnector: skips(call),
  }).id;
}

/** On unless it equals `N`; [source] PHP finds `true` equal to any text. */
export function previewOf({ params, state }: MethodCall): boolean {
  return params.URL_PREVIEW !== 'N' && !(params.URL_PREVIEW === true && state.holds('text-flags'));
}

function skips({ params, state }: MethodCall): boolean {
  const value = params.SKIP_CONNECTOR;
  if (typeof value === 'string') return value.toUpperCase() === 'Y';
  return value === true && !state.holds('text-flags');
}

function update(call: MethodCall): true {
  owner(call);
  const { params, state } = call;
  const messageId = read.int(params.MESSAGE_ID);
  if (messageId <= 0) throw v1Failure('messageIdError');
  const sender = bot(call);
  const without = { state, params: {} };
  const attach = v1Content.attach(clearable(params.ATTACH) ? without : call);
  const keyboard = v1Content.keyboard(clearable(params.KEYBOARD) ? without : call, sender.id);
  const menu = v1Content.menu(clearable(params.MENU) ? without : call);
  const message = state.messages.get(messageId);
  if (!message || message.authorId !== sender.id || message.deleted) throw v1Failure('cantEdit');
  if (state.now() - message.date > THREE_DAYS) throw v1Failure('cantEdit');

  if (read.present(params.MESSAGE)) {
    const text = read.text(params.MESSAGE);
    const deletes = state.holds('blank-deletes') ? isBlank(text) : text === '';
    if (deletes) return softDelete(message);
    message.text = cut(text);
  }
  if (read.present(params.ATTACH)) message.attach = attach;
  if (read.present(params.KEYBOARD)) message.keyboard = keyboard;
  if (read.present(params.MENU)) message.menu = menu;
  message.urlPreview = previewOf(call);
  return true;
}

/** An empty value or `N` clears. */
function clearable(value: unknown): boolean {
  return value === 'N' || !read.truthy(value);
}

function remove(call: MethodCall): true {
  owner(call);
  const { params, state } = call;
  const messageId = read.int(params.MESSAGE_ID);
  if (messageId <= 0) throw v1Failure('messageIdError');
  const sender = bot(call);
  const message = state.messages.get(messageId);
  const chat = message && state.chats.get(message.chatId);
  if (!message || !chat || !mayDelete(message, chat, sender.id)) throw v1Failure('cantEdit');
  if (!read.yes(params.COMPLETE)) return softDelete(message);
  state.messages.delete(messageId);
  return true;
}

export function mayDelete(message: Message, chat: Chat, botId: number): boolean {
  if (message.authorId === botId) return true;
  return !dialog.isPrivate(chat) && dialog.canManage(chat, botId);
}

export function softDelete(message: Message): true {
  message.deleted = true;
  message.text = '';
  message.attach = null;
  message.keyboard = null;
  message.menu = null;
  message.reactions.clear();
  return true;
}

function like(call: MethodCall): true {
  owner(call);
  const { params, state } = call;
  const messageId = read.int(params.MESSAGE_ID);
  if (messageId <= 0) throw v1Failure('messageIdError');
  const sender = bot(call);
  const message = state.messages.get(messageId);
  const chat = message && state.chats.get(message.chatId);
  if (!message || message.deleted || !dialog.isMember(chat, sender.id)) throw v1Failure('withoutChanges');
  const isSet = message.reactions.get(sender.id) === 'like';
  const action = read.text(params.ACTION);
  const wanted = action === 'plus' ? true : action === 'minus' ? false : !isSet;
  if (wanted === isSet) throw v1Failure('withoutChanges');
  if (wanted) message.reactions.set(sender.id, 'like');
  else message.reactions.delete(sender.id);
  return true;
}
