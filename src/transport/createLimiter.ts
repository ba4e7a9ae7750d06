import type { Clock } from '../http/clock';
import { systemClock } from '../http/clock';

/** A place in the queue of a portal. */
export interface QueuePlace {
  /** Resolves when the call may go. */
  ready: Promise<void>;
  /** Leaves the queue. */
  cancel(): void;
}

/** Spaces out the calls of each portal. `portal` is its address. */
export interface Limiter {
  /** `undefined`: go at once; else a place to wait at. */
  take(portal: string): QueuePlace | undefined;
  /** The portal said QUERY_LIMIT_EXCEEDED: others outside this process fill the same bucket, take it as full. */
  full?(portal: string): void;
}

/** A leaky bucket: how much fits in, and how fast it empties. */
export interface LimiterRates {
  /** Calls that may come at once. */
  burst: number;
  /** Calls per second after that. */
  perSecond: number;
}

/**
 * The portal's own leaky bucket, kept on this side: `burst` calls at once, `perSecond` after that, first come first served.
 * Holds a timer only while somebody waits. Share the object to share the buckets.
 * Source: limits.md of the REST documentation.
 * @example
 * const limits = createLimiter({ burst: 50, perSecond: 2 });
 * const clients = [webhookUrl, secondWebhookUrl].map((url) => createImbot({ auth: webhook(url), limits }));
 */
export function createLimiter(rates: LimiterRates, clock: Clock = systemClock): Limiter {
  const buckets = new Map<string, Bucket>();
  const bucket = (portal: string): Bucket => {
    let found = buckets.get(portal);
    if (found === undefined) {
      found = new Bucket(rates, clock);
      for (const [other, idle] of buckets) {
        if (buckets.size < MOST_BUCKETS) break;
        if (idle.isEmpty()) buckets.delete(other);
      }
      buckets.set(portal, found);
    }
    return found;
  };
  return {
    take: (portal) => bucket(portal).take(),
    full: (portal) => bucket(portal).fill(),
  };
}

class Bucket {
  #level = 0;
  #at: number;
  #queue: Set<() => void> = new Set();
  #callOff: (() => void) | undefined;

  constructor(
    private readonly rates: LimiterRates,
    private readonly clock: Clock,
  ) {
    this.#at = clock.now();
  }

  take(): QueuePlace | undefined {
    if (this.#queue.size === 0 && this.#pour()) return undefined;
    let go: () => void = () => {};
    const ready = new Promise<void>((resolve) => {
      go = resolve;
    });
    this.#queue.add(go);
    this.#wake();
    return {
      ready,
      cancel: () => {
        this.#queue.delete(go);
        if (this.#queue.size > 0) return;
        this.#callOff?.();
        this.#callOff = undefined;
      },
    };
  }

  /** Nobody waits, and what went has leaked: a new bucket is the same. */
  isEmpty(): boolean {
    this.#leak();
    return this.#queue.size === 0 && this.#level === 0;
  }

  fill(): void {
    this.#leak();
    this.#level = this.rates.burst;
  }

  #pour(): boolean {
    this.#leak();
    if (this.#level + 1 > this.rates.burst + EPSILON) return false;
    this.#level += 1;
    return true;
  }

  #leak(): void {
    const now = this.clock.now();
    const seconds = Math.max(0, now - this.#at) / 1000;
    this.#level = Math.max(0, this.#level - seconds * this.rates.perSecond);
    this.#at = now;
  }

  #wake(): void {
    if (this.#callOff !== undefined) return;
    const missing = this.#level + 1 - this.rates.burst;
    this.#callOff = this.clock.after(Math.max(1, Math.ceil((missing / this.rates.perSecond) * 1000)), () => {
      this.#callOff = undefined;
      for (const go of this.#queue) {
        if (!this.#pour()) break;
        this.#queue.delete(go);
        go();
      }
      if (this.#queue.size > 0) this.#wake();
    });
  }
}

/** Portals whose empty buckets are kept. */
const MOST_BUCKETS = 1_000;

/** Leaking in fractions of a second leaves a rounding error behind. */
const EPSILON = 1e-9;
