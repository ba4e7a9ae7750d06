import { boundedMap } from './boundedMap';
import type { Params } from './types';

/**
 * A query (without its `?`) or a form body as PHP fills `$_GET` and `$_POST`: brackets nest, a later value takes the place of an
 * earlier one under the same name, `[]` appends. Linear in the length of the text.
 */
export function readForm(text: string): Params {
  const root = emptyLevel();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    put(
      root,
      writtenPaths.get(name) ?? newPath(writtenPaths, name, decoded(name)),
      equals < 0 ? '' : decoded(part.slice(equals + 1)),
    );
  }
  return fieldsOf(root.values);
}

/** `URLSearchParams` does the same in three times the time; it is left what is not well encoded. */
function decoded(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  try {
    return spaced.includes('%') ? decodeURIComponent(spaced) : ofItsOwn(spaced);
  } catch {
    return new URLSearchParams(`a=${text}`).get('a') ?? '';
  }
}

/** A part of a text keeps all of it in memory, and what is read here may be remembered: a name, a token, who calls. */
function ofItsOwn(part: string): string {
  return ` ${part}`.slice(1);
}

/** The same from pairs that are decoded already. */
export function nestForm(pairs: Iterable<readonly [name: string, value: string]>): Params {
  const root = emptyLevel();
  for (const [name, value] of pairs) put(root, paths.get(name) ?? newPath(paths, name, name), value);
  return fieldsOf(root.values);
}

interface Level {
  readonly values: Map<string, Level | string>;
  /** The index that `[]` takes next. */
  next: number;
}

function emptyLevel(): Level {
  return { values: new Map(), next: 0 };
}

/** PHP drops a name that nests deeper (`max_input_nesting_level`). */
const DEEPEST = 65;

/** A bot's forms have the same few names in every call: by name, and by name as it stands encoded. */
const paths = /* @__PURE__ */ boundedMap<string, readonly string[]>(500);
const writtenPaths = boundedMap<string, readonly string[]>(500);
/** Longer names are nobody's that come again. */
const USUAL_LENGTH = 60;

function newPath(known: Map<string, readonly string[]>, written: string, name: string): readonly string[] {
  const keys = pathOf(name);
  const path = keys.length <= DEEPEST && keys.includes('__proto__') ? [] : keys;
  if (written.length <= USUAL_LENGTH) known.set(ofItsOwn(written), path);
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

const BLANK = /^[ \t\n\v\f\r]$/;

function underscored(name: string): string {
  return name.replace(/[ .]/g, '_');
}

function put(root: Level, path: readonly string[], value: string): void {
  const [first = ''] = path;
  if (path.length > DEEPEST) root.values.delete(first);
  // No index is counted at the root, where none is left out.
  else if (path.length === 1) root.values.set(first, value);
  else if (path.length > 1) putWithin(root, path, value);
}

function putWithin(root: Level, path: readonly string[], value: string): void {
  let level = root;
  const last = path.length - 1;
  for (let index = 0; index < last; index += 1) {
    const key = keyIn(level, path[index] ?? '');
    const found = level.values.get(key);
    const inner = typeof found === 'object' ? found : emptyLevel();
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
function plain({ values, next }: Level): unknown {
  if (next !== values.size || ![...values.keys()].every((key) => INDEX.test(key))) return fieldsOf(values);
  const list: unknown[] = [];
  for (const value of values.values()) list.push(typeof value === 'string' ? value : plain(value));
  return list;
}

function fieldsOf(values: Level['values']): Params {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of values) fields[key] = typeof value === 'string' ? value : plain(value);
  return fields;
}
