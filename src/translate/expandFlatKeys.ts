/** Puts PHP-style keys, `KEYBOARD[0][TEXT]`, into nested objects; lists become arrays. */
export function expandFlatKeys(params: Record<string, unknown>, flat: readonly (readonly [string, unknown])[]): void {
  const touched = new Set<string>();
  for (const [name, value] of flat) {
    const path = pathOf(name);
    const [first, ...rest] = path ?? [];
    if (first === undefined || rest.some((key) => key === '__proto__')) {
      params[name] = value;
      continue;
    }
    const root = first.toUpperCase();
    touched.add(root);
    params[root] = put(params[root], rest, value);
  }
  for (const root of touched) params[root] = listsAsArrays(params[root]);
}

function pathOf(name: string): string[] | undefined {
  if (!/^[^[\]]+(?:\[[^[\]]*\])+$/.test(name)) return undefined;
  return name.split('[').map((part) => (part.endsWith(']') ? part.slice(0, -1) : part));
}

function put(node: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const entries: [string, unknown][] = typeof node === 'object' && node !== null ? Object.entries(node) : [];
  const own = new Map(entries);
  const at = key === '' ? String(own.size) : key;
  own.set(at, put(own.get(at), rest, value));
  return Object.fromEntries(own);
}

function listsAsArrays(node: unknown): unknown {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return node;
  const entries = Object.entries(node).map(([key, value]): [string, unknown] => [key, listsAsArrays(value)]);
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index));
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
