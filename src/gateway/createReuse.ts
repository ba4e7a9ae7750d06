import type { Clock } from '../http/clock';
import { isBroken } from './isBroken';

/** May the connections to the portal serve a second request? */
export interface Reuse {
  /** No: each request gets a connection of its own. */
  isOff(): boolean;
  /** Told how a request ended that got no answer. */
  note(error: unknown): void;
}

/**
 * A portal that closes connections while they rest, and says nothing of it beforehand, may close one just as a request comes, and
 * nobody can tell whether that request ran: some servers run it, and have no way left to answer. Once it happened, every
 * request gets a connection of its own for an hour.
 */
export function createReuse(clock: Clock): Reuse {
  let offUntil = 0;
  return {
    isOff: () => offUntil > 0 && clock.now() < offUntil,
    note(error) {
      if (isBroken(error)) offUntil = clock.now() + HOUR;
    },
  };
}

const HOUR = 3_600_000;
