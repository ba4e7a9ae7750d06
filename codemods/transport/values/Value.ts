import type {
  AnswerStage,
  AnswerValue,
  LiteralValue,
  NativeValue,
  ObjectValue,
  Trace,
  UnionValue,
  UnknownValue,
  Value,
} from '../types';

export const UNKNOWN: UnknownValue = { kind: 'unknown', from: [] };
/** What nobody sees may stand in the place of what is seen. */
export const REPLACED: UnknownValue = { kind: 'unknown', from: [], isReplaced: true };
/** What a package gave. */
export const FOREIGN: UnknownValue = { kind: 'unknown', from: [], isForeign: true };
export const UNDEFINED: LiteralValue = { kind: 'literal', value: undefined };
/** No value at all: of a call that is still running, of a variable before its first value. */
export const NONE: UnionValue = { kind: 'union', of: [] };

export function literal(value: LiteralValue['value']): LiteralValue {
  return { kind: 'literal', value };
}

export function answer(stage: AnswerStage): AnswerValue {
  return { kind: 'answer', stage };
}

export function native(call: NativeValue['call']): NativeValue {
  return { kind: 'native', call };
}

export function unknown(...from: readonly Value[]): UnknownValue {
  const told = from.filter((one) => one !== UNKNOWN && one.kind !== 'literal');
  return told.length === 0 ? UNKNOWN : { kind: 'unknown', from: told };
}

export function objectOf(fields: Readonly<Record<string, Value>>): ObjectValue {
  return { kind: 'object', fields: new Map(Object.entries(fields)), others: [], spreads: [] };
}

export function alternatives(value: Value): readonly Value[] {
  return value.kind === 'union' ? value.of : [value];
}

const MOST = 24;

/** All of them, each once. What was joined before has each once already. */
export function joined(...values: readonly Value[]): Value {
  let all: readonly Value[] = [];
  let own: Value[] | undefined;
  let first: Value | undefined;
  for (const value of values) {
    const more = alternatives(value);
    if (more.length === 0) continue;
    if (!first) {
      first = value;
      all = more;
      continue;
    }
    for (const one of more) {
      if (isAmong(one, all)) continue;
      own ??= [...all];
      own.push(one);
      all = own;
    }
  }
  const [only] = all;
  if (all.length === 1 && only) return only;
  if (all.length > MOST) return unknown(...all);
  return first && !own ? first : { kind: 'union', of: all };
}

function isAmong(one: Value, all: readonly Value[]): boolean {
  return COMPARED.has(one.kind) ? all.some((other) => isSame(one, other)) : all.includes(one);
}

/** What is the same though it is another object. */
const COMPARED: ReadonlySet<Value['kind']> = new Set([
  'literal',
  'answer',
  'params',
  'part',
  'key',
  'method',
  'unknown',
]);

function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'literal' && b.kind === 'literal') return a.value === b.value;
  if (a.kind === 'answer' && b.kind === 'answer') return a.stage === b.stage;
  if (a.kind === 'params' || a.kind === 'part' || a.kind === 'key')
    return (b.kind === a.kind && 'named' in b ? b.named : undefined) === a.named && b.kind === a.kind;
  if (a.kind === 'method' && b.kind === 'method') return a.v1 === b.v1 && a.v2.join() === b.v2.join();
  if (a.kind !== 'unknown' || b.kind !== 'unknown') return false;
  return (
    a.from.length === 0 &&
    b.from.length === 0 &&
    a.origin === b.origin &&
    a.isAsked === b.isAsked &&
    a.isForeign === b.isForeign &&
    a.isReplaced === b.isReplaced
  );
}

/** What a value is made of, one level down. */
export function insideOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'union':
      return value.of;
    case 'unknown':
      return value.from;
    case 'object': {
      const { fields, others, spreads } = value;
      if (others.length + spreads.length === 0) return fields.size === 0 ? others : [...fields.values()];
      return [...fields.values(), ...others, ...spreads];
    }
    case 'list':
      return value.items;
    case 'text':
      return value.parts;
    case 'encoded':
      return [value.of];
    case 'made':
      return [...value.from, ...value.held];
    case 'thrown':
      return value.holds;
    default:
      return [];
  }
}

/**
 * Does anything in the value pass the test? Functions and instances are not looked into. The test asks for what a call is
 * made of, or for what came back: nothing plain passes it.
 */
export function holds(value: Value, test: (one: Value) => boolean, seen?: Set<Value>): boolean {
  if (isPlain(value) || seen?.has(value)) return false;
  if (test(value)) return true;
  const inside = insideOf(value);
  if (inside.length === 0) return false;
  const known = seen ?? new Set();
  known.add(value);
  for (const one of inside) if (holds(one, test, known)) return true;
  return false;
}

/** Is any of the texts in the value such a one? */
export function holdsText(value: Value, pattern: RegExp, seen: Set<Value> = new Set()): boolean {
  if (seen.has(value)) return false;
  seen.add(value);
  if (value.kind === 'literal') return typeof value.value === 'string' && pattern.test(value.value);
  return insideOf(value).some((one) => holdsText(one, pattern, seen));
}

const plains = new WeakMap<Value, boolean>();

/** Only texts, code and what nobody knows, for good: what is put together of such things grows, and is asked of at each step. */
function isPlain(value: Value): boolean {
  switch (value.kind) {
    case 'literal':
    case 'external':
    case 'function':
    case 'native':
    case 'class':
    case 'module':
    case 'instance':
      return true;
    case 'unknown':
    case 'text':
    case 'union': {
      if (value.kind === 'unknown' && value.isAsked) return false;
      const known = plains.get(value);
      if (known !== undefined) return known;
      const is = insideOf(value).every(isPlain);
      plains.set(value, is);
      return is;
    }
    default:
      return false;
  }
}

export const isName = (one: Value): boolean => one.kind === 'method';
export const isParam = (one: Value): boolean => one.kind === 'params' || one.kind === 'part';
export const isErrorCode = (one: Value): boolean => one.kind === 'answer' && one.stage === 'error';
/** What tells one refusal from another: codes, texts and statuses are not the same in v1 and v2. */
export const isCode = (one: Value): boolean =>
  one.kind === 'answer' && /^(?:error|description|status|envelope|failure)$/.test(one.stage);

/** What a client throws: the refusal of the portal, where it does that, or a connection that was lost. */
export function lost({ clientThrows, unseen }: Pick<Trace, 'clientThrows' | 'unseen'>): Value {
  return clientThrows || unseen.length > 0 ? answer('failure') : { kind: 'thrown', holds: [] };
}

/** Nothing to wait for, where others get a promise of an answer. */
export const NO_PROMISE = 'no promise';
