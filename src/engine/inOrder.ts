import { lineOf } from '../map/lineOf';
import type { Call } from './Call';
import { lines } from './lines';

/**
 * Lets the calls for one dialog, or one message, leave in the order in which they were made, as they do without us: some have to
 * wait for a question of ours, others go out at once, and who does not wait for an answer would have the second overtake the first.
 */
export const inOrder = { enter, turn, leave };

/** Before the first wait of a call. What reads keeps nobody back. */
function enter(call: Call): void {
  const line = call.translation?.replay === 'read' ? undefined : lineOf(call.method, call.params);
  if (line !== undefined) call.departure = lines.enter(call.known, line);
}

/**
 * Ends as the calls before have left.
 * @throws ImbotError ABORTED
 */
async function turn(call: Call): Promise<void> {
  if (call.departure === undefined) enter(call);
  if (call.departure?.before) await lines.turn(call.departure, call);
}

/** As the request of a call leaves for good, or the call ends without one. */
function leave(call: Call): void {
  const { departure, known } = call;
  if (departure === undefined) return;
  call.departure = undefined;
  lines.leave(known, departure);
}
