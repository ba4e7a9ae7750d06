import { isNodeStream } from '../facade/responseLike';

/**
 * Lets a Response be read only until its call is given up, as fetch does. It is read already: it would say what it says for ever,
 * or that its body is used, by an error that is told from a lost connection by nobody.
 */
export function untilGivenUp(response: Response, signal: AbortSignal): void {
  // node-fetch goes on.
  if (isNodeStream(response.body)) return;
  for (const name of READERS) {
    const method: unknown = Reflect.get(response, name);
    if (typeof method !== 'function') continue;
    const value = (...given: unknown[]): unknown =>
      signal.aborted ? Promise.reject(signal.reason) : Reflect.apply(method, response, given);
    Object.defineProperty(response, name, { value, configurable: true, writable: true });
  }
}

const READERS = ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'];
