import type { ts } from 'ts-morph';
import type { FunctionValue, ObjectValue, ReadingEngine, Value } from '../types';
import { callsOn } from '../values/callsOn';
import { elementOf } from '../values/elements';
import {
  alternatives,
  answer,
  joined,
  literal,
  NO_PROMISE,
  native,
  objectOf,
  UNDEFINED,
  UNKNOWN,
} from '../values/Value';
import { isObservable, observable, observed } from './observables';

type Row = (given: readonly Value[], node: ts.Node, engine: ReadingEngine) => Value | undefined;

/** What functions of well-known packages do with functions that they are handed: by package and name. */
export function packageFunction(
  module: string,
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value | undefined {
  const name = rowName([module, ...path.filter((one) => one !== 'default')].join('.'));
  if (SKIPPING.has(name)) return skipping(name, given, engine);
  return Object.hasOwn(ROWS, name) ? ROWS[name]?.(given, node, engine) : undefined;
}

/** One name for the ways by which a function of a package is imported: `lodash/throttle`, `lodash-es`, `rxjs/operators`. */
function rowName(name: string): string {
  return name
    .replace(/^underscore\b/, 'lodash')
    .replace(/^lodash(?:-es)?(?:\/(?!fp\b)(\w+)(?:\.js)?)?(?=\.|$)/, (_all, own?: string) =>
      own ? `lodash.${own}` : 'lodash',
    )
    .replace(/^async(?:-es)?\/(\w+)(?:\.js)?$/, 'async.$1')
    .replace(/^rxjs\/operators\b/, 'rxjs');
}

/**
 * They give back a function that does the same, but not each time that it is called: what stands above one is no place for a
 * wrap, which asks the portal questions of its own by it.
 */
const SKIPPING: ReadonlySet<string> = new Set([
  ...['throttle', 'debounce', 'once', 'memoize'].flatMap((one) => [`lodash.${one}`, `throttle-debounce.${one}`]),
  ...['debounce', 'p-debounce', 'throttleit', 'just-throttle', 'just-debounce-it', 'just-once', 'once', 'onetime'],
  ...['p-memoize', 'mem', 'memoizee', 'moize', 'fast-memoize', 'ramda.once', 'lodash.before', 'lodash.after'],
]);

/**
 * `memoize(send, (method, params) => params.MESSAGE)`: another function is asked what it is remembered by, and knows v1 alone;
 * without one it is the name, and calls that stay would be remembered apart from those that move.
 */
function skipping(name: string, given: readonly Value[], { marks }: ReadingEngine): Value | undefined {
  const work = marks ? undefined : given.find(isFunction);
  if (!work || !/mem|moize/i.test(name)) return work && /thrott|debounce|after/.test(name) ? oftenNothing(work) : work;
  return native((all, node, engine) => {
    if (!engine.isGenerous) engine.trace.names.push(node);
    return engine.call(work, all, node);
  });
}

/** What is not run each time gives nothing then, or what it gave before, and no promise of the next. */
function oftenNothing(work: Value): Value {
  return native((all, node, engine) => noPromise(engine.call(work, all, node), engine));
}

function noPromise(value: Value, { isGenerous }: ReadingEngine): Value {
  return isGenerous ? value : joined(value, { kind: 'made', what: NO_PROMISE, from: [], held: [] });
}

const same: Row = ([value]) => value;
const runs: Row = ([work, ...given], node, engine) => (isFunction(work) ? engine.call(work, given, node) : undefined);
const defers: Row = ([work, ...given], node, engine) =>
  isFunction(work) ? noPromise(engine.call(work, given, node), engine) : undefined;
const delays: Row = ([work, _wait, ...given], node, engine) => defers([work ?? UNKNOWN, ...given], node, engine);
const binds: Row = ([work, self, ...bound], node, engine) =>
  isFunction(work) && !bound.some(isBlank)
    ? engine.call(engine.member(work, 'bind', node), [self ?? UNDEFINED, ...bound], node)
    : undefined;
const ofOne: Row = (given, node) => queueOf(given, 'one', node);
const flows: Row = (given) => composed(given.flatMap(itemsOf));
const flowsBack: Row = (given) => composed(given.flatMap(itemsOf).toReversed());

const ROWS: Readonly<Record<string, Row>> = {
  'lodash.partial': ([work, ...bound], node, engine) => binds([work ?? UNKNOWN, UNDEFINED, ...bound], node, engine),
  'lodash.bind': binds,
  'lodash.ary': same,
  'lodash.unary': same,
  'lodash.attempt': runs,
  'lodash.defer': defers,
  'lodash.delay': delays,
  'lodash.curry': ([work]) => curried(work),
  'ramda.curry': ([work]) => curried(work),
  'lodash.flow': flows,
  'lodash.flowRight': flowsBack,
  'lodash.compose': flowsBack,
  'ramda.pipe': flows,
  'ramda.compose': flowsBack,
  'rxjs.pipe': flows,
  'redux.compose': flowsBack,
  'p-pipe': flows,
  ...Object.fromEntries(
    ['map', 'flatMap', 'forEach', 'filter', 'find', 'some', 'every', 'reduce'].map((one): [string, Row] => [
      `lodash.${one}`,
      ([list, ...more], node, engine) =>
        list?.kind === 'list' && isFunction(more[0])
          ? engine.call(engine.member(list, one, node), more, node)
          : undefined,
    ]),
  ),
  ...Object.fromEntries(
    ['each', 'forEach', 'map']
      .flatMap((one) => [one, `${one}Series`, `${one}Limit`])
      .map((one) => [`async.${one}`, overItems]),
  ),
  'ramda.map': overItems,
  'ramda.forEach': overItems,
  'p-map': overItems,
  'p-each-series': overItems,
  'p-map-series': overItems,
  'tiny-async-pool': overItems,
  'bluebird.map': overItems,
  'bluebird.mapSeries': overItems,
  'bluebird.each': overItems,
  'async.queue': ofOne,
  'async.priorityQueue': ofOne,
  'async.cargo': (given, node) => queueOf(given, 'many', node),
  'async.cargoQueue': (given, node) => queueOf(given, 'many', node),
  fastq: ofOne,
  'fastq.promise': ofOne,
  'p-throttle': () => native(([work = UNKNOWN]) => work),
  throat: (given) => limiter(given),
  'promise-limit': (given) => limiter(given),
  'koa-compose': ([list]) => middleware(list),
  'util.callbackify': ([work]) =>
    isFunction(work)
      ? native((given, node, engine) => {
          const value = engine.call(work, given.slice(0, -1), node);
          return calledBack(given.at(-1), value, node, engine);
        })
      : undefined,
  mitt: (given, node) => ({ kind: 'made', what: 'mitt', from: given, held: [], node }),
  'rxjs.from': ([value = UNDEFINED]) => observable(value.kind === 'list' ? elementOf(value) : observed(value)),
  'rxjs.of': (given) => observable(joined(...given)),
  'rxjs.defer': ([work], node, engine) =>
    isFunction(work) ? observable(observed(engine.call(work, [], node))) : undefined,
  'rxjs.firstValueFrom': ([value]) => (value && isObservable(value) ? observed(value) : undefined),
  'rxjs.lastValueFrom': ([value]) => (value && isObservable(value) ? observed(value) : undefined),
  ...Object.fromEntries(
    ['concatMap', 'mergeMap', 'flatMap', 'switchMap', 'exhaustMap'].map((one): [string, Row] => [
      `rxjs.${one}`,
      ([work]) =>
        isFunction(work)
          ? native(([value = UNDEFINED], node, engine) => observed(engine.call(work, [value, UNKNOWN], node)))
          : undefined,
    ]),
  ),
  'rxjs.tap': ([work]) => passing(work),
  'rxjs.filter': ([work]) => passing(work),
  'rxjs.finalize': () => native(([value = UNDEFINED]) => value),
  'rxjs.catchError': ([work]) =>
    isFunction(work)
      ? native(([value = UNDEFINED], node, engine) => {
          const other = observed(engine.call(work, [answer('failure')], node));
          return joined(value, other);
        })
      : undefined,
  ...Object.fromEntries(
    ['delay', 'retry', 'retryWhen', 'timeout', 'take', 'first', 'last', 'share', 'shareReplay', 'observeOn'].map(
      (one): [string, Row] => [`rxjs.${one}`, () => native(([value = UNDEFINED]) => value)],
    ),
  ),
};

function isFunction(value: Value | undefined): value is Value {
  return (
    value !== undefined &&
    alternatives(value).length > 0 &&
    alternatives(value).every(({ kind }) => kind === 'function' || kind === 'native')
  );
}

/** `_`, in the place of an argument that is given later. */
function isBlank(value: Value): boolean {
  return value.kind === 'external' && value.module !== 'global';
}

function itemsOf(value: Value): readonly Value[] {
  return value.kind === 'list' ? value.items : [value];
}

function composed(works: readonly Value[]): Value | undefined {
  const [first, ...more] = works;
  if (!first || !works.every(isFunction)) return undefined;
  return native((given, node, engine) => {
    if (more.length > 0 && engine.stack.length === 0) engine.trace.isRemade = true;
    return more.reduce((value, work) => engine.call(work, [value], node), engine.call(first, given, node));
  });
}

/** Called with what is there, or a function that waits for the rest. */
function curried(work: Value | undefined, before: readonly Value[] = []): Value | undefined {
  if (work?.kind !== 'function') return undefined;
  const wanted = takenBy(work);
  return native((given, node, engine) => {
    const all = [...before, ...given];
    return all.length < wanted ? (curried(work, all) ?? UNKNOWN) : engine.call(work, all, node);
  });
}

/** How many arguments a function asks for. */
function takenBy({ node: { parameters }, bound = [] }: FunctionValue): number {
  const end = parameters.findIndex(({ initializer, dotDotDotToken }) => initializer ?? dotDotDotToken);
  return (end < 0 ? parameters.length : end) - bound.length;
}

/** `map(list, fn)`, `eachLimit(list, 2, fn)`, `map(fn, list)`: each item goes through the function. */
function overItems(given: readonly Value[], node: ts.Node, engine: ReadingEngine): Value | undefined {
  const list = given.find(({ kind }) => kind === 'list');
  const work = given.find(isFunction);
  if (!work || list?.kind !== 'list' || list.items.length === 0) return undefined;
  const made = list.items.map((item, at) => callWorker(work, [item, literal(at)], node, engine));
  const done = given.findLast(isFunction);
  const items: Value = { kind: 'list', items: made, open: list.open };
  return done && done !== work ? calledBack(done, items, node, engine) : items;
}

/** Workers may give their answer to a function that stands behind what they get. */
function callWorker(work: Value, given: readonly Value[], node: ts.Node, engine: ReadingEngine): Value {
  let told: Value | undefined;
  const done = native(([, value = UNDEFINED]) => {
    told = told ? joined(told, value) : value;
    return UNDEFINED;
  });
  const isTold = work.kind === 'function' && work.node.parameters.length > 1;
  const [first = UNDEFINED, ...more] = given;
  const value = engine.call(work, isTold ? [first, done, ...more] : given, node);
  return told ? joined(value, told) : value;
}

function calledBack(done: Value | undefined, value: Value, node: ts.Node, engine: ReadingEngine): Value {
  if (done && isFunction(done)) engine.call(done, [literal(null), value], node);
  return value;
}

/** A queue hands what is put into it to its worker. */
export function queueOf(
  given: readonly Value[],
  takes: 'one' | 'many',
  made: ts.Node | undefined,
  own?: Value,
): Value | undefined {
  const [options] = given;
  const process = options?.kind === 'object' ? options.fields.get('process') : undefined;
  const work = given.find(isFunction) ?? (process && isFunction(process) ? process : undefined);
  if (!work) return undefined;
  const push = native(([task = UNDEFINED, ...more], node, engine) => {
    showsTo(own ?? queue, node, engine);
    const tasks = itemsOf(task);
    const all: readonly Value[] =
      takes === 'many' ? [{ kind: 'list', items: [...tasks], open: true }] : tasks.length > 0 ? tasks : [UNKNOWN];
    const value = joined(...all.map((one) => callWorker(work, [one], node, engine)));
    return calledBack(more.find(isFunction), value, node, engine);
  });
  const fields = Object.fromEntries(
    ['push', 'unshift', 'pushAsync', 'unshiftAsync', 'enqueue'].map((name) => [name, push]),
  );
  const queue: ObjectValue = { ...objectOf(fields), ...(made ? { at: made } : {}) };
  queue.others.push(UNKNOWN);
  return queue;
}

/** What waits in a queue is shown to whoever listens to it, is told of errors or takes some out again, and knows v1 alone. */
export function showsTo(queue: Value, node: ts.Node, engine: ReadingEngine): void {
  if (engine.isGenerous || engine.isApart) return;
  if (callsOn(queue, SHOWS, node, engine).length > 0) engine.trace.names.push(node);
}

const SHOWS: ReadonlySet<string> = new Set(['on', 'once', 'error', 'remove', 'workersList', 'getQueue']);

/** `limit(2)` gives a function that runs what it is handed; `limit(2, work)` is the work itself. */
function limiter(given: readonly Value[]): Value {
  return given.find(isFunction) ?? native(([work = UNKNOWN, ...more], node, engine) => engine.call(work, more, node));
}

/** Each gets what is worked on, and a function that runs the next one. */
function middleware(list: Value | undefined): Value | undefined {
  if (list?.kind !== 'list' || list.open || !list.items.every(isFunction)) return undefined;
  const { items } = list;
  return native(([context = UNKNOWN, last], node, engine) => {
    const dispatch = (at: number): Value => {
      const work = items[at] ?? (last && isFunction(last) ? last : undefined);
      return work ? engine.call(work, [context, native(() => dispatch(at + 1))], node) : UNDEFINED;
    };
    return dispatch(0);
  });
}

/** What only looks at what passes it. */
function passing(work: Value | undefined): Value | undefined {
  return isFunction(work)
    ? native(([value = UNDEFINED], node, engine) => {
        engine.call(work, [value], node);
        return value;
      })
    : undefined;
}
