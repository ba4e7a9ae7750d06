import type { ts } from 'ts-morph';
import { METHODS } from '../../src/map/index';
import { syntax } from '../files/sourceFile';
import { V1_ONLY_CODES } from '../find/v1OnlyCodes';
import { lookAtPart } from './lookAtPart';
import type { ReadingEngine, Value } from './types';
import { concretes, lifted, OPEN } from './values/concrete';
import { alternatives, holds, isName, unknown } from './values/Value';

const PARAMS: ReadonlySet<string> = new Set(
  METHODS.flatMap(({ params }) =>
    Object.entries(params).flatMap(([name, { targets }]) => [
      name.toLowerCase(),
      ...(targets ?? []).map(({ to }) => (to.split('.')[0] ?? '').toLowerCase()),
    ]),
  ).concat('bot_id', 'client_id', 'botid', 'bottoken', 'fields'),
);

/** The same as they are written: those of v1 in capitals. */
const WRITTEN: readonly string[] = [
  ...new Set(METHODS.flatMap(({ params }) => Object.keys(params)).concat('BOT_ID', 'CLIENT_ID')),
];

/** A name that does not show: it may be that of any parameter. */
export const ANY_KEY = '?';

/** Is the name one that v1 or v2 gives a parameter? `auth` is called the same in both. */
export function isParamName(name: string): boolean {
  return PARAMS.has(name.toLowerCase()) && name.toLowerCase() !== 'auth';
}

function countNames(engine: ReadingEngine): number {
  for (const value of engine.overrides.values()) if (value.kind === 'method') return 1 + value.v2.length;
  return 1;
}

/**
 * What an operation gives, done for the v1 name and for the v2 names: the same for all of them, another text for each,
 * or, where it differs otherwise or cannot be told, a place that depends on the name.
 */
export function byName(
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
  work: (...values: unknown[]) => unknown,
): Value {
  const count = countNames(engine);
  const all = given.map((value) => concretes(value, count));
  const results = Array.from({ length: count }, (_one, at) => {
    const values = all.map((list) => list[at]);
    if (values.includes(OPEN)) return OPEN;
    try {
      return work(...values);
    } catch {
      return OPEN;
    }
  });
  const value = lifted(results);
  if (value) return value;
  const made = unknown(...given);
  if (!given.some((one) => holds(one, isName))) return made;
  lookAtName(node, engine);
  return made.from.length > 0 ? { ...made, isOtherName: true } : made;
}

export function lookAtName(node: ts.Node, engine: ReadingEngine): void {
  if (!engine.speaking) engine.trace.names.push(node);
}

export function lookAtKey(key: string, node: ts.Node, engine: ReadingEngine): void {
  if (!engine.speaking && (key === ANY_KEY || isParamName(key))) engine.trace.keys.push({ key, node });
}

/** Something reads the answer of a call, whose form is another in v2. */
export function lookAtResult(values: readonly Value[], node: ts.Node, engine: ReadingEngine): void {
  if (mayAnswer(engine) && values.some(isResult)) engine.trace.results.push(node);
}

/** Is it the answer of the call that is followed? What its arguments are made of has answers of other calls only. */
export function mayAnswer({ speaking, site, trace }: ReadingEngine): boolean {
  return !speaking && (trace.isFollowing || !syntax().isCallExpression(site));
}

function isResult(value: Value): boolean {
  return alternatives(value).some((one) => one.kind === 'answer' && one.stage === 'result');
}

/** A text that holds the parameters is searched for something. */
export function searched(pattern: Value, node: ts.Node, engine: ReadingEngine): void {
  for (const one of alternatives(pattern)) {
    if (one.kind !== 'literal') continue;
    const text = one.value instanceof RegExp ? one.value.source : String(one.value);
    const name = WRITTEN.find((key) => new RegExp(`\\b${key}\\b`).test(text));
    if (name !== undefined) lookAtKey(name, node, engine);
  }
}

export function addKey(key: string, value: Value, node: ts.Node, engine: ReadingEngine): void {
  if (!engine.speaking && (key === ANY_KEY || isParamName(key))) engine.trace.added.push({ key, value, node });
}

/** Two values are compared, or one is looked for in the other. */
export function compared(values: readonly Value[], node: ts.Node, engine: ReadingEngine): void {
  if (engine.speaking) return;
  for (const value of values) {
    const others = values.filter((one) => one !== value);
    if (alternatives(value).some(({ kind }) => kind === 'key')) {
      for (const other of others)
        for (const text of [...textsIn(other), ...matchedBy(other)]) lookAtKey(text, node, engine);
    }
    const isNothing = (one: Value) =>
      alternatives(one).every((inner) => inner.kind === 'literal' && (inner.value ?? undefined) === undefined);
    if (!others.every(isNothing)) lookAtResult([value], node, engine);
    if (holds(value, (one) => one.kind === 'answer' && one.stage === 'error')) comparedCode(others, node, engine);
    const isPart = alternatives(value).some((one) => one.kind === 'part' && one.named === undefined);
    if (isPart && others.some((other) => alternatives(other).some((one) => one.kind === 'literal' && one.value === '')))
      engine.trace.dropsEmpty = true;
    if (
      others.some((other) =>
        alternatives(other).some((one) => one.kind === 'literal' && typeof one.value === 'boolean'),
      )
    )
      lookAtPart(value, node, engine, true);
  }
}

function comparedCode(others: readonly Value[], node: ts.Node, engine: ReadingEngine): void {
  const isHarmless = others.every((other) =>
    alternatives(other).every(
      (one) =>
        (one.kind === 'literal' && !(one.value instanceof RegExp) && !V1_ONLY_CODES.has(String(one.value))) ||
        (one.kind === 'literal' && one.value instanceof RegExp && !matchesCode(one.value)) ||
        (known(one) && textsIn(one).every((text) => !V1_ONLY_CODES.has(text))),
    ),
  );
  if (!isHarmless) engine.trace.codes.push(node);
}

function known(value: Value): boolean {
  return concretes(value, 1)[0] !== OPEN;
}

function matchesCode(pattern: RegExp): boolean {
  return [...V1_ONLY_CODES].some((code) => pattern.test(code));
}

/** Names of parameters that a pattern tells from others. */
function matchedBy(value: Value): string[] {
  return alternatives(value).flatMap((one): string[] => {
    if (one.kind !== 'literal' || !(one.value instanceof RegExp)) return [];
    const pattern = one.value;
    const found = WRITTEN.filter((name) => pattern.test(name));
    return found.length === WRITTEN.length && pattern.test('botId') ? [] : found.slice(0, 1);
  });
}

/** The texts of a literal, a list, a Set, the keys of an object. */
export function textsIn(value: Value): string[] {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? [value.value] : [];
    case 'list':
      return value.items.flatMap(textsIn);
    case 'made':
      return [...value.from, ...value.held].flatMap(textsIn);
    case 'object':
      return [...value.fields.keys()];
    case 'union':
      return value.of.flatMap(textsIn);
    default:
      return [];
  }
}
