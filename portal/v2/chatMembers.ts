import type { MethodCall, MethodTable } from '../call';
import { people } from '../entities/people';
import { read } from '../read';
import { dialog } from '../rules/dialog';
import { members } from '../rules/members';
import { bot, chatOf, DONE } from './bot';
import { groupOf } from './chats';
import { v2Failure } from './failures';

const MAX_USERS = 200;

/** Members and roles of v2 chats. */
export const v2ChatMembers: MethodTable = {
  'imbot.v2.Chat.User.add': add,
  'imbot.v2.Chat.User.delete': remove,
  'imbot.v2.Chat.User.list': list,
  'imbot.v2.Chat.Manager.add': (call) => setManagers(call, true),
  'imbot.v2.Chat.Manager.delete': (call) => setManagers(call, false),
  'imbot.v2.Chat.setOwner': setOwner,
};

function add(call: MethodCall): unknown {
  const actor = bot(call);
  const chat = groupOf(call, actor.id);
  const added = members.add(call.state, chat, read.ids(call.params.userIds), false);
  for (const userId of added) call.emit.joined(chat, userId, actor.id);
  return DONE;
}

/** Somebody who is not in the chat is no error. */
function remove(call: MethodCall): unknown {
  const actor = bot(call);
  const chat = groupOf(call, actor.id);
  const userId = read.int(call.params.userId);
  const allowed = userId === actor.id || dialog.canManage(chat, actor.id);
  if (!allowed) throw v2Failure('ACCESS_DENIED');
  if (!chat.members.has(userId)) return DONE;
  if (dialog.holdsOwner(call.state, chat, userId)) throw v2Failure('ACCESS_DENIED');
  if (chat.ownerId === userId && userId !== actor.id) throw v2Failure('ACCESS_DENIED');
  members.remove(chat, userId);
  return DONE;
}

function list(call: MethodCall): unknown {
  const chat = chatOf(call, bot(call).id);
  const limit = Math.min(Math.max(read.int(call.params.limit ?? 50), 1), MAX_USERS);
  const order = read.record(call.params.order) ?? {};
  const descending = Object.values(order).some((way) => read.text(way).toUpperCase() === 'DESC');
  const ids = members.sorted(chat);
  return people.byId(call.state, (descending ? ids.reverse() : ids).slice(0, limit));
}

function setManagers(call: MethodCall, manager: boolean): unknown {
  const actor = bot(call);
  const userIds = read.ids(call.params.userIds);
  if (userIds.length === 0) throw v2Failure('EMPTY_USER_IDS');
  const chat = groupOf(call, actor.id);
  if (chat.ownerId !== actor.id) throw v2Failure('ACCESS_DENIED');
  for (const userId of userIds) members.setManager(chat, userId, manager);
  return DONE;
}

function setOwner(call: MethodCall): unknown {
  const actor = bot(call);
  const chat = groupOf(call, actor.id);
  const userId = read.int(call.params.userId);
  if (chat.ownerId !== actor.id || !chat.members.has(userId)) throw v2Failure('ACCESS_DENIED');
  members.setOwner(chat, userId);
  return DONE;
}
