import type { Awaitable } from './types';

/** Remembers which events were handled. Give your own, over Redis say, where several processes share the deliveries. */
export interface SeenStore {
  has(key: string): Awaitable<boolean>;
  /** Resolves to false when the key was there already. */
  add(key: string): Awaitable<boolean>;
  /** The handler failed: a redelivery is to be let through. */
  delete(key: string): unknown;
}

/** The last `size` keys, in memory. */
export function memorySeen(size = 10_000): SeenStore {
  const keys = new Set<string>();
  return {
    has: (key) => keys.has(key),
    add: (key) => {
      if (keys.has(key)) return false;
      keys.add(key);
      for (const oldest of keys) {
        if (keys.size <= size) break;
        keys.delete(oldest);
      }
      return true;
    },
    delete: (key) => keys.delete(key),
  };
}
