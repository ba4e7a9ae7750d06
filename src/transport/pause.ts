import type { Clock } from '../http/clock';
import { type Call, SETTLED } from './Call';
import type { Connection } from './Connection';

/** Is there time for a pause? Not where the call would be over before it is. */
export function hasTimeFor(ms: number, call: Call, { isClosing, io }: Connection): boolean {
  return !isClosing && io.clock.now() + ms < call.deadline;
}

/** Waits; ends at once, by SETTLED, where the call is given up meanwhile. */
export function pause(ms: number, call: Call, clock: Clock): Promise<void> {
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
