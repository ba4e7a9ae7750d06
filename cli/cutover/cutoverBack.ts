import type { Fields } from '../../src/events/types';
import { V2 } from '../../src/map/v2Names';
import { identity, type LivePortal, objectIn } from '../livePortal';
import { isStateOf } from './cutoverApply';
import { type CutoverStep, type EventDestination, leaveQueue, ownerOf, waitingIn, where } from './cutoverPlan';
import type { CutoverState } from './cutoverState';
import { NO_WAY_TO_V1, NOBODY_LEFT, SHARED_APPLICATION } from './cutoverTexts';

export interface BackWish {
  readonly bot: number;
  readonly newToken?: string;
  /** Where a webhook bot delivered before, if the state does not know. */
  readonly handler?: string;
  readonly dropQueue: boolean;
}

export type Back =
  | { readonly steps: readonly CutoverStep[]; readonly notes: readonly string[]; readonly state: CutoverState }
  | { readonly refused: string };

/** Plans the way back from what a former cutover wrote. Sends reads only. */
export async function cutoverBack(portal: LivePortal, state: CutoverState | undefined, wish: BackWish): Promise<Back> {
  if (state === undefined) return { refused: NO_WAY_TO_V1 };
  if (!isStateOf(state, portal)) return { refused: 'The state file is of another portal.' };
  if (state.bot !== wish.bot) return { refused: `The state file is of bot ${state.bot}.` };
  if (state.stage === 'undone') return { refused: 'This move was undone before.' };
  return state.route === 'beside' ? besideBack(portal, state, wish) : switchBack(portal, state, wish);
}

async function besideBack(portal: LivePortal, state: CutoverState, wish: BackWish): Promise<Back> {
  const mine: Fields = portal.kind === 'webhook' ? { botToken: wish.newToken } : {};
  // A run that was cut off may have registered it and not have heard its id, or have unregistered it.
  const owner = await ownerOf(portal, state.newCode ?? '', mine);
  if (typeof owner === 'object' && 'refused' in owner) {
    return { refused: `${V2.botGet} returned ${owner.refused.code} (${owner.refused.text}). Nothing was changed.` };
  }
  if (owner === 'free') return { steps: [], notes: ['There is no second bot (any more).'], state };
  if (owner === 'taken') {
    return { refused: `The second bot "${state.newCode ?? ''}" does not open: it belongs to somebody else by now.` };
  }
  // The first bot is what is gone back to: without it nobody would answer.
  const first = await portal.read(V2.botGet, { botId: state.bot, ...identity(portal) });
  if (!first.ok && !first.isFinal) {
    return { refused: `${V2.botGet} returned ${first.code} (${first.text}). Nothing was changed.` };
  }
  if (!first.ok || objectIn(first.result, 'bot')['eventMode'] === undefined) {
    const why = first.ok ? 'it belongs to somebody else' : `${first.code}: ${first.text}`;
    return { refused: NOBODY_LEFT(state.bot, owner.bot, why) };
  }
  const newBot = owner.bot;
  if (state.to.eventMode === 'fetch' && !wish.dropQueue) {
    const refused = await waitingIn(portal, newBot, mine);
    if (refused !== undefined) return { refused };
  }
  return {
    state,
    notes: [
      `Bot ${state.bot} was not changed, and opened a moment ago: it is what answers then.`,
      'The private chats that people opened with the second bot go with it.',
      ...(portal.kind === 'oauth' ? [SHARED_APPLICATION] : []),
    ],
    steps: [
      {
        what: `unregister the second bot ${newBot} "${state.newCode ?? ''}"`,
        method: V2.botUnregister,
        shown: { botId: newBot },
        run: () => portal.change(V2.botUnregister, { botId: newBot, ...mine }, 'fixed'),
      },
    ],
  };
}

async function switchBack(portal: LivePortal, state: CutoverState, wish: BackWish): Promise<Back> {
  const eventMode = state.before?.eventMode ?? 'webhook';
  const webhookUrl = wish.handler ?? state.before?.webhookUrl;
  if (eventMode === 'webhook' && webhookUrl === undefined) {
    return { refused: 'Where did the events go before? The API does not tell. Give --handler <url>.' };
  }
  if (state.to.eventMode === 'fetch' && eventMode === 'webhook' && !wish.dropQueue) {
    const refused = await waitingIn(portal, state.bot);
    if (refused !== undefined) return { refused };
  }
  const to: EventDestination =
    eventMode === 'webhook' && webhookUrl !== undefined ? { eventMode, webhookUrl } : { eventMode };
  return {
    state,
    notes: ['The bot was registered through v2 before the move, and stays so: its events go where they went before.'],
    steps: [
      {
        what: `deliver the events of bot ${state.bot} ${where(to)}`,
        method: V2.botUpdate,
        shown: { botId: state.bot, fields: { ...to } },
        run: () =>
          state.to.eventMode === 'fetch' && eventMode === 'webhook' && !wish.dropQueue
            ? leaveQueue(portal, state.bot, to)
            : portal.change(V2.botUpdate, { botId: state.bot, fields: { ...to }, ...identity(portal) }, 'fixed'),
      },
    ],
  };
}
