import type { Fields } from '../../src/events/types';
import { V2 } from '../../src/map/v2Names';
import type { LivePortal } from '../livePortal';
import type { EventDestination } from './cutoverPlan';
import { NOTES } from './cutoverTexts';
import type { SeenBot } from './lookAtBot';
import type { Known } from './placeProof';

/** A line of a printed plan; without a method it is not a call. */
export interface PlannedStep {
  readonly what: string;
  readonly method?: string;
  readonly shown?: Fields;
}

export interface PlaceWish {
  readonly bot: number;
  readonly to: EventDestination;
  readonly known: Known;
  /** Move although nothing was proven before. */
  readonly unproven: boolean;
  readonly test: boolean;
}

/** What a move in place would do, as it is printed; or why it is not done. */
export function placePlan(
  portal: LivePortal,
  seen: SeenBot,
  { bot, to, known, unproven, test }: PlaceWish,
): { steps: PlannedStep[]; notes: string[] } | { refused: string } {
  if (known.holds === false) return { refused: NOTES.keepsToSentence(bot, `${known.file} says so`) };
  const inQueue = to.eventMode === 'fetch';
  const fields: Fields = { ...to };
  const steps: PlannedStep[] = [
    known.holds
      ? { what: `${known.file} says that this portal moves a v1 bot in place` }
      : unproven
        ? { what: 'nothing is proven before, on your word (--unproven)' }
        : { what: 'prove in a throwaway bot that this portal moves a v1 bot into its queue; stop if it does not' },
    {
      what: inQueue
        ? `stop the v1 deliveries of bot ${bot}; its events go into its queue`
        : `send the events of bot ${bot} to the address, in the format of v2`,
      method: V2.botUpdate,
      shown: { botId: bot, fields },
    },
  ];
  if (test) {
    steps.push({
      what: 'let the bot open a test chat, in which nobody is: it joins, which makes an event',
      method: V2.chatAdd,
      shown: { botId: bot, fields: { title: 'imbot-compat cutover test' } },
    });
    if (inQueue) {
      steps.push({
        what: 'read that event from the queue; if none comes, go back by itself',
        method: V2.eventGet,
        shown: { botId: bot },
      });
    }
  }
  const unbinds = !inQueue && portal.kind === 'oauth' && seen.bots === 1;
  if (unbinds) {
    steps.push({
      what: 'when the application is told v2 events, take its v1 addresses away',
      method: 'event.unbind',
      shown: {},
    });
  }
  const notes = [
    ...(portal.kind === 'oauth' && seen.registered === 'v1' ? [] : [NOTES.takenForV1(bot)]),
    ...(inQueue ? [NOTES.needsPoller, NOTES.queueKeeps] : [unbinds ? NOTES.bothUntil : NOTES.both(portal.kind)]),
    NOTES.fetchRefusesV1,
  ];
  return { steps, notes: inQueue ? notes : notes.slice(0, -1) };
}
