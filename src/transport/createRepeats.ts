import { backOff } from '../http/backOff';
import { follow } from './follow';
import type { FailedAttempt } from './judgeAnswer';
import { type PendingCall, SETTLED } from './PendingCall';
import { hasTimeFor, pauseCall } from './pause';
import type { Ready } from './prepare';
import type { TransportState } from './TransportState';
import { tell } from './tell';

/** Repeats after the first attempt, by what makes them worth while; `adopted` are renewals that somebody else had done. */
const MOST = { refused: 5, unsent: 3, unknown: 2, renew: 1, adopted: 3, moved: 1 } as const;

/**
 * The repeats of one call. The function waits for what makes one worth while: a pause, a new token, an unblocked method, a
 * new address. False where none is. Whether the call may go again is not decided here.
 */
export function createRepeats(
  call: PendingCall,
  state: TransportState,
): (refusal: FailedAttempt, ready: Ready) => Promise<boolean> {
  const { auth, io, blocks, limiter, portal } = state;
  const count = { refused: 0, unsent: 0, unknown: 0, renew: 0, adopted: 0, moved: 0 };

  return async (refusal, ready) => {
    const { repeat, code, outcome } = refusal;
    if (repeat === 'operating') blocks.block(call.method);
    if (repeat === 'wait' && outcome === 'refused') limiter?.full?.(ready.address.origin);
    const kind = kindOf(refusal);
    if (kind === undefined) return false;
    if (count[kind] >= MOST[kind]) {
      if (kind === 'renew') auth.refusedAgain?.(ready.params, { io });
      return false;
    }
    const before = count[kind]++;
    if (kind === 'moved') return follow(call, refusal, ready, state);
    if (kind === 'renew') return renew(ready);
    const ms = repeat === 'operating' ? blocks.left(call.method) : backOff(before, io.clock);
    if (!hasTimeFor(ms, call, state)) return false;
    tell.retry(call, portal, code, outcome, ms);
    await pauseCall(ms, call, io.clock);
    return true;
  };

  async function renew({ params }: Ready): Promise<boolean> {
    // A pair that somebody else had renewed is not the one renewal of this call: it may have expired too.
    const adopted = () => {
      if (count.adopted++ < MOST.adopted) count.renew--;
    };
    const renewed = (await auth.renewAfter?.(params, { io, adopted })) ?? false;
    if (call.settled) throw SETTLED;
    return renewed;
  }
}

/** Which kind of repeat could help, if any. */
function kindOf({ repeat, outcome }: FailedAttempt): keyof typeof MOST | undefined {
  if (repeat === 'no' || repeat === 'form') return undefined;
  if (outcome !== 'refused' && repeat !== 'renew') return 'unknown';
  return repeat === 'wait' || repeat === 'operating' ? 'refused' : repeat;
}
