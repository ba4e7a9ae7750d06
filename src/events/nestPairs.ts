import { isFields } from '../values/structures';
import { isUnsafeKey } from './isUnsafeKey';
import { LIMITS } from './limits';
import type { DecodeProblem, Fields } from './types';

/**
 * Nested objects from PHP-style pairs, `data[BOT][5][BOT_ID]=5`. Every level becomes an object, so that ids stay keys
 * whatever their size; lists are told apart afterwards. Names of Object.prototype are left out.
 */
export function nestPairs(pairs: Iterable<readonly [string, unknown]>): Fields | DecodeProblem {
  const root: Fields = {};
  const pushed = new Map<Fields, number>();
  let count = 0;
  for (const [key, value] of pairs) {
    count += 1;
    if (count > LIMITS.fields) return 'too-many-fields';
    const path = pathOf(key);
    if (path === 'too-deep') return path;
    // Flat parsers gather what was pushed under one `…[]`.
    const pushes = path.length > 1 && path.at(-1) === '' && Array.isArray(value);
    for (const one of pushes ? value : [value]) place(root, path, one, pushed);
  }
  return root;
}

function pathOf(key: string): string[] | 'too-deep' {
  const open = key.indexOf('[');
  if (open < 0) return [key];
  if (key.length > LIMITS.keyCharacters) return 'too-deep';
  const path = open === 0 ? [] : [key.slice(0, open)];
  const rest = key.slice(open);
  const segment = /\[([^[\]]*)\]/gy;
  let end = 0;
  for (let match = segment.exec(rest); match !== null; match = segment.exec(rest)) {
    path.push(match[1] ?? '');
    end = segment.lastIndex;
    if (path.length > LIMITS.depth) return 'too-deep';
  }
  // Brackets that do not close are part of a name, as PHP takes them.
  return end === rest.length ? path : [key];
}

function place(root: Fields, path: readonly string[], value: unknown, pushed: Map<Fields, number>): void {
  if (path.some(isUnsafeKey)) return;
  let at = root;
  for (const segment of path.slice(0, -1)) {
    const key = segment === '' ? nextIndex(at, pushed) : segment;
    const inner = Object.hasOwn(at, key) ? at[key] : undefined;
    const child: Fields = isFields(inner) ? inner : {};
    at[key] = child;
    at = child;
  }
  const last = path.at(-1) ?? '';
  at[last === '' && path.length > 1 ? nextIndex(at, pushed) : last] = value;
}

/** The key of `[]`. Counted apart: counting keys each time would let a small hostile body take seconds. */
function nextIndex(list: Fields, pushed: Map<Fields, number>): string {
  let index = pushed.get(list) ?? Object.keys(list).length;
  while (Object.hasOwn(list, String(index))) index += 1;
  pushed.set(list, index + 1);
  return String(index);
}
