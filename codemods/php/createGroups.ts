/**
 * The members of a list that have a key, which are put together when the list is first asked for: a program of many files is
 * asked for the same names from each of its functions. The list has to stay as it is.
 */
export function createGroups<T, K>(
  keysOf: (one: T) => readonly K[],
): (list: readonly T[] | undefined, key: K) => readonly T[] {
  const made = new WeakMap<readonly T[], Map<K, T[]>>();

  function group(list: readonly T[]): Map<K, T[]> {
    const groups = new Map<K, T[]>();
    for (const one of list)
      for (const key of keysOf(one)) {
        const members = groups.get(key);
        if (members) members.push(one);
        else groups.set(key, [one]);
      }
    made.set(list, groups);
    return groups;
  }

  return (list, key) => (list && (made.get(list) ?? group(list)).get(key)) ?? [];
}
