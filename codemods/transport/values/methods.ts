import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { isResponse } from '../clients/responseOf';
import { byName, compared, lookAtName, searched } from '../looks';
import type { ListValue, ReadingEngine, Value } from '../types';
import { elementOf, pairsOf } from './elements';
import { heldInMap } from './heldInMap';
import { putTogether } from './putTogether';
import { allThrown, rejecting } from './rejecting';
import {
  alternatives,
  holds,
  isErrorCode,
  isName,
  joined,
  literal,
  lost,
  native,
  REPLACED,
  UNDEFINED,
  UNKNOWN,
  unknown,
} from './Value';

const NO_PROMISE: ReadonlySet<string> = new Set([
  'object',
  'instance',
  'class',
  'module',
  'external',
  'native',
  'made',
]);

/** `then`, `catch` and their like; a value and a promise of it are the same here. */
export function promiseMethod(value: Value, name: string, engine: ReadingEngine): Value | undefined {
  if (NO_PROMISE.has(value.kind) && !isResponse(value) && !isAwaited(value, name)) return undefined;
  const failure = () => joined(lost(engine.trace), ...allThrown(engine.trace));
  const call: ReadingEngine['call'] = (...given) => rejecting(engine, () => engine.call(...given));
  switch (name) {
    case 'then':
    case 'done':
      return native(([onValue, onFailure], node) => {
        const result = onValue && isCallable(onValue) ? call(onValue, [value], node) : value;
        return onFailure && isCallable(onFailure) ? joined(result, call(onFailure, [failure()], node)) : result;
      });
    case 'catch':
    case 'fail':
      return native(([onFailure], node) => {
        if (!onFailure) return value;
        const result = call(onFailure, [failure()], node);
        return name === 'fail' ? value : joined(value, result);
      });
    case 'finally':
    case 'always':
      return native(([work], node) => {
        if (work) call(work, [], node);
        return value;
      });
    case 'toPromise':
      return native(() => value);
    case 'pipe':
      return native((operators, node) =>
        operators.reduce((piped, operator) => engine.call(operator, [piped], node), value),
      );
    default:
      return undefined;
  }
}

/** An object that has no `then` of its own is what an async function gives. */
function isAwaited(value: Value, name: string): boolean {
  if (!/^(?:then|catch|finally)$/.test(name) || value.kind !== 'object') return false;
  return !value.fields.has(name) && value.others.length + value.spreads.length === 0;
}

function isCallable({ kind }: Value): boolean {
  return kind === 'function' || kind === 'native' || kind === 'external' || kind === 'union';
}

const TEXT =
  /^(?:trim|trimStart|trimEnd|replace|replaceAll|toLowerCase|toUpperCase|includes|startsWith|endsWith|indexOf|lastIndexOf|split|slice|substring|substr|match|search|charAt|concat|toString|padStart|padEnd|at|test|exec|valueOf|normalize|localeCompare|charCodeAt|codePointAt)$/;
const KEEPS = /^(?:trim|trimStart|trimEnd|toString|valueOf|replace|replaceAll|normalize|concat|padStart|padEnd)$/;
const ASKS = /^(?:includes|startsWith|endsWith|indexOf|lastIndexOf|match|search|test|exec)$/;

/** What a method of a text gives, on a name, a parameter, or a text that is put together. */
export function textMethod(value: Value, name: string, engine: ReadingEngine): Value | undefined {
  if (!TEXT.test(name)) return undefined;
  return native((given, node) => {
    if (ASKS.test(name)) compared([value, ...given], node, engine);
    const all = [value, ...given];
    const [pattern] = given;
    const isText = value.kind === 'literal' ? typeof value.value === 'string' : value.kind === 'text';
    const made = isText ? putTogether(name, value, given) : undefined;
    if (made) return made;
    if (pattern && /^(?:replace|replaceAll|split)$/.test(name) && holds(value, ({ kind }) => kind === 'encoded'))
      searched(pattern, node, engine);
    if (value.kind === 'literal' || all.some((one) => holds(one, isName)))
      return ofText(name, value, given, node, engine);
    if (value.kind === 'key' && /^to(?:Upper|Lower)Case$/.test(name)) {
      if (!engine.speaking) engine.trace.keys.push({ key: '*', node });
      return unknown(value);
    }
    if (KEEPS.test(name)) return value;
    return ASKS.test(name) ? UNKNOWN : unknown(...all);
  });
}

