import type { ReadingEngine } from './types';

/**
 * Notes that a client throws by itself where the portal refuses. Whoever waits for it within a `try`, or hangs a handler
 * on it, takes that; a promise that is only handed on passes the `try` around it.
 */
export function clientMayThrow({ trace, isGuarded }: ReadingEngine): void {
  trace.clientThrows = true;
  if (!isGuarded) trace.passes = true;
}
