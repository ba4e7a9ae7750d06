import { systemClock } from '../http/clock';
import { CALL_PATIENCE } from './briefly';
import type { Asking } from './Call';
import type { Departure } from './Departure';
import type { PortalMemory } from './memory';
import { withSignal } from './withSignal';

/** The lines in which calls wait to leave, see `inOrder`. */
export const lines = { enter, turn, leave };

/** Takes the last place in a line. */
function enter({ departing }: PortalMemory, line: string): Departure {
  const departure: Departure = { line, before: departing.get(line), isGone: false, waiting: [] };
  departing.set(line, departure);
  return departure;
}

/**
 * Ends as those before have left, after two seconds at the latest: what waits for an answer that does not come holds nobody
 * back longer. A call that may take less time than that waits for less, and those behind it go on waiting.
 * @throws ImbotError ABORTED
 */
async function turn(departure: Departure, { own, method }: Pick<Asking, 'own' | 'method'>): Promise<void> {
  let wake = (): void => {};
  const patience = Math.min(CALL_PATIENCE, own.timeout || CALL_PATIENCE);
  const callOff = systemClock.after(patience, () => {
    if (patience < CALL_PATIENCE) departure.isGone = true;
    else for (let { before } = departure; before; before = before.before) before.isGone = true;
    wake();
  });
  try {
    while (!departure.isGone) {
      const ahead = aheadOf(departure);
      if (!ahead) return;
      const gone = new Promise<void>((resolve) => {
        wake = resolve;
        ahead.waiting.push(resolve);
      });
      await withSignal(gone, own.signal, method);
    }
  } finally {
    callOff();
  }
}

/** As the request of a call leaves for good, or the call ends without one. */
function leave({ departing }: PortalMemory, departure: Departure): void {
  departure.isGone = true;
  // Given up while it waited: whoever comes waits for the one before.
  departure.before = aheadOf(departure);
  if (departing.get(departure.line) === departure) {
    if (departure.before) departing.set(departure.line, departure.before);
    else departing.delete(departure.line);
  }
  for (const wake of departure.waiting) wake();
}

function aheadOf({ before }: Departure): Departure | undefined {
  let ahead = before;
  while (ahead?.isGone) ahead = ahead.before;
  return ahead;
}
