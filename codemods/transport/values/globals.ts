import type { ts } from 'ts-morph';
import { filled, keysOf } from '../changes/filled';
import { placesMade } from '../clients/clientParts';
import { packageFunction } from '../clients/packageFunctions';
import { addKey, lookAtKey, lookAtResult } from '../looks';
import type { ListValue, ObjectValue, ReadingEngine, Value } from '../types';
import { assign } from './evaluate';
import { sliced } from './methods';
import { alternatives, answer, holds, joined, literal, NONE, native, UNDEFINED, UNKNOWN, unknown } from './Value';

/** What a global function of JavaScript makes of its arguments; undefined where it is none that is known. */
export function global(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value | undefined {
  const [first = UNDEFINED, second, ...rest] = given;
  switch (path.join('.')) {
    case 'JSON.stringify':
      lookAtResult([first], node, engine);
      return second && !(second.kind === 'literal' && !second.value)
        ? unknown(first, second)
        : { kind: 'encoded', how: 'json', of: first };
    case 'JSON.parse':
      return parsed(first);
    case 'String':
      lookAtResult([first], node, engine);
      return engine.marks && first.kind === 'answer' ? unknown(first) : asText(first);
    // Two places name one symbol where it was made in one.
    case 'Symbol':
    case 'Symbol.for':
      return engine.isApart ? { kind: 'made', what: path.join('.'), from: given, held: [], node } : undefined;
    case 'encodeURIComponent':
    case 'encodeURI':
    case 'escape':
      return asText(first);
    case 'Number':
    case 'parseInt':
    case 'parseFloat':
    case 'Boolean':
    case 'Array.isArray':
    case 'isNaN':
    case 'Number.isInteger':
    case 'Number.isFinite':
    case 'clearTimeout':
    case 'Buffer.byteLength':
      if (path[0] !== 'Boolean') lookAtResult([first], node, engine);
      return path[0] === 'Boolean' && first.kind === 'part' ? first : UNKNOWN;
    case 'Object.entries':
      lookAtResult([first], node, engine);
      return entriesOf(filled(first, engine));
    case 'Object.keys':
      lookAtResult([first], node, engine);
      return listOf(entriesOf(filled(first, engine)), 0);
    case 'Object.values':
      lookAtResult([first], node, engine);
      return listOf(entriesOf(filled(first, engine)), 1);
    case 'Object.fromEntries':
      return fromEntries(first);
    case 'Object.assign':
      return assigned(first, second ? [second, ...rest] : [], node, engine);
    case 'Object.freeze':
    case 'Object.seal':
    case 'structuredClone':
    case 'Promise.resolve':
    case 'Promise.all':
    case 'Buffer.from':
    case 'Object.preventExtensions':
      return first;
    case 'Object.getPrototypeOf':
    case 'Reflect.getPrototypeOf':
      return first.kind === 'instance' || first.kind === 'object' ? first : UNKNOWN;
    case 'Object.create':
      return second && !(second.kind === 'literal' && second.value === undefined) ? UNKNOWN : first;
    case 'Array.prototype.slice.call':
      return first.kind === 'list' ? sliced(first, given.slice(1)) : first;
    case 'Array.from':
      return second ? engine.call(engine.member(first, 'map', node), [second], node) : first;
    case 'Promise.race':
    case 'Promise.any':
      return first.kind === 'list' ? joined(...first.items) : first;
    case 'Promise.reject':
      engine.trace.rejected.push(first);
      return NONE;
    case 'Reflect.apply':
      return rest[0]?.kind === 'list' ? engine.call(first, rest[0].items, node, second) : undefined;
    case 'Object.hasOwn':
    case 'Object.prototype.hasOwnProperty.call':
    case 'Reflect.has':
    case 'Reflect.get':
    case 'Reflect.set':
    case 'Reflect.deleteProperty':
      if (first.kind === 'params' && second?.kind === 'literal') lookAtKey(String(second.value), node, engine);
      if (path[1] === 'get' && first.kind === 'params') return { kind: 'part' };
      return path[1] === 'get' && /^(?:object|instance)$/.test(first.kind) && second?.kind === 'literal'
        ? engine.member(first, String(second.value), node)
        : UNKNOWN;
    case 'Deno.env.get':
      return { kind: 'external', module: 'global', path: [node.getText()] };
    case 'setTimeout':
    case 'setInterval':
      engine.call(first, rest, node);
      return UNKNOWN;
    case 'setImmediate':
    case 'queueMicrotask':
    case 'process.nextTick':
      engine.call(first, given.slice(1), node);
      return UNKNOWN;
    case 'Error':
    case 'TypeError':
      return { kind: 'thrown', holds: [...given] };
    default:
      return undefined;
  }
}

/** Our own body read back, or what the portal answered. */
function parsed(value: Value): Value {
  if (value.kind === 'encoded' && value.how === 'json') return value.of;
  return holds(value, (one) => one.kind === 'answer') ? answer('envelope') : unknown(value);
}

function asText(value: Value): Value {
  if (value.kind === 'union') return joined(...value.of.map(asText));
  if (value.kind === 'literal') return literal(value.value === undefined ? 'undefined' : String(value.value));
  if (value.kind === 'part') return { kind: 'encoded', how: 'flat', of: value };
  if (value.kind === 'params') return { kind: 'encoded', how: 'flat', of: value };
  return value;
}

function pair(key: Value, value: Value): Value {
  return { kind: 'list', items: [key, value], open: false };
}

function entriesOf(value: Value): ListValue {
  const items: Value[] = [];
  let open = false;
  for (const one of alternatives(value)) {
    if (one.kind === 'params' || one.kind === 'part') items.push(pair({ kind: 'key' }, { kind: 'part' }));
    else if (one.kind === 'object') {
      for (const [name, field] of one.fields) items.push(pair(literal(name), field));
      for (const field of one.others) items.push(pair(UNKNOWN, field));
      for (const spread of one.spreads) items.push(...entriesOf(spread).items);
    } else if (one.kind === 'list') {
      items.push(...one.items.map((item, at) => pair(literal(at), item)));
    } else items.push(pair(unknown(one), unknown(one)));
    open ||= one.kind !== 'object' || one.spreads.length + one.others.length > 0;
  }
  return { kind: 'list', items, open };
}

function listOf(entries: ListValue, at: 0 | 1): Value {
  const items = entries.items.map((one) => (one.kind === 'list' ? (one.items[at] ?? UNKNOWN) : UNKNOWN));
  return { kind: 'list', items, open: entries.open };
}

/** Parameters that were taken apart and put together again are the parameters. */
function fromEntries(value: Value): Value {
  if (value.kind === 'made') return value;
  if (value.kind !== 'list') return unknown(value);
  const made: ObjectValue = { kind: 'object', fields: new Map(), others: [], spreads: [] };
  for (const item of value.items) {
    const [key, one] = item.kind === 'list' ? item.items : [];
    if (!key || !one) made.others.push(unknown(item));
    else if (key.kind === 'key' && one.kind === 'part') made.spreads.push({ kind: 'params' });
    else if (key.kind === 'literal') made.fields.set(String(key.value), one);
    else made.others.push(one);
  }
  const [only] = made.spreads;
  return only && made.spreads.length === 1 && made.fields.size + made.others.length === 0 ? only : made;
}

function assigned(target: Value, sources: readonly Value[], node: ts.Node, engine: ReadingEngine): Value {
  for (const one of alternatives(target)) {
    for (const source of sources.flatMap((given) => alternatives(filled(given, engine)))) {
      const goesIn =
        one.kind === 'params' || (one.kind === 'object' && one.spreads.some(({ kind }) => kind === 'params'));
      if (goesIn) for (const [name, value] of keysOf(source)) addKey(name, value, node, engine);
      if (source.kind === 'object') {
        for (const [name, value] of source.fields) assign(one, literal(name), value, node, engine);
        if (one.kind === 'object') {
          one.spreads.push(...source.spreads);
          one.others.push(...source.others);
          one.copied?.push(...placesMade(source));
        }
      } else if (one.kind === 'object') {
        if (source.kind === 'params')
          for (const [name, value] of keysOf(filled(one, engine))) addKey(name, value, node, engine);
        one.spreads.push(source);
      } else if (one.kind === 'thrown') assign(one, UNKNOWN, source, node, engine);
    }
  }
  return target;
}

type Module = (given: readonly Value[], node: ts.Node, engine: ReadingEngine) => Value;

const FORM: Module = ([value = UNDEFINED]) => ({ kind: 'encoded', how: 'form', of: value });
/** `qs.stringify(params, options)`: brackets, unless the options say otherwise. */
const QS: Module = ([value = UNDEFINED, options]) => ({
  kind: 'encoded',
  how: options && !keepsBrackets(options) ? 'flat' : 'form',
  of: value,
});
const FLAT: Module = ([value = UNDEFINED]) => ({ kind: 'encoded', how: 'flat', of: value });
const SAME: Module = ([value = UNDEFINED]) => value;
const RUNS: Module = ([work = UNDEFINED], node, engine) => engine.call(work, [UNKNOWN, UNKNOWN], node);

/** Functions of well-known modules that send nothing: by `module`, or `module.path`. */
/** `path.posix.join('/rest/1/key', method)` */
const PATH: Module = (parts) => ({
  kind: 'text',
  parts: parts.flatMap((one, at) => (at === 0 ? [one] : [literal('/'), one])),
});

const MODULES: Readonly<Record<string, Module>> = {
  'qs.stringify': QS,
  'qs.default.stringify': QS,
  'querystring.stringify': FLAT,
  'querystring.encode': FLAT,
  'querystring.default.stringify': FLAT,
  'query-string.stringify': FLAT,
  'query-string.default.stringify': FLAT,
  'object-to-formdata.serialize': FORM,
  'object-to-formdata.objectToFormData': FORM,
  'http-build-query': FORM,
  'jquery-param': FORM,
  'jquery.param': FORM,
  'global.$.param': FORM,
  'global.jQuery.param': FORM,
  'lodash.cloneDeep': SAME,
  'lodash.clone': SAME,
  'path.join': PATH,
  'path.posix.join': PATH,
  'path/posix.join': PATH,
  'util.promisify': ([work = UNDEFINED]) => promisified(work),
  'p-limit': () => native(([work = UNDEFINED, ...given], node, engine) => engine.call(work, given, node)),
  'p-retry': RUNS,
  'async-retry': RUNS,
  'rxjs.firstValueFrom': SAME,
  'rxjs.lastValueFrom': SAME,
  'rxjs.map': ([work = UNDEFINED], _node, engine) =>
    native(([value = UNDEFINED], at) => engine.call(work, [value], at)),
  'rxjs/operators.map': ([work = UNDEFINED], _node, engine) =>
    native(([value = UNDEFINED], at) => engine.call(work, [value], at)),
  'global.firstValueFrom': SAME,
  'global.lastValueFrom': SAME,
  'imbot-compat/wrap.wrapCall': ([work = UNDEFINED]) => joined(...alternatives(work).map(wrapped)),
  'imbot-compat/wrap.wrapFetch': SAME,
  'imbot-compat/wrap.wrapAxios': SAME,
};

/** Options of qs that leave nesting as it is by default. */
const HARMLESS =
  /^(?:skipNulls|strictNullHandling|addQueryPrefix|encode|encodeValuesOnly|charset|charsetSentinel|format|sort|delimiter)$/;

function keepsBrackets(options: Value): boolean {
  if (options.kind !== 'object' || options.spreads.length + options.others.length > 0) return false;
  return [...options.fields].every(([name, value]) => {
    const literal = value.kind === 'literal' ? value.value : UNKNOWN;
    if (name === 'arrayFormat') return literal === 'indices' || literal === 'brackets';
    if (name === 'indices') return literal === true;
    return HARMLESS.test(name) || (name === 'allowDots' && literal === false);
  });
}

function wrapped(work: Value): Value {
  if (work.kind === 'function') return { ...work, isWrapped: true };
  return native((given, node, engine) => {
    engine.trace.isWrapped = true;
    return engine.call(work, given, node);
  });
}

function promisified(work: Value): Value {
  return native((given, node, engine) => {
    let result: Value = NONE;
    const done = native(([, value = UNDEFINED]) => {
      result = joined(result, value);
      return UNDEFINED;
    });
    engine.call(work, [...given, done], node);
    return result;
  });
}

export function ofModule(
  module: string,
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value | undefined {
  const plain = path[0] === 'default' ? path.slice(1) : path;
  const found = MODULES[[module, ...plain].join('.')];
  return packageFunction(module, path, given, node, engine) ?? found?.(given, node, engine);
}
