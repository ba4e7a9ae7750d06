import type { Awaitable } from './types';

/**
 * Remembers which events were handled, and under `in-work|…` which are being handled. Give your own, over Redis say, where
 * several processes share the deliveries; keys that expire after a day are enough.
 */
export interface SeenStore {
  /** Is the key there? */
  has(key: string): Awaitable<boolean>;
  /** Resolves to false when the key was there already. Two that add a key at once must not both get true. */
  add(key: string): Awaitable<boolean>;
  /** No longer in work, or the handler failed: a redelivery is to be let through. */
  delete(key: string): unknown;
}

/**
 * The last `size` keys, in memory.
 * @example
 * const handler = createEventHandler({ applicationToken, on, duplicates: memorySeen(50_000) });
 */
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
