import { callError } from '../errors/callError';
import { onAbort } from '../http/onAbort';
import { TEXTS } from './texts';

/** Waits for something that others wait for too: the caller's abort ends the waiting at once, and not the thing itself. */
export function withSignal<T>(shared: Promise<T>, signal: AbortSignal | undefined, method: string): Promise<T> {
  if (signal === undefined) return shared;
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(callError({ code: 'ABORTED', method, outcome: 'refused', text: TEXTS.aborted, cause: signal.reason }));
    };
    // One listener for all who wait with this signal: from the eleventh on Node warns of a leak.
    const callOff = signal.aborted ? undefined : onAbort(signal, abort);
    if (callOff === undefined) abort();
    shared.then(resolve, reject).finally(callOff);
  });
}
