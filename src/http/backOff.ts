import type { Clock } from './clock';

/** Milliseconds before repeat number `attempt` (from 0): from half a second, doubling up to eight, the upper half of it by chance. */
export function backOff(attempt: number, clock: Clock): number {
  const full = Math.min(8000, 500 * 2 ** attempt);
  return Math.round(full / 2 + (full / 2) * clock.random());
}
