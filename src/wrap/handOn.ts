import type { Engine } from '../engine/createEngine';
import { runBatch } from '../engine/runBatch';
import type { Send } from '../engine/runPlan';
import { ImbotError } from '../errors/ImbotError';
import type { WrappedErrand } from './types';

/**
 * Calls the wrapped function as it was called, and hands on what it returns: the same object, at once. The engine counts the
 * call beside it, and sends nothing.
 */
export function handOn(engine: Engine, errand: WrappedErrand, mode: 'v1' | 'audit'): unknown {
  const { fn, self, args, call, portal } = errand;
  const send: Send = async (method) => {
    if (method.toLowerCase() === call.method.toLowerCase()) return { result: {} };
    throw new ImbotError({
      code: 'NO_ANSWER',
      method,
      outcome: 'unknown',
      message: `${method}: nothing is asked here.`,
    });
  };
  const via = { send, portal };
  const own = { ...errand.own, mode };
  const counted: Promise<unknown> = call.batch
    ? runBatch(engine, via, call.batch.calls, { ...own, halt: call.batch.halt })
    : engine.request(via, call.method, call.params, own);
  counted.catch(() => {});
  return Reflect.apply(fn, self, args);
}
