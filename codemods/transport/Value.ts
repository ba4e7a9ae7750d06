import type { ts } from 'ts-morph';
import type { Engine } from './Engine';
import type { Frame } from './Frame';

/** A function of the given files, with what it sees around it. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly node: FunctionNode;
  /** Where its free names are looked up. */
  readonly around: Frame;
  /** `this`, where that is known. */
  readonly self?: Value;
  /** Arguments that stand before those of the call: `f.bind(null, domain)`. */
  readonly bound?: readonly Value[];
}

export type FunctionNode = ts.FunctionLikeDeclaration & { readonly body?: ts.ConciseBody };

/** A class, or a function that is called with `new`. */
export interface ClassValue {
  readonly kind: 'class';
  readonly node: ts.ClassLikeDeclaration;
  readonly around: Frame;
}

export interface InstanceValue {
  readonly kind: 'instance';
  readonly of: ClassValue;
  readonly fields: Map<string, Value>;
}

export interface ObjectValue {
  readonly kind: 'object';
  readonly fields: Map<string, Value>;
  /** What stands under names that are only known at run time. */
  readonly others: Value[];
  /** `...spread`, in order; a spread of `params` is the parameters. */
  readonly spreads: Value[];
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: Value[];
  /** More items may be there. */
  open: boolean;
}

/** Something of a module that is not in the given files, or a global: `axios.create`, `JSON.stringify`. */
interface ExternalValue {
  readonly kind: 'external';
  /** `global` for globals. */
  readonly module: string;
  readonly path: readonly string[];
}

/** What a call of the outside made and what has been put into it since: an axios instance, a URLSearchParams. */
export interface MadeValue {
  readonly kind: 'made';
  readonly what: string;
  /** What it was made from. */
  readonly from: readonly Value[];
  /** What was put in later: keys and values in turn. */
  readonly held: Value[];
}

/** Everything that a given file exports. */
interface ModuleValue {
  readonly kind: 'module';
  readonly frame: Frame;
}

export interface NativeValue {
  readonly kind: 'native';
  readonly call: (given: readonly Value[], node: ts.Node, engine: Engine) => Value;
}

/** The name of the method: as v1 and as v2 call it. Both the same means that it does not depend on the name any more. */
export interface MethodValue {
  readonly kind: 'method';
  readonly v1: string;
  readonly v2: readonly string[];
}

/** `params` the parameters; `key` a name of one of them; `part` a value of one of them, or something within it. */
interface ParamsValue {
  readonly kind: 'params' | 'key' | 'part';
  /** The name under which the part was read, where one was. */
  readonly named?: string;
}

/** How parameters became text. */
type Encoded = 'json' | 'form' | 'flat' | 'multipart';

interface EncodedValue {
  readonly kind: 'encoded';
  readonly how: Encoded;
  readonly of: Value;
}

/**
 * What came back: the response of a client, its body as text, the envelope, what is within it, or the failure that a
 * client throws.
 */
export type AnswerStage =
  | 'fetch'
  | 'axios'
  | 'body'
  | 'text'
  | 'stream'
  | 'envelope'
  | 'result'
  | 'error'
  | 'description'
  | 'status'
  | 'ok'
  | 'rest'
  | 'failure'
  | 'sdk';

export interface AnswerValue {
  readonly kind: 'answer';
  readonly stage: AnswerStage;
}

export interface LiteralValue {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null | undefined | RegExp;
}

interface TextValue {
  readonly kind: 'text';
  readonly parts: readonly Value[];
}

/** An error object of the given files: what it was made from and what was put on it. */
interface ErrorValue {
  readonly kind: 'thrown';
  readonly holds: readonly Value[];
}

export interface UnionValue {
  readonly kind: 'union';
  readonly of: readonly Value[];
}

/** Not known; `from` is what went into it. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly from: readonly Value[];
}

export type Value =
  | FunctionValue
  | ClassValue
  | InstanceValue
  | ObjectValue
  | ListValue
  | ExternalValue
  | MadeValue
  | NativeValue
  | ModuleValue
  | MethodValue
  | ParamsValue
  | EncodedValue
  | AnswerValue
  | LiteralValue
  | TextValue
  | ErrorValue
  | UnionValue
  | UnknownValue;

export const UNKNOWN: UnknownValue = { kind: 'unknown', from: [] };
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

export function joined(...values: readonly Value[]): Value {
  const all: Value[] = [];
  for (const one of values.flatMap(alternatives)) if (!all.some((other) => isSame(one, other))) all.push(one);
  const [only] = all;
  if (all.length === 1 && only) return only;
  return all.length > MOST ? unknown(...all) : { kind: 'union', of: all };
}

function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'literal' && b.kind === 'literal') return a.value === b.value;
  if (a.kind === 'answer' && b.kind === 'answer') return a.stage === b.stage;
  if (a.kind === 'params' || a.kind === 'part' || a.kind === 'key')
    return (b.kind === a.kind && 'named' in b ? b.named : undefined) === a.named && b.kind === a.kind;
  if (a.kind === 'method' && b.kind === 'method') return a.v1 === b.v1 && a.v2.join() === b.v2.join();
  return a.kind === 'unknown' && b.kind === 'unknown' && a.from.length === 0 && b.from.length === 0;
}

/** What a value is made of, one level down. */
export function insideOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'union':
      return value.of;
    case 'unknown':
      return value.from;
    case 'object':
      return [...value.fields.values(), ...value.others, ...value.spreads];
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

/** Does anything in the value pass the test? Functions and instances are not looked into. */
export function holds(value: Value, test: (one: Value) => boolean, seen: Set<Value> = new Set()): boolean {
  if (seen.has(value)) return false;
  seen.add(value);
  return test(value) || insideOf(value).some((one) => holds(one, test, seen));
}

export const isName = (one: Value): boolean => one.kind === 'method';
export const isParam = (one: Value): boolean => one.kind === 'params' || one.kind === 'part';
/** What tells one refusal from another: codes, texts and statuses are not the same in v1 and v2. */
export const isCode = (one: Value): boolean =>
  one.kind === 'answer' && /^(?:error|description|status|envelope|failure)$/.test(one.stage);