function ofText(name: string, value: Value, given: readonly Value[], node: ts.Node, engine: ReadingEngine): Value {
  const hasName = (one: Value) => holds(one, isName);
  const isWhole = value.kind === 'text' && KEEPS.test(name) && !given.some(hasName);
  const result = byName([value, ...given], node, engineThatKeeps(engine, isWhole), (self, ...rest) => {
    if (self instanceof RegExp) {
      const pattern = new RegExp(self.source, self.flags.replace(/[gy]/g, ''));
      return name === 'test' ? pattern.test(String(rest[0])) : pattern.exec(String(rest[0])) !== null;
    }
    if (typeof self !== 'string') throw new Error('no text');
    const method: unknown = Reflect.get(Object(self), name);
    if (typeof method !== 'function') throw new Error('no method');
    const made: unknown = Reflect.apply(method, self, rest);
    return name === 'match' ? made !== null : made;
  });
  // A URL that is only tidied stays that URL.
  return result.kind === 'unknown' && isWhole ? value : result;
}

function engineThatKeeps(engine: ReadingEngine, isWhole: boolean): ReadingEngine {
  return isWhole ? { ...engine, speaking: true } : engine;
}

/** Of a list that is filled where nobody sees it, or whose items nobody sees, something. */
function itemsOf({ items, isFilledLater, open }: ListValue): readonly Value[] {
  if (items.length > 0) return items;
  return isFilledLater ? [REPLACED] : open ? [UNKNOWN] : [];
}

/** What a method of a list gives. */
export function listMethod(value: ListValue, name: string, engine: ReadingEngine): Value | undefined {
  const each = (work: Value | undefined, node: ts.Node): Value[] =>
    itemsOf(value).map((item, index) => (work ? engine.call(work, [item, literal(index)], node) : UNKNOWN));
  switch (name) {
    case 'map':
      return native(([work], node) => ({ kind: 'list', items: each(work, node), open: value.open }));
    case 'flatMap':
      return native(([work], node) => {
        const made = each(work, node);
        const items = made.flatMap((one) => (one.kind === 'list' ? one.items : [one]));
        return { kind: 'list', items, open: value.open || made.some((one) => one.kind === 'list' && one.open) };
      });
    case 'filter':
      return native(([work], node) => {
        for (const result of each(work, node)) if (dropsEmpty(result)) engine.trace.dropsEmpty = true;
        return value;
      });
    case 'forEach':
      return native(([work], node) => {
        each(work, node);
        return UNDEFINED;
      });
    case 'some':
    case 'every':
    case 'find':
    case 'findLast':
    case 'findIndex':
    case 'findLastIndex':
      return native(([work], node) => {
        const results = each(work, node);
        const known = results.every((one) => one.kind === 'literal') && !value.open;
        if (!known && name.endsWith('d') && value.items.length > 0) return joined(...value.items, UNDEFINED);
        if (!known) return unknown(...results.filter((one) => one.kind !== 'literal'));
        const truths = results.map((one) => one.kind === 'literal' && Boolean(one.value));
        if (name === 'some') return literal(truths.includes(true));
        if (name === 'every') return literal(!truths.includes(false));
        const at = name.startsWith('findLast') ? truths.lastIndexOf(true) : truths.indexOf(true);
        return name.endsWith('Index') ? literal(at) : (value.items[at] ?? UNDEFINED);
      });
    case 'reduce':
    case 'reduceRight':
      return native(([work, first], node) => {
        let made: Value = first ?? UNKNOWN;
        const items = itemsOf(value);
        for (const item of name === 'reduce' ? items : items.toReversed())
          made = joinedText(made, work ? engine.call(work, [made, item, UNKNOWN], node) : UNKNOWN);
        return made;
      });
    case 'includes':
    case 'indexOf':
      return native((given, node) => {
        compared([value, ...given], node, engine);
        return byName([value, ...given], node, engine, (list, one) => Array.isArray(list) && list.includes(one));
      });
    case 'join':
      return native(([separator]) => {
        const between = separator ?? literal(',');
        const parts = value.items.flatMap((item, index) => (index === 0 ? [item] : [between, item]));
        return { kind: 'text', parts: parts.flatMap((part) => (part.kind === 'text' ? part.parts : [part])) };
      });
    case 'push':
    case 'unshift':
      return native((given) => {
        if (value.items.length < 12) value.items.push(...given);
        value.open = true;
        noteStored(given, engine);
        return UNKNOWN;
      });
    case 'concat':
      return native((given) => ({
        kind: 'list',
        items: [...value.items, ...given.flatMap((one) => (one.kind === 'list' ? one.items : [one]))],
        open: value.open,
      }));
    case 'slice':
      return native((given) => sliced(value, given));
    case 'sort':
    case 'toSorted':
      return native(([work], node) => {
        ordered(value, work, node, engine);
        return { ...value, open: true };
      });
    case 'toReversed':
    case 'toSpliced':
    case 'reverse':
    case 'flat':
    case 'splice':
      return native(() => ({ ...value, open: true }));
    case 'pop':
    case 'shift':
      return native((_given, node) => taken(value, name, node));
    case 'at':
      return native(() => elementOf(value));
    case 'entries':
      return native(() => ({
        kind: 'list',
        items: value.items.map((item, index): Value => ({ kind: 'list', items: [literal(index), item], open: false })),
        open: value.open,
      }));
    case 'length':
      return value.open ? UNKNOWN : literal(value.items.length);
    default:
      return undefined;
  }
}

