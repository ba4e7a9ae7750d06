import { soon } from './soon';
import type { PromiseKind, Settled, Thenable, UnderWay } from './UnderWay';

/**
 * jQuery's promises pass several values on, and a jqXHR shows the request beside them.
 *
 * @param mayEnd is the seed a question that no call needs, which may be ended for any of them?
 */
export function jQueryKind(seed: Thenable, mayEnd: boolean): PromiseKind {
  return {
    promise(work, call) {
      let giveUp: (end: Settled) => void = () => {};
      const givenUp = new Promise<Settled>((resolve) => {
        giveUp = resolve;
      });
      let isOver = false;
      const over = (): void => {
        isOver = true;
      };
      work.then(over, over);
      const promise = chained(seed, settledFor(Promise.race([work, givenUp])));
      if (typeof promise !== 'object' || promise === null) return promise;
      /** What the jqXHR of the call itself does; one that was not sent is not sent any more. */
      const abort = (text: unknown = 'abort'): unknown => {
        if (stop(call.sent, text)) return promise;
        if (!isOver && call.givenUp === undefined) {
          call.givenUp = [promise, text, text];
          giveUp({ ok: false, values: call.givenUp });
          // Nothing is heard before it: a first question that still waits. Others ask again, or go on as v1.
          if (mayEnd) stop(seed, text);
        }
        return promise;
      };
      for (const name of [...Object.keys(seed), ...XHR_FIELDS]) {
        if (name in promise) continue;
        const isMethod = typeof Reflect.get(seed, name) === 'function';
        Object.defineProperty(promise, name, {
          get: () => (name === 'abort' && isMethod ? abort : shown(call, name, isMethod, promise)),
          enumerable: true,
          configurable: true,
        });
      }
      return promise;
    },
  };
}

function stop(request: unknown, text: unknown): boolean {
  const method: unknown = Reflect.get(Object(request), 'abort');
  if (typeof method !== 'function') return false;
  Reflect.apply(method, request, [text]);
  return true;
}

/** What jQuery follows: from 3 on whatever has `then`, before only what gives a promise of jQuery's. */
function settledFor(work: Promise<Settled>): object {
  const followed: Followed = {
    done: (fulfil) => hear(true, fulfil),
    fail: (reject) => hear(false, reject),
    progress: () => followed,
    // biome-ignore lint/suspicious/noThenProperty: only a thenable hands several values to jQuery.
    then: (fulfil, reject) => hear(true, fulfil).fail(reject),
    promise: () => followed,
  };
  function hear(wanted: boolean, handler: Handler): Followed {
    // What a handler of old jQuery throws is thrown at nobody's call.
    void work.then(({ ok, values }) => ok === wanted && soon(() => handler(...values)));
    return followed;
  }
  return followed;
}

/** Before 1.8 `then` gives the promise itself, and `pipe` the next one. */
function chained(seed: Thenable, next: object): unknown {
  const follow = (): object => next;
  const promise = seed.then(follow, follow);
  if (promise !== seed) return promise;
  const pipe: unknown = Reflect.get(seed, 'pipe');
  return typeof pipe === 'function' ? Reflect.apply(pipe, seed, [follow, follow]) : promise;
}

interface Followed {
  done(fulfil: Handler): Followed;
  fail(reject: Handler): Followed;
  progress(): Followed;
  then(fulfil: Handler, reject: Handler): object;
  promise(): Followed;
}

type Handler = (...values: readonly unknown[]) => unknown;

const XHR_FIELDS = ['readyState', 'status', 'statusText', 'responseText', 'responseJSON', 'responseXML'];

/** What stands there now: of the last request, of one that is not sent yet, or of one that was aborted before. */
function shown({ givenUp, returned }: UnderWay, name: string, isMethod: boolean, promise: object): unknown {
  if (givenUp && XHR_FIELDS.includes(name)) return name === 'statusText' ? givenUp[1] : ABORTED.get(name);
  if (typeof returned !== 'object' || returned === null) {
    if (isMethod) return () => (name.startsWith('get') ? null : promise);
    return name === 'readyState' ? 1 : undefined;
  }
  const value: unknown = Reflect.get(returned, name);
  return typeof value === 'function' ? value.bind(returned) : value;
}

const ABORTED: ReadonlyMap<string, number> = new Map([
  ['readyState', 0],
  ['status', 0],
]);
