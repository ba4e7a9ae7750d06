import type { Imbot } from '../client/createImbot';
import { ImbotError } from '../errors/ImbotError';
import { errorFields } from '../facade/errorFields';
import { allFailed, type BatchResults, batchResults } from './batchResults';
import { type Calls, commandsOf } from './commandsOf';
import { createResult, type Query, type ResultCallback, type ResultLike, type ResultParts } from './createResult';

/** The part of BX24 that calls REST. */
export interface BX24 {
  /** Calls one method. */
  callMethod(method: string, params?: object | null, callback?: (result: ResultLike) => unknown): void;
  /** Up to 50 commands in one request. */
  callBatch(calls: Calls, callback?: (results: BatchResults) => unknown, haltOnError?: boolean): void;
}

/**
 * `BX24.callMethod` and `BX24.callBatch` in Node, over a client of `createImbot`. Callbacks are called once, with an error
 * in the result where the call failed; nothing is thrown.
 * @example
 * const BX24 = createBX24(imbot);
 * BX24.callMethod('imbot.message.add', { DIALOG_ID: 'chat5', MESSAGE: 'Hi' }, (result) => {
 *   console.log(result.error() ?? result.data());
 * });
 */
export function createBX24(imbot: Pick<Imbot, 'request' | 'batch'>): BX24 {
  function callMethod(method: string, params?: object | null, callback?: (result: ResultLike) => unknown): void {
    const data = { ...params };
    const done = (answer: ResultParts) => callback?.(createResult(answer, { method, data }, callback, again));
    imbot.request(method, data).then(
      ({ result, time, total, next }) => {
        queueMicrotask(() => done({ result, time, total, next, status: 200 }));
      },
      (error: unknown) => {
        queueMicrotask(() => done(failed(error)));
      },
    );
  }

  function callBatch(calls: Calls, callback?: (results: BatchResults) => unknown, haltOnError?: boolean): void {
    const { keys, list, commands } = commandsOf(calls);
    const parts = { keys, list, commands, again };
    const whole = list && keys.length === commands.size ? [...commands.values()] : Object.fromEntries(commands);
    imbot.batch(whole, { halt: haltOnError === true }).then(
      (answer) => {
        queueMicrotask(() => callback?.(batchResults(answer, parts)));
      },
      (error: unknown) => {
        const { error: ex, status } = failed(error);
        queueMicrotask(() => callback?.(allFailed(ex, status, parts)));
      },
    );
  }

  function again({ method, data }: Query, callback: ResultCallback | undefined): void {
    callMethod(method, data, callback);
  }

  return { callMethod, callBatch };
}

function failed(error: unknown): ResultParts {
  if (error instanceof ImbotError) return { error: errorFields(error), status: error.status ?? 0 };
  return { error: { error: 'NO_ANSWER', error_description: 'The call failed.' }, status: 0 };
}
