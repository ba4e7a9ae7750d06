import type { Engine } from '../engine/createEngine';
import type { Send } from '../engine/types';
import { callError } from '../errors/callError';
import type { Invocation } from './types';

/**
 * Calls the wrapped function as it was called, and hands on what it returns: the same object, at once. The engine counts the
 * call beside it, and sends nothing.
 */
export function handOn(engine: Engine, invocation: Invocation, mode: 'v1' | 'audit'): unknown {
  const { fn, self, args, call, portal } = invocation;
  const send: Send = async (method) => {
    if (method.toLowerCase() === call.method.toLowerCase()) return { result: {} };
    throw callError({ code: 'NO_ANSWER', method, outcome: 'unknown', text: 'nothing is asked here.' });
  };
  const connection = { send, portal };
  const own = { ...invocation.own, mode };
  const counted: Promise<unknown> = call.batch
    ? engine.batch(connection, call.batch.calls, { ...own, halt: call.batch.halt })
    : engine.request(connection, call.method, call.params, own);
  counted.catch(() => {});
  return Reflect.apply(fn, self, args);
}
