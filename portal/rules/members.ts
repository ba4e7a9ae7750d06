import type { State } from '../state';
import type { Chat } from '../types';
import { dialog } from './dialog';

/** Changes of membership and roles; who may do so is for the callers to check. */
export const members = { add, remove, setOwner, setManager, sorted, managers, roleOf };

/** Adds those who exist and are not in yet; answers whom. */
function add(state: State, chat: Chat, userIds: readonly number[], hideHistory: boolean): number[] {
  const added = userIds.filter((id) => state.users.has(id) && !chat.members.has(id));
  for (const id of added) chat.members.set(id, { ...dialog.newMember(id), hideHistory });
  return added;
}

/** An owner who goes leaves the chat to the lowest manager, else to the lowest member. */
function remove(chat: Chat, userId: number): void {
  chat.members.delete(userId);
  if (chat.ownerId !== userId) return;
  const heir = sorted(chat).find((id) => chat.members.get(id)?.manager) ?? sorted(chat)[0];
  setOwner(chat, heir ?? 0);
}

function setOwner(chat: Chat, userId: number): void {
  setManager(chat, chat.ownerId, false);
  setManager(chat, userId, false);
  chat.ownerId = userId;
}

function setManager(chat: Chat, userId: number, manager: boolean): void {
  const member = chat.members.get(userId);
  if (member) member.manager = manager && chat.ownerId !== userId;
}

function sorted(chat: Chat): number[] {
  return [...chat.members.keys()].sort((a, b) => a - b);
}

/** The owner counts as a manager, as in the documented answers. */
function managers(chat: Chat): number[] {
  return sorted(chat).filter((id) => id === chat.ownerId || chat.members.get(id)?.manager);
}

function roleOf(chat: Chat, userId: number): string {
  if (!chat.members.has(userId)) return 'none';
  if (chat.ownerId === userId) return 'owner';
  return managers(chat).includes(userId) ? 'manager' : 'member';
}
