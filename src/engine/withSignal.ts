import { ImbotError } from '../errors/ImbotError';
import { TEXTS } from './texts';

/** Waits for something that others wait for too: the caller's abort ends the waiting at once, and not the thing itself. */
export function withSignal<T>(shared: Promise<T>, signal: AbortSignal | undefined, method: string): Promise<T> {
  if (signal === undefined) return shared;
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      const message = `${method}: ${TEXTS.aborted}`;
      reject(new ImbotError({ code: 'ABORTED', method, outcome: 'refused', message, cause: signal.reason }));
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
