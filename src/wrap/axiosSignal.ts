import type { AxiosLikeConfig } from './AxiosLike';

/** A signal that aborts as a request of axios is given up, and the end of listening for it. */
export interface AxiosSignal {
  readonly signal: AbortSignal | undefined;
  readonly callOff: () => void;
}

/** By `signal`, by the older `cancelToken`, or by both. */
export function axiosSignal({ signal, cancelToken }: AxiosLikeConfig): AxiosSignal {
  const given = typeof AbortSignal !== 'undefined' && signal instanceof AbortSignal ? signal : undefined;
  if (typeof cancelToken !== 'object' || cancelToken === null || typeof AbortController === 'undefined')
    return { signal: given, callOff: () => {} };
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const method = (name: string): ((...list: unknown[]) => unknown) | undefined => {
    const found: unknown = Reflect.get(cancelToken, name);
    return typeof found === 'function' ? (...list) => Reflect.apply(found, cancelToken, list) : undefined;
  };
  const subscribe = method('subscribe');
  const promise: unknown = Reflect.get(cancelToken, 'promise');
  if (subscribe) subscribe(abort);
  // Before 0.22 there is nothing to call off.
  else if (promise instanceof Promise) void promise.then(abort);
  given?.addEventListener('abort', abort);
  if (given?.aborted) abort();
  return {
    signal: controller.signal,
    callOff() {
      method('unsubscribe')?.(abort);
      given?.removeEventListener('abort', abort);
    },
  };
}

/** Throws as this axios does for a request that is given up before it is sent. */
export async function throwGivenUp(
  { signal, cancelToken, ...config }: AxiosLikeConfig,
  bare: { request(config: object): Promise<unknown> } | undefined,
): Promise<never> {
  const throwIfRequested: unknown = Reflect.get(Object(cancelToken), 'throwIfRequested');
  if (typeof throwIfRequested === 'function') Reflect.apply(throwIfRequested, cancelToken, []);
  // It looks at the signal before all else.
  await bare?.request({ ...config, signal, adapter: neverSends });
  throw Reflect.get(Object(signal), 'reason');
}

function neverSends(): Promise<never> {
  return Promise.reject(new Error('given up'));
}
