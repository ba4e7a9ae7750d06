/** A map that forgets the oldest entries, for a process that lives for months. What is forgotten is asked for again. */
export function boundedMap<Key, Value>(most: number): Map<Key, Value> {
  return new BoundedMap<Key, Value>(most);
}

class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #most: number;

  constructor(most: number) {
    super();
    this.#most = most;
  }

  override set(key: Key, value: Value): this {
    // Set anew it is the newest.
    this.delete(key);
    super.set(key, value);
    for (const oldest of this.keys()) {
      if (this.size <= this.#most) break;
      this.delete(oldest);
    }
    return this;
  }
}
