/** The form encoding of PHP: `a[b][]=1`, both ways. */
export const phpForm = { decode, encode };

type Tree = Map<string, Tree | string>;

function decode(body: string): Record<string, unknown> {
  const root: Tree = new Map();
  for (const [key, value] of new URLSearchParams(body)) place(root, segments(key), value);
  return Object.fromEntries([...root].map(([key, value]) => [key, plain(value)]));
}

function segments(key: string): string[] {
  const head = key.indexOf('[');
  if (head <= 0) return [key];
  const inner = [...key.slice(head).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
  return inner.length > 0 ? [key.slice(0, head), ...inner] : [key];
}

function place(tree: Tree, path: readonly string[], value: string): void {
  const [first = '', ...rest] = path;
  const key = first === '' ? String(nextIndex(tree)) : first;
  if (rest.length === 0) {
    tree.set(key, value);
    return;
  }
  const inner = tree.get(key);
  const branch: Tree = inner instanceof Map ? inner : new Map();
  tree.set(key, branch);
  place(branch, rest, value);
}

function nextIndex(tree: Tree): number {
  const used = [...tree.keys()].filter((key) => /^\d+$/.test(key)).map(Number);
  return used.length > 0 ? Math.max(...used) + 1 : 0;
}

function plain(value: Tree | string): unknown {
  if (typeof value === 'string') return value;
  const entries = [...value];
  if (entries.every(([key], index) => key === String(index))) return entries.map(([, inner]) => plain(inner));
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
}

/** As events are delivered: true "1", false "0", null "", empty lists and maps not at all. */
function encode(data: Readonly<Record<string, unknown>>): string {
  return Object.entries(data)
    .flatMap(([key, value]) => pairs(key, value))
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
}

function pairs(key: string, value: unknown): [string, string][] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => pairs(`${key}[${name}]`, inner));
  }
  if (value === undefined) return [];
  if (typeof value === 'boolean') return [[key, value ? '1' : '0']];
  return [[key, value === null ? '' : String(value)]];
}
