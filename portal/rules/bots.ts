import { colours } from '../colours';
import { nextId, type State } from '../state';
import type { Bot, User } from '../types';
import { members } from './members';

/** [seen] what the vendor writes where no position is given. */
export const DEFAULT_POSITION = 'Chat bot';

export interface Profile {
  name: string;
  lastName: string;
  workPosition: string;
  gender: string;
  color: string;
  avatar: string;
  email: string;
  birthday: string;
  website: string;
}

export const bots = { add, remove, ofOwner, byCode, fullName };

function add(state: State, bot: Omit<Bot, 'id' | 'cursor' | 'queue'>, profile: Profile, wantedId?: number): Bot {
  const id = wantedId ?? nextId(state, 'bot');
  const user: User = {
    ...profile,
    id,
    color: colours.isKnown(profile.color) ? profile.color : colours.automatic(id),
    extranet: false,
    connector: false,
    externalAuthId: 'bot',
    active: true,
    isBot: true,
  };
  const added: Bot = { ...bot, id, cursor: 0, queue: [] };
  state.users.set(id, user);
  state.bots.set(id, added);
  return added;
}

/** The bot goes with its commands and memberships; its messages stay. */
function remove(state: State, bot: Bot): void {
  state.bots.delete(bot.id);
  state.users.delete(bot.id);
  for (const command of [...state.commands.values()]) {
    if (command.botId === bot.id) state.commands.delete(command.id);
  }
  for (const chat of state.chats.values()) if (chat.members.has(bot.id)) members.remove(chat, bot.id);
}

function ofOwner(state: State, owner: string): Bot[] {
  return [...state.bots.values()].filter((bot) => bot.owner === owner).sort((a, b) => a.id - b.id);
}

function byCode(state: State, code: string): Bot | undefined {
  return [...state.bots.values()].find((bot) => bot.code === code);
}

function fullName(user: User): string {
  return [user.name, user.lastName].filter((part) => part !== '').join(' ');
}
