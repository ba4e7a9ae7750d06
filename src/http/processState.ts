import type { Pair } from '../auth/pair';
import type { Limiter } from '../transport/createLimiter';
import type { TargetState } from '../transport/targets';

/** What all copies of this package in one process share. */
export interface ProcessState {
  /** By rates: every client with the same rates fills the same buckets. */
  limiters: Map<string, Limiter>;
  /** Portals that refuse JSON bodies. */
  formPortals: Set<string>;
  /** Spent refresh token (hashed) → the renewal that spent it, under way or finished. */
  renewals: Map<string, Promise<Pair>>;
  /** Calls under way, by what they set. */
  targets: Map<string, TargetState>;
  /** Dispatchers that were handed in, numbered. */
  dispatchers: WeakMap<object, number>;
  dispatcherCount: number;
  /** Who waits for a lock inside this process, by lock file. */
  lockQueues: Map<string, Promise<void>>;
}

const KEY = Symbol.for('imbot-compat');

/** The ESM and the CommonJS copy may be loaded side by side, so the state hangs on `globalThis` and not on a module. */
export function processState(): ProcessState {
  const holder: typeof globalThis & { [KEY]?: { transport?: ProcessState } } = globalThis;
  holder[KEY] ??= {};
  holder[KEY].transport ??= {
    limiters: new Map(),
    formPortals: new Set(),
    renewals: new Map(),
    targets: new Map(),
    dispatchers: new WeakMap(),
    dispatcherCount: 0,
    lockQueues: new Map(),
  };
  // A copy of an earlier version may have made the state.
  holder[KEY].transport.targets ??= new Map();
  return holder[KEY].transport;
}
