import type { MethodCall, MethodTable } from '../call';
import { colours } from '../colours';
import { chatEntity } from '../entities/chat';
import { people } from '../entities/people';
import { read } from '../read';
import { dialog } from '../rules/dialog';
import { image } from '../rules/image';
import { members } from '../rules/members';
import { newChat } from '../rules/newChat';
import type { Chat } from '../types';
import { bot, chatOf, DONE, fieldsOf } from './bot';
import { v2Failure } from './failures';

/** imbot.v2.Chat.* but messages, members and roles. */
export const v2Chats: MethodTable = {
  'imbot.v2.Chat.add': add,
  'imbot.v2.Chat.get': get,
  'imbot.v2.Chat.update': update,
  'imbot.v2.Chat.leave': leave,
  'imbot.v2.Chat.InputAction.notify': notify,
  'imbot.v2.Chat.TextField.enabled': textField,
};

function add(call: MethodCall): unknown {
  const creator = bot(call);
  const { state } = call;
  const fields = fieldsOf(call);
  const avatar = read.text(fields.avatar);
  const { chat, added } = newChat(state, creator, {
    title: read.text(fields.title),
    description: read.text(fields.description),
    color: read.text(fields.color),
    avatar: image.isImage(avatar) ? image.address(state.address, avatar) : '',
    message: read.text(fields.message),
    userIds: read.ids(fields.userIds),
    ownerId: read.int(fields.ownerId),
    type: fields.type === 'open' ? 'open' : 'chat',
    entityType: read.text(fields.entityType),
    entityId: read.text(fields.entityId),
  });
  for (const userId of [creator.id, ...added]) call.emit.joined(chat, userId, creator.id);
  const users = people.byId(state, members.sorted(chat));
  return { chat: { ...chatEntity.full(state, chat, creator.id), isNew: true }, users };
}

function get(call: MethodCall): unknown {
  const viewer = bot(call);
  return { chat: chatEntity.full(call.state, chatOf(call, viewer.id), viewer.id) };
}

export function groupOf(call: MethodCall, botId: number): Chat {
  const chat = chatOf(call, botId);
  if (dialog.isPrivate(chat)) throw v2Failure('ACCESS_DENIED');
  return chat;
}

/** A colour that does not exist is passed over in silence; [source] a picture that is none takes the old one away. */
function update(call: MethodCall): unknown {
  const actor = bot(call);
  const chat = groupOf(call, actor.id);
  if (chat.ownerId !== actor.id && call.state.holds('chat-update-owner')) throw v2Failure('ACCESS_DENIED');
  const fields = fieldsOf(call);
  const title = read.text(fields.title);
  if (title !== '') chat.title = title;
  if (read.present(fields.description)) chat.description = read.text(fields.description);
  if (colours.isKnown(read.text(fields.color))) chat.color = read.text(fields.color);
  if (read.truthy(fields.avatar)) {
    const avatar = read.text(fields.avatar);
    if (image.isImage(avatar)) chat.avatar = image.address(call.state.address, avatar);
    else if (call.state.holds('picture-removed')) chat.avatar = '';
  }
  return DONE;
}

function leave(call: MethodCall): unknown {
  const actor = bot(call);
  const chat = groupOf(call, actor.id);
  if (dialog.holdsOwner(call.state, chat, actor.id)) throw v2Failure('ACCESS_DENIED');
  members.remove(chat, actor.id);
  return DONE;
}

function notify(call: MethodCall): unknown {
  const actor = bot(call);
  chatOf(call, actor.id);
  return DONE;
}

function textField(call: MethodCall): unknown {
  const chat = chatOf(call, bot(call).id);
  chat.textField = read.flag(call.params.enabled, true);
  return DONE;
}
