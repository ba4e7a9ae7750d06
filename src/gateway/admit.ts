import { inTime } from '../http/inTime';
import type { Portal } from './Portal';

/** Milliseconds that a request waits for its turn, as long as the portal lets one run. */
const PATIENCE = 60_000;

/** Resolves to true when a request may go by the limits of the portal, to false when its time is up before. */
export async function admit({ limiter, origin, clock }: Pick<Portal, 'limiter' | 'origin' | 'clock'>, ms = PATIENCE) {
  const turn = limiter?.take(new URL(origin).host);
  if (turn === undefined) return true;
  try {
    await inTime(turn.ready, Math.min(ms, PATIENCE), clock, 'no turn');
    return true;
  } catch {
    turn.cancel();
    return false;
  }
}
