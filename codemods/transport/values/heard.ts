import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { functionAround } from '../../source/declarations';
import { endName } from '../../source/endName';
import { unwrap } from '../../source/unwrap';
import { apartOf, lookedUp } from '../apartOf';
import { holdersOf } from '../changes/holdersOf';
import { observable, observed } from '../clients/observables';
import { filesWith } from '../filesAround';
import type { ClassValue, MadeValue, ReadingEngine, Value } from '../types';
import { callsAround, callsOn } from './callsOn';
import { isTheVery } from './isTheVery';
import { packageBase } from './packageBase';
import { joined, objectOf, UNKNOWN } from './Value';

/**
 * What is handed to something that hands it on to functions which others gave to it: a listener of the same emitter, whoever
 * subscribed to a subject, the worker of a queue of that name. Undefined where none of them is seen.
 */
export function heard(
  given: readonly Value[],
  node: ts.Node,
  self: Value | undefined,
  engine: ReadingEngine,
): Value | undefined {
  const s = syntax();
  // What is heard while one function is read by itself, nobody waits for.
  if (!self || !engine.isGenerous || engine.marks || engine.speaking || !s.isCallExpression(node)) return undefined;
  const name = endName(node.expression);
  if (self.kind === 'instance')
    return name === 'emit' && isEmitter(self.of, engine) ? emitted(given, node, self, engine) : undefined;
  if (self.kind !== 'made') return undefined;
  if (EMITTERS.test(self.what) && /^emit\w*$/.test(name)) return emitted(given, node, self, engine);
  if (SUBJECTS.test(self.what) && name === 'next') return subscribed(given, node, self, engine);
  if (/(?:^|\.)AsyncLocalStorage$/.test(self.what) && name === 'getStore') return stored(node, self, engine);
  return /^bullmq\.Queue$/.test(self.what) && name === 'add' ? worked(given, node, self, engine) : undefined;
}

const EMITTER_MODULES = /^(?:events|eventemitter[23]|emittery|tiny-emitter)$/;
const EMITTERS = /^(?:events|eventemitter[23]|emittery|tiny-emitter|mitt)(?:\.|$)/;
const SUBJECTS = /^rxjs\.(?:Behavior|Replay|Async)?Subject$/;

/** A made thing whose functions are found by where it is made. */
export function isHearing(what: string): boolean {
  return EMITTERS.test(what) || SUBJECTS.test(what) || /(?:^|\.)AsyncLocalStorage$/.test(what);
}

/** A class of the given files that extends one of these. */
function isEmitter(of: ClassValue, engine: ReadingEngine): boolean {
  return EMITTER_MODULES.test(packageBase(of, engine) ?? '');
}

const LISTENS: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener']);

function emitted(
  [event, ...given]: readonly Value[],
  node: ts.CallExpression,
  self: Value,
  engine: ReadingEngine,
): Value | undefined {
  if (event?.kind !== 'literal') return undefined;
  const listeners = listening(self, LISTENS, node, engine).flatMap((call) => {
    const [name, work] = call.arguments;
    if (!name || !work) return [];
    const heardOf = lookedUp(name, apartOf(engine));
    return heardOf.kind === 'literal' && heardOf.value === event.value ? [standing(work, engine)] : [];
  });
  if (listeners.length === 0) return undefined;
  // All that listens hears it.
  return joined(UNKNOWN, ...listeners.map((work) => engine.call(work, given, node)));
}

/** Calls of such a method on the very thing that a call is made on, in what is loaded with it. */
function listening(
  self: Value,
  methods: ReadonlySet<string>,
  node: ts.CallExpression,
  engine: ReadingEngine,
): readonly ts.CallExpression[] {
  const s = syntax();
  const own = node.expression;
  const [holder] = holdersOf(self, engine) ?? [];
  if (!holder || !s.isPropertyAccessExpression(own)) return [];
  const files = filesWith(node.getSourceFile(), apartOf(engine));
  return callsOn(self, methods, node, engine).filter(({ expression }) => {
    if (!files.has(expression.getSourceFile().fileName) || !s.isPropertyAccessExpression(expression)) return false;
    return isTheVery(own.expression, expression.expression, holder, engine);
  });
}

/** What an expression stands for where it stands. */
function standing(node: ts.Expression, engine: ReadingEngine): Value {
  return engine.evaluate(node, engine.openFrame(functionAround(node), node.getSourceFile()));
}

const SUBSCRIBES: ReadonlySet<string> = new Set(['subscribe', 'forEach', 'pipe']);

function subscribed(
  [value = UNKNOWN]: readonly Value[],
  node: ts.CallExpression,
  self: Value,
  engine: ReadingEngine,
): Value | undefined {
  const calls = listening(self, SUBSCRIBES, node, engine);
  for (const call of calls) {
    const name = endName(call.expression);
    const works = call.arguments.map((one) => standing(one, engine));
    if (name !== 'pipe') watch(works[0], value, node, engine);
    else {
      const piped = observed(engine.call(engine.member(observable(value), 'pipe', node), works, node));
      const watcher = watcherOf(call);
      if (watcher) watch(standing(watcher, engine), piped, node, engine);
    }
  }
  return calls.length > 0 ? UNKNOWN : undefined;
}

function watch(watcher: Value | undefined, value: Value, node: ts.Node, engine: ReadingEngine): void {
  const subscribe = engine.member(observable(value), 'subscribe', node);
  if (watcher) engine.call(subscribe, [watcher], node);
}

/** `.pipe(…).subscribe(watcher)` */
function watcherOf({ parent }: ts.CallExpression): ts.Expression | undefined {
  const s = syntax();
  if (!s.isPropertyAccessExpression(parent) || parent.name.text !== 'subscribe') return undefined;
  return s.isCallExpression(parent.parent) && parent.parent.expression === parent
    ? parent.parent.arguments[0]
    : undefined;
}

const RUNS: ReadonlySet<string> = new Set(['run', 'enterWith']);

/** What stands in a store while something runs in it: of all that is put there. */
function stored(node: ts.CallExpression, self: Value, engine: ReadingEngine): Value | undefined {
  const all = listening(self, RUNS, node, engine).flatMap(({ arguments: [put] }) =>
    put ? [standing(put, engine)] : [],
  );
  return all.length > 0 ? joined(...all) : undefined;
}

const WORKERS: ReadonlySet<string> = new Set(['Worker']);

/** `new Worker(name, work)` of the name that the queue has: it gets what is put down as `job.data`. */
function worked(
  [name = UNKNOWN, data = UNKNOWN]: readonly Value[],
  node: ts.Node,
  { from: [own] }: MadeValue,
  engine: ReadingEngine,
): Value | undefined {
  if (own?.kind !== 'literal') return undefined;
  const apart = apartOf(engine);
  const workers = callsAround(WORKERS, node, engine).flatMap((call) => {
    const [queue, work] = call.arguments ?? [];
    if (!queue || !work) return [];
    const of = lookedUp(queue, apart);
    const what = lookedUp(unwrap(call.expression), apart);
    const isOfQueue = of.kind === 'literal' && of.value === own.value;
    return isOfQueue && what.kind === 'external' && what.module === 'bullmq' ? [standing(work, engine)] : [];
  });
  for (const work of workers) engine.call(work, [objectOf({ name, data, id: UNKNOWN })], node);
  return workers.length > 0 ? UNKNOWN : undefined;
}
