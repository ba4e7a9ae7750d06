import { systemClock } from '../http/clock';
import type { Asking } from './Call';

/**
 * What a question of ours finds out, or undefined as soon as the call has waited two seconds for such in all: then it goes out as
 * v1, as it would have without us, for whoever made it may give it up and make it again. The question goes on, and its answer
 * serves the calls to come.
 */
export function briefly<T>(asked: Promise<T>, asking: Asking): Promise<T | undefined> {
  const now = systemClock.elapsed();
  asking.waitsUntil ??= now + CALL_PATIENCE;
  const until = asking.waitsUntil;
  return new Promise((resolve, reject) => {
    const giveUp = (): void => resolve(undefined);
    let callOff = systemClock.after(until - now, () => {
      // In a process that stood still the answer may lie there, unread.
      if (systemClock.elapsed() > until + LATE) callOff = systemClock.after(LATE, giveUp);
      else giveUp();
    });
    asked.then(resolve, reject).finally(() => callOff());
  });
}

/** Milliseconds that a call waits for us at most: for questions, and for its turn. */
export const CALL_PATIENCE = 2_000;
const LATE = 200;
