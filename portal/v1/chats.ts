import type { MethodCall, MethodTable } from '../call';
import { colours } from '../colours';
import { read } from '../read';
import { dialog } from '../rules/dialog';
import { image } from '../rules/image';
import { newChat } from '../rules/newChat';
import { trim } from '../rules/trim';
import type { Chat } from '../types';
import { bot, owner } from './bot';
import { type V1Failure, v1Failure } from './failures';

/** imbot.chat.* but the members and roles. */
export const v1Chats: MethodTable = {
  'imbot.chat.add': add,
  'imbot.chat.get': get,
  'imbot.chat.updateTitle': updateTitle,
  'imbot.chat.updateColor': updateColor,
  'imbot.chat.updateAvatar': updateAvatar,
  'imbot.chat.sendTyping': sendTyping,
  'imbot.sendTyping': sendTyping,
};

function add(call: MethodCall): number {
  owner(call);
  const { params, state } = call;
  const users = jsonList(params.USERS);
  if (read.present(params.USERS) && !users) throw v1Failure('usersFormat');
  const creator = bot(call);
  const avatar = read.text(params.AVATAR);
  const { chat, added } = newChat(state, creator, {
    title: read.text(params.TITLE),
    description: read.text(params.DESCRIPTION),
    color: colours.fromV1(read.text(params.COLOR)) ?? '',
    avatar: image.isImage(avatar) ? image.address(state.address, avatar) : '',
    message: read.text(params.MESSAGE),
    userIds: read.ids(users),
    ownerId: read.int(params.OWNER_ID),
    type: params.TYPE === 'OPEN' ? 'open' : 'chat',
    entityType: read.text(params.ENTITY_TYPE),
    entityId: read.text(params.ENTITY_ID),
  });
  for (const userId of [creator.id, ...added]) call.emit.joined(chat, userId, creator.id);
  return chat.id;
}

export function jsonList(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'string') return read.list(value);
  try {
    return read.list(JSON.parse(value));
  } catch {
    return undefined;
  }
}

/** Asked as the authorised user; null without both names, as the page says, and where there is no such chat. */
function get({ params, state, caller }: MethodCall): { ID: number } | null {
  const type = read.text(params.ENTITY_TYPE);
  const id = read.text(params.ENTITY_ID);
  if (type === '' || id === '') return null;
  const chat = [...state.chats.values()].find((one) => one.entityType === type && one.entityId === id);
  if (!chat) return null;
  if (!chat.members.has(caller.userId) && chat.type !== 'open') throw v1Failure('noChatAccess');
  return { ID: chat.id };
}

/** The chat of CHAT_ID, if the bot is in it. */
export function chatOf(call: MethodCall, botId: number, refusal: V1Failure): Chat {
  const chat = call.state.chats.get(read.int(call.params.CHAT_ID));
  if (!dialog.isMember(chat, botId) || dialog.isPrivate(chat)) throw v1Failure(refusal);
  return chat;
}

export function needChatId(call: MethodCall): void {
  owner(call);
  if (read.int(call.params.CHAT_ID) <= 0) throw v1Failure('chatIdEmpty');
}

function updateTitle(call: MethodCall): true {
  needChatId(call);
  const title = trim(call.state, read.text(call.params.TITLE));
  if (title === '') throw v1Failure('titleEmpty');
  chatOf(call, bot(call).id, 'unavailable').title = title;
  return true;
}

function updateColor(call: MethodCall): true {
  needChatId(call);
  const color = colours.fromV1(read.text(call.params.COLOR));
  if (!color) throw v1Failure('wrongColor');
  const chat = chatOf(call, bot(call).id, 'unavailable');
  if (chat.color === color) throw v1Failure('sameColor');
  chat.color = color;
  return true;
}

function updateAvatar(call: MethodCall): true {
  needChatId(call);
  const avatar = read.text(call.params.AVATAR);
  if (avatar === '') throw v1Failure('avatarType');
  const chat = chatOf(call, bot(call).id, 'avatarAccess');
  if (!image.isImage(avatar)) throw v1Failure('avatarType');
  chat.avatar = image.address(call.state.address, avatar);
  return true;
}

/** Answers true even where the bot may not write. */
function sendTyping(call: MethodCall): true {
  owner(call);
  if (!read.truthy(read.text(call.params.DIALOG_ID))) throw v1Failure('dialogEmpty');
  bot(call);
  return true;
}
