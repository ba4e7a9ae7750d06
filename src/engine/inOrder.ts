import { systemClock } from '../http/clock';
import { DIALOG } from '../map/index';
import type { Call } from './Call';
import type { Departure } from './Departure';
import { withSignal } from './withSignal';

/**
 * Lets the calls for one dialog leave in the order in which they were made, as they do without us: some have to wait for a
 * question of ours, others go out at once, and who does not wait for an answer would have the second overtake the first.
 */
export const inOrder = { enter, turn, leave };

/** Before the first wait of a call. What reads keeps nobody back. */
function enter(call: Call): void {
  const { params, translation, known } = call;
  const dialog = params[DIALOG];
  if (dialog === undefined || translation?.replay === 'read') return;
  call.departure = { dialog, before: known.departing.get(dialog), isGone: false, onGone: undefined };
  known.departing.set(dialog, call.departure);
}

/**
 * Ends as the call before has left, after two seconds at the latest: what waits for an answer that does not come holds nobody
 * back longer.
 * @throws ImbotError ABORTED
 */
async function turn(call: Call): Promise<void> {
  if (call.departure === undefined) enter(call);
  const ahead = call.departure && aheadOf(call.departure);
  if (ahead === undefined) return;
  const gone = new Promise<void>((resolve) => {
    const callOff = systemClock.after(PATIENCE, () => {
      ahead.isGone = true;
      resolve();
    });
    ahead.onGone = () => {
      callOff();
      resolve();
    };
  });
  await withSignal(gone, call.own.signal, call.method);
}

/** As the request of a call leaves, or the call ends without one. */
function leave(call: Call): void {
  const { departure, known } = call;
  if (departure === undefined) return;
  call.departure = undefined;
  departure.isGone = true;
  const ahead = aheadOf(departure);
  departure.before = ahead;
  if (known.departing.get(departure.dialog) === departure) {
    if (ahead === undefined) known.departing.delete(departure.dialog);
    else known.departing.set(departure.dialog, ahead);
  }
  // Given up while it waited: whoever waits for it waits for the one before.
  if (ahead !== undefined && departure.onGone !== undefined) ahead.onGone = departure.onGone;
  else departure.onGone?.();
}

function aheadOf({ before }: Departure): Departure | undefined {
  let ahead = before;
  while (ahead?.isGone) ahead = ahead.before;
  return ahead;
}

const PATIENCE = 2_000;
