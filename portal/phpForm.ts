/** The form encoding of PHP: `a[b][]=1`, both ways. */
export const phpForm = { decode, encode, collect };

type Tree = Map<string, Tree | string>;

/** PHP's max_input_nesting_level. */
const MAX_DEPTH = 64;

/** Reads a query (without its `?`) or a form body as PHP fills `$_GET` and `$_POST`. */
function decode(text: string): Record<string, unknown> {
  // URLSearchParams takes a leading question mark away, which belongs to the first name here.
  return collect(new URLSearchParams(`&${text}`));
}

/** Puts pairs of a form into one map; a later value of the same name takes the place of the earlier one. */
function collect(pairs: Iterable<readonly [name: string, value: string]>): Record<string, unknown> {
  const root: Tree = new Map();
  for (const [name, value] of pairs) {
    const path = pathOf(name);
    if (path.length > MAX_DEPTH + 1) root.delete(path[0] ?? '');
    else if (path.length > 0) place(root, path, value);
  }
  return Object.fromEntries([...root].map(([key, value]) => [key, plain(value)]));
}

/**
 * The keys that a name leads through; none where PHP ignores the name. Spaces, dots and a bracket that is never closed
 * become `_` in the first key only; what follows the last bracket is dropped, as is a later bracket that is not closed.
 */
function pathOf(name: string): string[] {
  const [bare = ''] = name.replace(/^ +/, '').split('\0');
  const head = bare.indexOf('[');
  if (head === 0 || bare === '') return [];
  if (head < 0) return [bare.replace(/[ .]/g, '_')];
  const first = bare.slice(0, head).replace(/[ .]/g, '_');
  const inner: string[] = [];
  let at = head;
  while (bare[at] === '[') {
    const end = closing(bare, at);
    if (end < 0) break;
    const key = bare.slice(at + 1, end);
    inner.push(/^[ \t\n\v\f\r]?$/.test(key) ? '' : key);
    at = end + 1;
  }
  return inner.length > 0 ? [first, ...inner] : [`${first}_${bare.slice(head + 1).replace(/[ .[]/g, '_')}`];
}

function closing(name: string, open: number): number {
  return name.indexOf(']', open + 1);
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
  const used = [...tree.keys()].filter((key) => /^(?:0|[1-9]\d*)$/.test(key)).map(Number);
  return used.reduce((highest, index) => Math.max(highest, index), -1) + 1;
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