/** What stands first may depend on what is read of each; of the other one nothing is known, which may be moved or not. */
function ordered({ items }: ListValue, work: Value | undefined, node: ts.Node, engine: ReadingEngine): void {
  for (const item of items) {
    if (work)
      for (const pair of [
        [item, UNKNOWN],
        [UNKNOWN, item],
      ])
        engine.call(work, pair, node);
    else if (holds(item, isName)) lookAtName(node, engine);
  }
}

/** A part of a list; what of it is not known where an end is not. */
export function sliced(value: ListValue, given: readonly Value[]): ListValue {
  const ends = given.flatMap((one) => (one.kind === 'literal' && typeof one.value === 'number' ? [one.value] : []));
  const isKnown = !value.open && ends.length === given.length;
  return { ...value, items: isKnown ? value.items.slice(...ends) : [...value.items], open: !isKnown };
}

/** The first or the last of what a function was given, where it is taken in any case and once; else one of all. */
function taken(value: ListValue, name: 'pop' | 'shift', node: ts.Node): Value {
  if (!value.open && runsOnceIn(value.givenTo, node))
    return (name === 'pop' ? value.items.pop() : value.items.shift()) ?? UNDEFINED;
  value.open = true;
  return elementOf(value);
}

/** In the body of a function itself: in no branch, loop or function within it. */
function runsOnceIn(owner: ts.Node | undefined, node: ts.Node): boolean {
  const s = syntax();
  let at = node;
  while (!s.isBlock(at) && !s.isFunctionLike(at)) {
    if (s.isConditionalExpression(at) || (s.isBinaryExpression(at) && isShortCut(at)) || s.isIfStatement(at))
      return false;
    if (s.isIterationStatement(at, false) || s.isCaseOrDefaultClause(at) || s.isSourceFile(at)) return false;
    at = at.parent;
  }
  return (s.isBlock(at) ? at.parent : at) === owner;
}

function isShortCut({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  const { SyntaxKind: k } = syntax();
  return kind === k.AmpersandAmpersandToken || kind === k.BarBarToken || kind === k.QuestionQuestionToken;
}

/** A filter that lets a value pass only where it is truthy. */
function dropsEmpty(result: Value): boolean {
  return alternatives(result).some(({ kind }) => kind === 'part');
}

function joinedText(before: Value, after: Value): Value {
  return after.kind === 'text' || after === before ? after : joined(before, after);
}

/** What `Set`, `Map`, a search query, a form and their like do. */
export function collectionMethod(
  value: Extract<Value, { kind: 'made' }>,
  name: string,
  engine: ReadingEngine,
): Value | undefined {
  switch (name) {
    case 'append':
    case 'set':
      return native(([key, one]) => {
        if (key && one && value.held.length < 40) value.held.push(key, one);
        if (one) noteStored([one], engine);
        return value;
      });
    case 'add':
      return native(([one]) => {
        if (one && value.held.length < 40) value.held.push(one);
        if (one) noteStored([one], engine);
        return value;
      });
    case 'has':
      return native((given, node) => {
        compared([value, ...given], node, engine);
        return byName([value, ...given], node, engine, (set, one) => set instanceof Set && set.has(one));
      });
    case 'get':
      return native((given, node) => {
        if (given.some((one) => holds(one, isName))) lookAtName(node, engine);
        if (given.some((one) => holds(one, isErrorCode))) compared([value, ...given], node, engine);
        return heldInMap(value, node, engine) ?? joined(...value.held, UNDEFINED);
      });
    case 'forEach':
      return native(([work], node) => {
        if (work) engine.call(work, [joined(...value.held), UNKNOWN], node);
        return UNDEFINED;
      });
    case 'toString':
    case 'getHeaders':
    case 'getLengthSync':
    case 'getBuffer':
      return native(() => (name === 'toString' || name === 'getBuffer' ? value : UNKNOWN));
    case 'entries':
    case 'values':
    case 'keys':
      return native(() => ofPairs(value, name));
    case 'delete':
    case 'clear':
      return native(() => unknown(...value.held));
    default:
      return undefined;
  }
}

function ofPairs(value: Extract<Value, { kind: 'made' }>, name: string): Value {
  if (value.what !== 'Map') return unknown(...value.held);
  const pairs = [...pairsOf(value), ...value.from.flatMap((one) => (one.kind === 'list' ? one.items : []))];
  const at = name === 'keys' ? 0 : 1;
  const items = name === 'entries' ? pairs : pairs.flatMap((one) => (one.kind === 'list' ? (one.items[at] ?? []) : []));
  return { kind: 'list', items, open: true };
}

function noteStored(given: readonly Value[], { trace }: ReadingEngine): void {
  if (trace.isFollowing && !trace.isStored && given.some((one) => holds(one, isName))) trace.isStored = true;
}
