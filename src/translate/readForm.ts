import { boundedMap } from './boundedMap';
import type { Params } from './types';

/**
 * A query (without its `?`) or a form body as PHP fills `$_GET` and `$_POST`: brackets nest, a later value takes the place of an
 * earlier one under the same name, `[]` appends. Linear in the length of the text.
 */
export function readForm(text: string): Params {
  return nestForm(pairsOf(text));
}

function pairsOf(text: string): (readonly [name: string, value: string])[] {
  const pairs: (readonly [name: string, value: string])[] = [];
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    pairs.push(equals < 0 ? [decoded(part), ''] : [decoded(part.slice(0, equals)), decoded(part.slice(equals + 1))]);
  }
  return pairs;
}

/** `URLSearchParams` does the same in three times the time; it is left what is not well encoded. */
function decoded(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return new URLSearchParams(`a=${text}`).get('a') ?? '';
  }
}

/** The same from pairs that are decoded already. */
export function nestForm(pairs: Iterable<readonly [name: string, value: string]>): Params {
  const root: Level = { values: new Map(), next: 0 };
  for (const [name, value] of pairs) {
    const path = PLAIN.test(name) ? [name] : knownPathOf(name);
    if (path.length > DEEPEST) root.values.delete(path[0] ?? '');
    else if (path.length > 0 && !path.includes('__proto__')) put(root, path, value);
  }
  return Object.fromEntries([...root.values].map(([name, value]) => [name, plain(value)]));
}

interface Level {
  readonly values: Map<string, Level | string>;
  /** The index that `[]` takes next. */
  next: number;
}

/** PHP drops a name that nests deeper (`max_input_nesting_level`). */
const DEEPEST = 65;

/** A bot's forms have the same few names in every call. */
const paths = boundedMap<string, readonly string[]>(500);
/** Longer names are nobody's that come again. */
const USUAL_LENGTH = 60;

function knownPathOf(name: string): readonly string[] {
  const known = paths.get(name);
  if (known !== undefined) return known;
  const path = pathOf(name);
  if (name.length <= USUAL_LENGTH) paths.set(name, path);
  return path;
}

/**
 * The keys that a name leads through; none where PHP ignores the name. Spaces, dots and a bracket without its end become `_` in
 * the first key; what stands behind the last bracket is dropped.
 */
function pathOf(name: string): readonly string[] {
  const [bare = ''] = name.replace(/^ +/, '').split('\0');
  const head = bare.indexOf('[');
  if (head === 0 || bare === '') return [];
  if (head < 0) return [underscored(bare)];
  const path = [underscored(bare.slice(0, head))];
  for (let at = head; bare[at] === '['; ) {
    const end = bare.indexOf(']', at + 1);
    if (end < 0) break;
    const key = bare.slice(at + 1, end);
    path.push(BLANK.test(key) ? '' : key);
    at = end + 1;
  }
  return path.length > 1 ? path : [`${path[0]}_${underscored(bare.slice(head + 1)).replaceAll('[', '_')}`];
}

const PLAIN = /^\w+$/;
const BLANK = /^[ \t\n\v\f\r]$/;

function underscored(name: string): string {
  return name.replace(/[ .]/g, '_');
}

function put(root: Level, path: readonly string[], value: string): void {
  let level = root;
  const last = path.length - 1;
  for (let index = 0; index < last; index += 1) {
    const key = keyIn(level, path[index] ?? '');
    const found = level.values.get(key);
    const inner: Level = typeof found === 'object' ? found : { values: new Map(), next: 0 };
    if (inner !== found) level.values.set(key, inner);
    level = inner;
  }
  level.values.set(keyIn(level, path[last] ?? ''), value);
}

function keyIn(level: Level, given: string): string {
  const key = given === '' ? String(level.next) : given;
  if (INDEX.test(key)) level.next = Math.max(level.next, Number(key) + 1);
  return key;
}

const INDEX = /^(?:0|[1-9]\d{0,14})$/;

/** A map whose keys are 0, 1, 2 …, in whatever order they came, is a list in that order: PHP walks it so. */
function plain(value: Level | string): unknown {
  if (typeof value === 'string') return value;
  const { values, next } = value;
  const entries = [...values];
  if (next === values.size && entries.every(([key]) => INDEX.test(key)))
    return entries.map(([, inner]) => plain(inner));
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
}
