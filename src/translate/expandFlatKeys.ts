/** Deeper keys are no parameters of imbot: they stay what they are. */
const DEEPEST = 24;

/** A level under construction; what the caller gave is copied when it is first written to, and once. */
type Level = Map<string, unknown>;

/** Puts PHP-style keys, `KEYBOARD[0][TEXT]`, into nested objects; lists become arrays. Linear in the number of keys. */
export function expandFlatKeys(params: Record<string, unknown>, flat: readonly (readonly [string, unknown])[]): void {
  const roots: Level = new Map();
  for (const [name, value] of flat) {
    const path = pathOf(name);
    const [first, ...rest] = path ?? [];
    if (first === undefined || rest.length > DEEPEST || rest.some((key) => key === '__proto__')) {
      params[name] = value;
      continue;
    }
    const root = first.toUpperCase();
    if (!roots.has(root)) roots.set(root, params[root]);
    put(roots, [root, ...rest], value);
  }
  for (const [root, level] of roots) params[root] = listsAsArrays(level);
}

function pathOf(name: string): string[] | undefined {
  if (!/^[^[\]]+(?:\[[^[\]]*\])+$/.test(name)) return undefined;
  return name.split('[').map((part) => (part.endsWith(']') ? part.slice(0, -1) : part));
}

function put(root: Level, path: readonly string[], value: unknown): void {
  let level = root;
  for (const key of path.slice(0, -1)) {
    const at = key === '' ? String(level.size) : key;
    const inner = levelOf(level.get(at));
    level.set(at, inner);
    level = inner;
  }
  const last = path.at(-1) ?? '';
  level.set(last === '' ? String(level.size) : last, value);
}

function levelOf(value: unknown): Level {
  if (value instanceof Map) return value;
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

function listsAsArrays(node: unknown): unknown {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return node;
  const given = node instanceof Map ? [...node] : Object.entries(node);
  const entries = given.map(([key, value]): [string, unknown] => [key, listsAsArrays(value)]);
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index));
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
