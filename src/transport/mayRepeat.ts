import type { Outcome } from '../errors/ImbotError';
import type { Replay } from '../values/answers';

/** Did another call of the same target come later: for sure one that may have run, one that may still run, or none? */
export type Overtaken = 'surely' | 'perhaps' | 'no';

/**
 * The one rule of repeats, for the same call in the same way or in another. What was refused never ran and may go again; what
 * ran may not; and where nobody knows, only what reads, or sets something that nobody has set since, may go again. Nothing but
 * the outcome counts: no code, and no text.
 */
export function mayRepeat(outcome: Outcome, replay: Replay, overtaken: Overtaken): boolean {
  if (outcome === 'ran') return false;
  if (replay === 'read') return true;
  if (outcome === 'refused') return overtaken !== 'surely';
  return replay === 'fixed' && overtaken === 'no';
}
