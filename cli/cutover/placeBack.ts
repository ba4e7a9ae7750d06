import { V2 } from '../../src/map/v2Names';
import type { LivePortal } from '../livePortal';
import { removeOwn } from '../prove/leftovers';
import type { CutoverState } from './cutoverState';
import { NOTES } from './cutoverTexts';
import type { DrainFile } from './drainFile';
import { type Home, placeHome } from './placeHome';
import type { PlannedStep } from './placePlan';

export interface BackTools {
  readonly save: (state: CutoverState) => void;
  readonly drain?: DrainFile;
  readonly drop: boolean;
  /** Milliseconds for the bot’s own poller to read the queue empty. */
  readonly patience: number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The way back of a move in place, as it is printed. */
export function placeBackPlan(state: CutoverState, drain: string | undefined): PlannedStep[] {
  const botId = state.bot;
  return [
    ...(state.to.eventMode === 'webhook'
      ? [
          {
            what: 'take the v2 address away: into the queue first',
            method: V2.botUpdate,
            shown: { botId, fields: { eventMode: 'fetch' } },
          },
        ]
      : []),
    {
      what:
        drain === undefined
          ? 'look whether the queue is empty; stop if it is not'
          : `read the queue empty, into ${drain}`,
      method: V2.eventGet,
      shown: { botId },
    },
    {
      what: `turn the v1 deliveries of bot ${botId} on again, at their old addresses`,
      method: V2.botUpdate,
      shown: { botId, fields: { eventMode: 'webhook' } },
    },
    ...(state.bindings === undefined ? [] : [{ what: 'put the v1 addresses back', method: 'imbot.update', shown: {} }]),
  ];
}

/** Goes back. A state that says that nothing was moved is left as it is. */
export async function placeBack(portal: LivePortal, state: CutoverState, tools: BackTools): Promise<Home> {
  const { save, drain, drop, patience, sleep } = tools;
  if (state.probe !== undefined) await removeOwn(portal, state.probe);
  if (state.stage === 'proving') {
    save({ ...state, stage: 'undone' });
    return { ok: true, isProven: true, lines: [NOTES.neverMoved] };
  }
  save({ ...state, stage: 'returning', ...(drain === undefined ? {} : { drain: drain.name }) });
  for (let waited = 0; ; waited += LOOK) {
    // The poller comes first: what it has in hand would be handled, and stand in the file too.
    const isPatient = waited < patience;
    const home = await placeHome(portal, state, drop ? { drop } : drain === undefined || isPatient ? {} : { drain });
    if (home.ok) save({ ...state, stage: 'undone' });
    if (!home.ok && 'waiting' in home && isPatient) {
      await sleep(LOOK);
      continue;
    }
    // Nothing was changed: the bot is in its queue, as it was.
    if (!home.ok && 'waiting' in home) save(state);
    return home;
  }
}

/** Milliseconds between two tries while a poller empties the queue: the portal takes two calls a second for long. */
const LOOK = 500;
