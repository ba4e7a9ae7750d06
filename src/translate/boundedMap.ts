/**
 * A map that holds at most `most` entries: what was used longest ago goes first. For what is remembered only to spare a
 * question, in processes that live for months and serve any number of portals.
 */
export function boundedMap<K, V>(most: number): Map<K, V> {
  return new Bounded<K, V>(most);
}

class Bounded<K, V> extends Map<K, V> {
  readonly #most: number;

  constructor(most: number) {
    super();
    this.#most = most;
  }

  /** Order matters only where there is little room left; below that a look costs no more than in any map. */
  override get(key: K): V | undefined {
    const value = super.get(key);
    if (value !== undefined && this.size * 2 > this.#most) {
      super.delete(key);
      super.set(key, value);
    }
    return value;
  }

  override set(key: K, value: V): this {
    super.delete(key);
    super.set(key, value);
    if (this.size > this.#most) {
      for (const oldest of super.keys()) {
        super.delete(oldest);
        break;
      }
    }
    return this;
  }
}
