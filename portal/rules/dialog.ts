import { colours } from '../colours';
import { nextId, type State } from '../state';
import type { Chat, Member } from '../types';

/** Which chat a dialog id names for somebody: `"5"` the private one with user 5, `"chat5"`, `"sg5"`. */
export const dialog = { find, open, idFor, isPrivate, isMember, canManage, holdsOwner, newMember, privateWith };

function find(state: State, viewerId: number, dialogId: string): Chat | undefined {
  const group = /^chat(\d+)$/.exec(dialogId);
  if (group) return state.chats.get(Number(group[1]));
  const workgroup = /^sg(\d+)$/.exec(dialogId);
  if (workgroup) {
    return [...state.chats.values()].find(
      (chat) => chat.entityType === 'SONET_GROUP' && chat.entityId === workgroup[1],
    );
  }
  return /^\d+$/.test(dialogId) ? privateWith(state, viewerId, Number(dialogId)) : undefined;
}

/** As `find`, and starts the private chat if both users exist. */
function open(state: State, viewerId: number, dialogId: string): Chat | undefined {
  const found = find(state, viewerId, dialogId);
  if (found || !/^\d+$/.test(dialogId)) return found;
  const otherId = Number(dialogId);
  if (otherId === viewerId || !state.users.has(otherId) || !state.users.has(viewerId)) return undefined;
  const id = nextId(state, 'chat');
  const chat: Chat = {
    id,
    type: 'private',
    title: '',
    description: '',
    color: colours.automatic(id),
    avatar: '',
    ownerId: viewerId,
    entityType: '',
    entityId: '',
    entityData: ['', '', ''],
    extranet: false,
    members: new Map([viewerId, otherId].map((userId) => [userId, newMember(userId)])),
    textField: true,
    created: state.now(),
  };
  state.chats.set(id, chat);
  return chat;
}

function privateWith(state: State, oneId: number, otherId: number): Chat | undefined {
  return [...state.chats.values()].find(
    (chat) => isPrivate(chat) && oneId !== otherId && chat.members.has(oneId) && chat.members.has(otherId),
  );
}

function newMember(userId: number): Member {
  return { userId, manager: false, hideHistory: false, lastRead: 0 };
}

function isPrivate(chat: Chat): boolean {
  return chat.type === 'private';
}

function isMember(chat: Chat | undefined, userId: number): chat is Chat {
  return chat?.members.has(userId) ?? false;
}

function canManage(chat: Chat, userId: number): boolean {
  return isMember(chat, userId) && (chat.ownerId === userId || chat.members.get(userId)?.manager === true);
}

/** Documented in the restrictions of a deal's chat: its owner cannot go (`leave_owner` is false). */
function holdsOwner(state: State, chat: Chat, userId: number): boolean {
  const isCrm = chat.entityType === 'CRM' && /^[A-Z]+\|\d+$/.test(chat.entityId);
  return isCrm && chat.ownerId === userId && state.holds('owner-leaves');
}

/** The dialog id of a chat as the viewer sees it. */
function idFor(chat: Chat, viewerId: number): string {
  if (!isPrivate(chat)) return `chat${chat.id}`;
  const other = [...chat.members.keys()].find((userId) => userId !== viewerId);
  return String(other ?? viewerId);
}
