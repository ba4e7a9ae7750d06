import { V2 } from '../../src/map/v2Names';
import { identity, type LivePortal, objectIn } from '../livePortal';
import type { CutoverState } from './cutoverState';
import { NOTES } from './cutoverTexts';
import type { DrainFile } from './drainFile';
import { type RefusedAnswer, returnHome } from './returnHome';
import { restore } from './v1Addresses';

export type Home =
  | { readonly ok: true; readonly isProven: boolean; readonly lines: readonly string[] }
  | { readonly ok: false; readonly waiting: number }
  | { readonly ok: false; readonly refused: RefusedAnswer; readonly isClosed?: boolean };

export interface HomeWish {
  readonly drain?: DrainFile;
  readonly drop?: boolean;
  readonly unread?: boolean;
}

/** Brings a bot that was moved in place back to its v1 addresses, and looks whether it is there. */
export function placeHome(
  portal: LivePortal,
  state: CutoverState,
  wish: { readonly drain: DrainFile; readonly unread?: boolean },
): Promise<Exclude<Home, { waiting: number }>>;
export function placeHome(portal: LivePortal, state: CutoverState, wish: HomeWish): Promise<Home>;
export async function placeHome(portal: LivePortal, state: CutoverState, wish: HomeWish): Promise<Home> {
  const bot = { botId: state.bot, ...identity(portal) };
  const early = await restoreEarly(portal, state);
  if (early !== undefined) return { ok: false, refused: early };
  if (state.to.eventMode === 'webhook') {
    // Into the queue and out of it: that is what takes the v2 address away.
    const said = await portal.change(V2.botUpdate, { ...bot, fields: { eventMode: 'fetch' } }, 'fixed');
    if (!said.ok) return { ok: false, refused: said };
  }
  const moved = await returnHome(portal, { bot: state.bot, ...wish });
  if (!moved.ok) return moved;
  const lines: string[] = [];
  const count = wish.drain?.written() ?? 0;
  if (count > 0) lines.push(NOTES.drained(count));
  if (moved.unread !== undefined) lines.push(NOTES.queueClosed(moved.unread.code));
  const refused = await restore(portal, state);
  if (refused !== undefined) return { ok: false, refused };
  const said = await portal.read(V2.botGet, bot);
  const mode = said.ok ? objectIn(said.result, 'bot')['eventMode'] : undefined;
  lines.push(`bot ${state.bot} says event mode ${String(mode ?? 'nothing')}`);
  lines.push(NOTES.cannotSeeV1);
  return { ok: true, isProven: mode === 'webhook' && moved.unread === undefined, lines };
}

/**
 * The v1 addresses are put back while the v2 address is still told: what came between the turn of v1 and its addresses would
 * go nowhere. A bot in its queue loses nothing meanwhile, and v1 would refuse its addresses there.
 */
async function restoreEarly(portal: LivePortal, state: CutoverState): Promise<RefusedAnswer | undefined> {
  if (state.bindings === undefined) return undefined;
  const said = await portal.read(V2.botGet, { botId: state.bot, ...identity(portal) });
  if (!said.ok) return said;
  return objectIn(said.result, 'bot')['eventMode'] === 'webhook' ? restore(portal, state) : undefined;
}
