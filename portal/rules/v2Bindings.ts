import type { State } from '../state';
import type { Binding } from '../types';

const EVENTS = ['MESSAGEADD', 'MESSAGEUPDATE', 'MESSAGEDELETE', 'JOINCHAT', 'DELETE', 'CONTEXTGET'].concat([
  'COMMANDADD',
  'REACTIONCHANGE',
]);

/** Documented: the eight subscriptions that a bot of an application has at its v2 address. They come and go with it alone. */
export function v2Bindings(state: State, clientId: string): Binding[] {
  const told = [...state.bots.values()].filter((bot) => {
    const isTold = bot.generation === 'v2' || state.holds('in-place');
    return bot.owner === clientId && isTold && bot.eventMode === 'webhook' && bot.webhookUrl !== '';
  });
  return [...new Set(told.map(({ webhookUrl }) => webhookUrl))].flatMap((handler) =>
    EVENTS.map((name) => ({ clientId, event: `ONIMBOTV2${name}`, handler, authType: 0 })),
  );
}
