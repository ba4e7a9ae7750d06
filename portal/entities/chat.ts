import { colours } from '../colours';
import { dates } from '../dates';
import { bots } from '../rules/bots';
import { dialog } from '../rules/dialog';
import { members } from '../rules/members';
import type { State } from '../state';
import type { Chat } from '../types';

const MESSAGE_TYPES: ReadonlyMap<string, string> = new Map([
  ['private', 'P'],
  ['chat', 'C'],
  ['open', 'O'],
  ['channel', 'N'],
  ['openChannel', 'J'],
  ['generalChannel', 'J'],
  ['thread', 'T'],
  ['copilot', 'A'],
  ['collab', 'B'],
]);

/** The Chat object of v2, as a method answers it and, without what differs per viewer, as an event carries it. */
export const chatEntity = { full, inEvent, messageType };

function messageType(chat: Chat): string {
  return chat.entityType === 'LINES' ? 'L' : (MESSAGE_TYPES.get(chat.type) ?? 'C');
}

function inEvent(state: State, chat: Chat, viewerId: number) {
  return {
    id: chat.id,
    dialogId: dialog.idFor(chat, viewerId),
    type: chat.type,
    messageType: messageType(chat),
    name: name(state, chat, viewerId),
    description: chat.description,
    owner: chat.ownerId,
    color: colours.hex(chat.color),
    avatar: chat.avatar,
    extranet: chat.extranet,
    containsCollaber: false,
    entityType: chat.entityType,
    entityId: chat.entityId,
    entityData1: chat.entityData[0],
    entityData2: chat.entityData[1],
    entityData3: chat.entityData[2],
    entityLink: {},
    diskFolderId: null,
    permissions: {},
    parentChatId: null,
    parentMessageId: null,
    isNew: false,
    textFieldEnabled: chat.textField ? 'Y' : 'N',
    backgroundId: null,
  };
}

function full(state: State, chat: Chat, viewerId: number) {
  const messages = [...state.messages.values()].filter((message) => message.chatId === chat.id);
  return {
    ...inEvent(state, chat, viewerId),
    role: members.roleOf(chat, viewerId),
    muteList: [],
    dateCreate: dates.iso(chat.created),
    lastMessageId: messages.at(-1)?.id ?? 0,
    lastMessageViews: '{}',
    lastId: chat.members.get(viewerId)?.lastRead ?? 0,
    managerList: members.managers(chat),
    markedId: null,
    messageCount: messages.length,
    public: '',
    unreadId: null,
    userCounter: chat.members.size,
  };
}

function name(state: State, chat: Chat, viewerId: number): string {
  if (!dialog.isPrivate(chat)) return chat.title;
  const other = state.users.get(Number(dialog.idFor(chat, viewerId)));
  return other ? bots.fullName(other) : '';
}
