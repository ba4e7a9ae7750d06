import { colours } from '../colours';
import { dates } from '../dates';
import { bots } from '../rules/bots';
import type { State } from '../state';
import type { Bot, User } from '../types';

/** The User and Bot objects of v2. */
export const people = { user, byId, bot };

function user(state: State, one: User): Record<string, unknown> {
  return {
    id: one.id,
    active: one.active,
    name: bots.fullName(one),
    firstName: one.name,
    lastName: one.lastName,
    workPosition: one.workPosition,
    color: colours.hex(one.color),
    avatar: one.avatar,
    gender: one.gender,
    birthday: one.birthday,
    extranet: one.extranet,
    bot: one.isBot,
    connector: one.connector,
    externalAuthId: one.externalAuthId,
    status: 'online',
    idle: false,
    lastActivityDate: dates.iso(state.now()),
    absent: false,
    departments: [1],
    phones: false,
    type: one.isBot ? 'bot' : one.extranet ? 'extranet' : 'employee',
  };
}

function byId(state: State, ids: Iterable<number>): Record<string, unknown>[] {
  return [...new Set(ids)].flatMap((id) => {
    const found = state.users.get(id);
    return found ? [user(state, found)] : [];
  });
}

/** Strangers see less of a bot than its owner. */
function bot(state: State, one: Bot, isOwner: boolean): Record<string, unknown> {
  const brief = {
    id: one.id,
    code: one.code,
    type: one.type === 'human' ? 'bot' : one.type,
    isHidden: one.hidden,
    isSupportOpenline: one.openline,
    isReactionsEnabled: one.reactions,
    backgroundId: one.backgroundId,
    language: 'en',
  };
  if (!isOwner) return brief;
  const chats = [...state.chats.values()].filter((chat) => chat.members.has(one.id));
  return {
    ...brief,
    moduleId: 'rest',
    eventMode: one.eventMode,
    countMessage: [...state.messages.values()].filter((message) => message.authorId === one.id).length,
    countCommand: [...state.commands.values()].filter((command) => command.botId === one.id).length,
    countChat: chats.length,
    countUser: new Set(chats.flatMap((chat) => [...chat.members.keys()])).size,
  };
}
