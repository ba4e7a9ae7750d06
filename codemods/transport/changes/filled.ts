import { apartOf, lookedUp } from '../apartOf';
import { ANY_KEY, isParamName } from '../looks';
import type { MadeValue, ObjectValue, ReadingEngine, Value } from '../types';
import { elementOf, pairsOf } from '../values/elements';
import { alternatives, holds, isParam, joined, UNKNOWN } from '../values/Value';
import { allPutInto, type HolderChange } from './changesAround';
import { type Holder, holdersOf } from './holdersOf';
import { isHandedAway } from './otherValues';

/**
 * Something that is taken whole, with the parameters that are put into it where the reading does not come by: under another
 * name, in another file, by a function that it is handed to.
 */
export function filled(value: Value, engine: ReadingEngine): Value {
  if (engine.isApart) return value;
  if (value.kind === 'union') {
    const all = value.of.map((one) => filled(one, engine));
    return all.every((one, at) => one === value.of[at]) ? value : joined(...all);
  }
  if (value.kind !== 'object' || !value.at) return value;
  const [holder] = holdersOf(value, engine) ?? [];
  if (!holder) return value;
  const put = putElsewhere(holder, isTable(value) ? 'all' : 'params', engine).flatMap((one) => keysPut(one, engine));
  if (put.length === 0) return value;
  const whole: ObjectValue = { ...value, fields: new Map(value.fields), others: [...value.others] };
  for (const [key, one] of put) {
    const before = whole.fields.get(key);
    if (key === ANY_KEY) whole.others.push(one);
    else whole.fields.set(key, before ? joined(before, one) : one);
  }
  return whole;
}

/** What is put into it by code that the reading did not come by. */
export function putElsewhere(
  holder: Holder,
  of: 'params' | 'options' | 'all',
  engine: ReadingEngine,
): readonly HolderChange[] {
  return allPutInto(holder, of, engine).filter(
    ({ write }) => !write.isPrototype && (isHandedAway(write) || !engine.trace.looked.has(write.node)),
  );
}

export function keysPut(change: HolderChange, engine: ReadingEngine): (readonly [string, Value])[] {
  const { write } = change;
  const apart = apartOf(engine);
  const under = (name: string) => [name, change.valueOf(name) ?? UNKNOWN] as const;
  if (write.name !== undefined) return [under(write.name)];
  if (write.source) return keysOf(lookedUp(write.source, apart));
  if (!write.key) return [[ANY_KEY, UNKNOWN]];
  const value = write.value ? lookedUp(write.value, apart) : UNKNOWN;
  return alternatives(lookedUp(write.key, apart)).map((key) =>
    key.kind === 'literal' ? under(String(key.value)) : [ANY_KEY, isCallable(value) ? value : UNKNOWN],
  );
}

/** What may be gone through for what is done to a call: it holds functions, or nothing yet. */
function isTable({ fields }: ObjectValue): boolean {
  return fields.size === 0 || [...fields.values()].some(isCallable);
}

/** A function, or something that has one. */
export function isCallable(value: Value): boolean {
  return alternatives(value).some(
    (one) =>
      /^(?:function|class|instance|native)$/.test(one.kind) ||
      (one.kind === 'object' && [...one.fields.values()].some((field) => field.kind === 'function')),
  );
}

/** Does a name count as that of a parameter which is put beside those of the site? */
export function isAdded(key: string): boolean {
  return key === ANY_KEY || isParamName(key);
}

/** An object in which the parameters stand by themselves, also one by one. */
export function isMixed({ spreads, others }: ObjectValue): boolean {
  return (
    spreads.some((one) => alternatives(one).some(({ kind }) => kind === 'params')) ||
    others.some(({ kind }) => kind === 'part')
  );
}

/** The names and values that something gives where it is taken whole; `ANY_KEY` for those that do not show. */
export function keysOf(value: Value, holdsParam = createHoldsParam()): (readonly [string, Value])[] {
  return alternatives(value).flatMap((one): (readonly [string, Value])[] => {
    switch (one.kind) {
      case 'object':
        return [
          ...one.fields,
          ...one.others.filter((other) => other.kind === 'unknown' && !holdsParam(other)).map(ofAny),
          ...one.spreads.flatMap((spread) => keysOf(spread, holdsParam)),
        ];
      case 'instance':
        return [...one.fields];
      case 'unknown':
        return holdsParam(one) ? [] : [ofAny(one)];
      case 'external':
        return [ofAny(one)];
      case 'made':
        return ofMade(one);
      default:
        return [];
    }
  });
}

/** Asked of one thing after the other, what was looked through without a parameter in it is not looked through again. */
function createHoldsParam(): (value: Value) => boolean {
  let without = new Set<Value>();
  return (value) => {
    const does = holds(value, isParam, without);
    if (does) without = new Set();
    return does;
  };
}

/** `Object.fromEntries(map)` */
function ofMade(value: MadeValue): (readonly [string, Value])[] {
  if (holds(value, isParam)) return [];
  if (value.what !== 'Map') return [ofAny(value)];
  return [...pairsOf(value), ...value.from.map(elementOf)].flatMap((pair) => {
    const [key, one = UNKNOWN] = pair.kind === 'list' ? pair.items : [];
    return [key?.kind === 'literal' ? ([String(key.value), one] as const) : ofAny(one)];
  });
}

function ofAny(value: Value): readonly [string, Value] {
  return [ANY_KEY, value];
}
