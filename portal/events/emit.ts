import type { State } from '../state';
import type { Bot, Chat } from '../types';
import type { Deliver } from './deliver';
import type { Happening } from './Happening';
import { v1Event } from './v1Event';
import { v2Event } from './v2Event';

export interface Emit {
  to(bot: Bot, happening: Happening): void;
  /** Tells a bot that it was put into a chat; nothing for people. */
  joined(chat: Chat, userId: number, byId: number): void;
  botDeleted(bot: Bot, byId: number): void;
}

/**
 * [source] delivery hangs on the bot's event mode, not on how it was registered: the queue takes everything; otherwise each
 * address that the bot has is told in its own format. The documentation says that a bot only ever hears in the format of
 * the API version that it was registered through; a portal that keeps to it has the fact `in-place` switched off.
 */
export function createEmit(state: State, deliver: Deliver): Emit {
  const to = (bot: Bot, happening: Happening): void => {
    const isV1 = bot.generation === 'v1';
    if (!state.holds('in-place')) {
      if (isV1) v1Event(state, deliver, bot, happening);
      else v2Event(state, deliver, bot, happening);
      return;
    }
    const inQueue = bot.eventMode === 'fetch';
    const onlyV2 = bot.webhookUrl !== '' && !state.holds('in-place-both');
    if (isV1 && !inQueue && !onlyV2) v1Event(state, deliver, bot, happening);
    v2Event(state, deliver, bot, happening);
  };
  return {
    to,
    joined: (chat, userId, byId) => {
      const bot = state.bots.get(userId);
      const user = state.users.get(byId);
      if (bot && user) to(bot, { kind: 'join', chat, user });
    },
    botDeleted: (bot, byId) => to(bot, { kind: 'delete', userId: byId }),
  };
}
