import type { MethodCall, MethodTable } from '../call';
import { read } from '../read';
import { dialog } from '../rules/dialog';
import { members } from '../rules/members';
import { bot } from './bot';
import { chatOf, jsonList, needChatId } from './chats';
import { v1Failure } from './failures';

/** Members and roles of v1 chats. */
export const v1ChatMembers: MethodTable = {
  'imbot.chat.user.add': add,
  'imbot.chat.user.delete': remove,
  'imbot.chat.user.list': list,
  'imbot.chat.leave': leave,
  'imbot.chat.setManager': setManager,
  'imbot.chat.setOwner': setOwner,
};

function add(call: MethodCall): true {
  needChatId(call);
  const users = jsonList(call.params.USERS);
  if (!users) throw v1Failure('userIdsFormat');
  const actor = bot(call);
  const chat = chatOf(call, actor.id, 'usersNotAdded');
  const added = members.add(call.state, chat, read.ids(users), call.params.HIDE_HISTORY !== 'N');
  if (added.length === 0) throw v1Failure('usersNotAdded');
  for (const userId of added) call.emit.joined(chat, userId, actor.id);
  return true;
}

function needUserId(call: MethodCall): number {
  const userId = read.int(call.params.USER_ID);
  if (userId <= 0) throw v1Failure('userIdEmpty');
  return userId;
}

function remove(call: MethodCall): true {
  needChatId(call);
  const userId = needUserId(call);
  const actor = bot(call);
  const chat = chatOf(call, actor.id, 'userNotDeleted');
  if (dialog.holdsOwner(call.state, chat, userId)) throw v1Failure('leaveOwner');
  const self = userId === actor.id;
  const allowed = self || (dialog.canManage(chat, actor.id) && chat.ownerId !== userId);
  if (!chat.members.has(userId) || !allowed) throw v1Failure('userNotDeleted');
  members.remove(chat, userId);
  return true;
}

function list(call: MethodCall): number[] {
  needChatId(call);
  const viewer = bot(call);
  const chat = call.state.chats.get(read.int(call.params.CHAT_ID));
  if (!dialog.isMember(chat, viewer.id)) throw v1Failure('unavailable');
  return members.sorted(chat);
}

function leave(call: MethodCall): true {
  needChatId(call);
  const actor = bot(call);
  const chat = chatOf(call, actor.id, 'notLeft');
  if (dialog.holdsOwner(call.state, chat, actor.id)) throw v1Failure('leaveOwner');
  members.remove(chat, actor.id);
  return true;
}

function setManager(call: MethodCall): true {
  needChatId(call);
  const userId = needUserId(call);
  const actor = bot(call);
  const chat = chatOf(call, actor.id, 'managerNotSet');
  if (chat.ownerId !== actor.id || !chat.members.has(userId)) throw v1Failure('managerNotSet');
  members.setManager(chat, userId, grants(call));
  return true;
}

/** [source] whatever is not `N` grants, and PHP finds `true` equal to any text. */
function grants({ params, state }: MethodCall): boolean {
  const wish = params.IS_MANAGER;
  if (state.holds('text-flags')) return wish !== 'N' && wish !== true;
  return !read.present(wish) || read.yes(wish);
}

function setOwner(call: MethodCall): true {
  needChatId(call);
  const userId = needUserId(call);
  const actor = bot(call);
  const chat = chatOf(call, actor.id, 'ownerNotSet');
  if (chat.ownerId !== actor.id || !chat.members.has(userId)) throw v1Failure('ownerNotSet');
  members.setOwner(chat, userId);
  return true;
}
