import type { Clock } from './clock';
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

/**
 * Which methods have used up their running time. The limit is the portal's setting and unknown, so only its refusal blocks a
 * method: until `operating_reset_at` of the last good answer, after that in steps of a minute, the width of its buckets.
 * Source: limits.md of the REST documentation.
 */
export function createMethodBlocks(clock: Clock): MethodBlocks {
  const blockedUntil = new Map<string, number>();
  const resetAt = new Map<string, number>();
  return {
    left(method) {
      const until = blockedUntil.get(method);
      return until === undefined ? 0 : until - clock.now();
    },
    block(method) {
      const now = clock.now();
      const known = resetAt.get(method) ?? 0;
      blockedUntil.set(method, known > now ? known : now + MINUTE);
    },
    note(method, { time }) {
      if (typeof time !== 'object' || time === null || !('operating_reset_at' in time)) return;
      const seconds = Number(time.operating_reset_at);
      if (seconds > 0) resetAt.set(method, seconds * 1000);
    },
  };
}
