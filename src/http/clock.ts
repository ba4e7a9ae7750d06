/** Time and chance, handed in so that tests need no sleeping. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since some moment: time that passes and that nobody sets. Left out, `now` serves. */
  elapsed?(): number;
  /** From 0 up to, not including, 1. */
  random(): number;
  /** Runs `then` after `ms` milliseconds; the returned function calls it off. */
  after(ms: number, then: () => void): () => void;
}

export const systemClock = {
  now: Date.now,
  elapsed: () => performance.now(),
  random: Math.random,
  after(ms: number, then: () => void) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
} satisfies Clock;
