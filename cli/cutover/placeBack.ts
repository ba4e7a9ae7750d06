import { V2 } from '../../src/map/v2Names';
import { identity, type LivePortal, objectIn } from '../livePortal';
import { removeOwn } from '../prove/leftovers';
import { queued } from './cutoverPlan';
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
  const bot = { botId: state.bot, ...identity(portal) };
  const said = await portal.read(V2.botGet, bot);
  const mode = said.ok ? objectIn(said.result, 'bot')['eventMode'] : undefined;
  if (mode === 'fetch' && drain === undefined && !drop) {
    for (let waited = 0; waited < patience && (await queued(portal, state.bot)) > 0; waited += LOOK) await sleep(LOOK);
    const waiting = await queued(portal, state.bot);
    if (waiting > 0) return { ok: false, waiting };
  }
  save({ ...state, stage: 'returning' });
  const home = await placeHome(portal, state, drop ? { drop } : drain === undefined ? {} : { drain });
  if (home.ok) save({ ...state, stage: 'undone' });
  return home;
}

/** Milliseconds between two looks into a queue that a poller empties. */
const LOOK = 2_000;
