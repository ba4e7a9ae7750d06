/** Puts one more into the list that a key has; the list begins with it. Not by copying: a file may have thousands under one key. */
export function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
