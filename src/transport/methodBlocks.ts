import type { Clock } from '../http/clock';
import type { Envelope } from './types';

export interface MethodBlocks {
  /** Milliseconds for which the portal will refuse the method; 0 or less: it may be called. */
  left(method: string): number;
  /** The portal said OPERATION_TIME_LIMIT. */
  block(method: string): void;
  /** Takes note of what a good answer says about the running time that the method has used up. */
  note(method: string, envelope: Envelope): void;
}

const MINUTE = 60_000;
/** The portal counts running time over ten minutes, so no block lasts longer; a clock that is ahead says otherwise. */
const LONGEST = 10 * MINUTE;
/** Methods that are remembered; their names may come from outside. */
const MOST_METHODS = 1_000;
/** A time stamp this large counts milliseconds. */
const MILLISECONDS = 1e11;

/**
 * Which methods have used up their running time. The limit is the portal's setting and unknown, so only its refusal blocks a
 * method: until `operating_reset_at` of the last good answer, ten minutes at most, after that in steps of a minute, the width of
 * its buckets. Whoever was blocked then asks again.
 * Source: limits.md of the REST documentation.
 */
export function createMethodBlocks(clock: Clock): MethodBlocks {
  const blockedUntil = new Map<string, number>();
  const resetAt = new Map<string, number>();
  return {
    left(method) {
      const until = blockedUntil.get(method);
      if (until === undefined) return 0;
      const left = until - clock.now();
      if (left <= LONGEST) return left;
      // This machine's own clock was set back meanwhile.
      keep(blockedUntil, method, clock.now() + LONGEST);
      return LONGEST;
    },
    block(method) {
      const now = clock.now();
      const known = resetAt.get(method) ?? 0;
      keep(blockedUntil, method, known > now ? Math.min(known, now + LONGEST) : now + MINUTE);
    },
    note(method, { time }) {
      if (typeof time !== 'object' || time === null || !('operating_reset_at' in time)) return;
      const stamp = Number(time.operating_reset_at);
      if (stamp > 0) keep(resetAt, method, stamp > MILLISECONDS ? stamp : stamp * 1000);
    },
  };
}

function keep(times: Map<string, number>, method: string, at: number): void {
  times.set(method, at);
  for (const oldest of times.keys()) {
    if (times.size <= MOST_METHODS) break;
    times.delete(oldest);
  }
}
