import type { Clock } from '../http/clock';
import { type PendingCall, SETTLED } from './PendingCall';
import type { TransportState } from './TransportState';

/** Is there time for a pause? Not where the call would be over before it is. */
export function hasTimeFor(ms: number, call: PendingCall, { isClosing, io }: TransportState): boolean {
  return !isClosing && io.clock.now() + ms < call.deadline;
}

/** Waits; ends at once, by SETTLED, where the call is given up meanwhile. */
export function pauseCall(ms: number, call: PendingCall, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const callOff = clock.after(ms, () => {
      call.leave = undefined;
      resolve();
    });
    call.leave = () => {
      callOff();
      reject(SETTLED);
    };
  });
}
