export interface Attached<Key extends object, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
}

/**
 * Remembers a value with an object, as a WeakMap does, but on the object itself: entries of a WeakMap keep whole syntax
 * trees until the next full collection. Copies by spread do not get it.
 */
export function attached<Key extends object, Value>(): Attached<Key, Value> {
  const slot = Symbol('attached');
  return {
    get: (key: Key & { [slot]?: Value }) => key[slot],
    set(key, value) {
      Object.defineProperty(key, slot, { value, writable: true, configurable: true });
    },
  };
}
