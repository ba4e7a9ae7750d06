import { systemClock } from '../http/clock';
import { inTime } from '../http/inTime';
import * as texts from './texts';

/**
 * Waits for the answer to a question of ours, ten seconds where nothing else is said. A call that is not answered hangs without
 * us too, but it was sent: a question that nobody answers must not keep it back. Rejects with `texts.silent` then.
 */
export function withPatience<T>(asked: Promise<T>, ms = PATIENCE): Promise<T> {
  return inTime(asked, ms, systemClock, texts.silent);
}

const PATIENCE = 10_000;
