import { colours } from '../colours';
import { nextId, type State } from '../state';
import type { Bot, Chat } from '../types';
import { dialog } from './dialog';
import { members } from './members';
import { post } from './post';

export interface NewChat {
  title: string;
  description: string;
  color: string;
  avatar: string;
  message: string;
  userIds: readonly number[];
  ownerId: number;
  type: string;
  entityType: string;
  entityId: string;
}

/** A group chat made by a bot: the bot owns it unless another owner is named, and is in it either way. */
export function newChat(state: State, bot: Bot, wish: NewChat): { chat: Chat; added: number[] } {
  const id = nextId(state, 'chat');
  const color = colours.isKnown(wish.color) ? wish.color : colours.automatic(id);
  const ownerId = state.users.has(wish.ownerId) ? wish.ownerId : bot.id;
  const chat: Chat = {
    id,
    type: wish.type,
    title: wish.title === '' ? `${colours.toV1(color).toLowerCase()} chat #${id}` : wish.title,
    description: wish.description,
    color,
    avatar: wish.avatar,
    ownerId,
    entityType: wish.entityType,
    entityId: wish.entityId,
    entityData: ['', '', ''],
    extranet: false,
    members: new Map([ownerId, bot.id].map((userId) => [userId, dialog.newMember(userId)])),
    textField: true,
    created: state.now(),
  };
  state.chats.set(id, chat);
  const added = members.add(state, chat, wish.userIds, false);
  if (wish.message !== '') post(state, chat, { authorId: bot.id, text: wish.message });
  return { chat, added };
}
