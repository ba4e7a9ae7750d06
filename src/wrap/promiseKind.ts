import { jQueryKind } from './jQueryKind';
import type { PromiseKind, Settled, Thenable } from './UnderWay';

/**
 * The kind of a returned value; undefined where it has methods or fields of its own that a promise for another request cannot
 * have (got, superagent, `request`): such a value can only be handed on as it is.
 *
 * @param mayEnd is it a question that no call needs, which may be ended for any of them?
 */
export function promiseKind(value: unknown, mayEnd = false): PromiseKind | undefined {
  if (!isThenable(value)) return undefined;
  if (isJQuery(value)) return jQueryKind(value, mayEnd);
  if (carriesMore(value)) return undefined;
  if (Object.getPrototypeOf(value) === Promise.prototype) return NATIVE;
  return isClassOfPromises(Reflect.get(value, 'constructor')) ? familyOf(value) : undefined;
}

export const NATIVE: PromiseKind = {
  promise: (work) => work.then(unwrapped),
};

/** Bluebird, a subclass of Promise: what `then` gives is of the same class. */
function familyOf(seed: Thenable): PromiseKind | undefined {
  const derive = (work: PromiseLike<unknown>): unknown =>
    seed.then(
      () => work,
      () => work,
    );
  const trial = derive(Promise.resolve());
  if (typeof trial !== 'object' || trial === null) return undefined;
  if (Object.getPrototypeOf(trial) !== Object.getPrototypeOf(seed)) return undefined;
  return { promise: (work) => derive(heard(work.then(unwrapped))) };
}

function unwrapped({ ok, values }: Settled): unknown {
  if (!ok) throw values[0];
  return values[0];
}

/**
 * Takes the failure of a question of ours, so that it ends no process. Only promises and emitters are listened to: `then` of a
 * request (superagent) would send it again.
 */
export function quiet(returned: unknown): void {
  listen(returned);
  if (!isThenable(returned)) return;
  // request-promise keeps its promise within.
  const within: unknown = Reflect.get(returned, 'promise');
  if (returned instanceof Promise || promiseKind(returned)) returned.then(nothing, nothing);
  else if (typeof within === 'function') quiet(Reflect.apply(within, returned, []));
}

/** Emitters (requests of Node, streams) throw an 'error' that nobody listens to. */
function listen(returned: unknown): void {
  if (typeof returned !== 'object' || returned === null) return;
  const on: unknown = Reflect.get(returned, 'on');
  if (typeof on === 'function' && typeof Reflect.get(returned, 'emit') === 'function') {
    Reflect.apply(on, returned, ['error', nothing]);
  }
}

function nothing(): void {}

/** Bluebird listens a moment later than the language thinks it should. */
function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(nothing);
  return promise;
}

export function isThenable(value: unknown): value is Thenable {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function';
}

/** Handlers of jQuery's promises get several values. */
export function isJQuery(value: object): boolean {
  return ['done', 'fail', 'always', 'promise'].every((name) => typeof Reflect.get(value, name) === 'function');
}

function carriesMore(value: object): boolean {
  // A class that keeps its request in private has nothing else to show. Bluebird's `cancel` does nothing unless it is asked for.
  if (value instanceof Promise && ENDS.some((name) => typeof Reflect.get(value, name) === 'function')) return true;
  return Object.getOwnPropertyNames(value).some((name) => {
    // Bluebird keeps its handlers so, the first ones by name and the others by number, and so do those who watch promises.
    if (/^[_\d]/.test(name)) return false;
    const own = Object.getOwnPropertyDescriptor(value, name);
    return own?.enumerable === true || typeof own?.value === 'function';
  });
}

const ENDS = ['abort', 'cancel'];

function isClassOfPromises(made: unknown): boolean {
  if (typeof made !== 'function') return false;
  return (
    made.prototype instanceof Promise ||
    ['resolve', 'reject', 'all'].every((name) => typeof Reflect.get(made, name) === 'function')
  );
}
