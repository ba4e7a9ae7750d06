import { isWebStream } from '../facade/responseLike';

/**
 * Lets a Response be read only until its call is given up, as fetch does, and what is cloned of it. It is read already: it would
 * say what it says for ever, or that its body is used, by an error that is told from a lost connection by nobody.
 */
export function untilGivenUp(response: Response, signal: AbortSignal): void {
  // node-fetch goes on, and so does what was read before it was given. What nobody can change stays as it is.
  if (!isWebStream(response.body) || !Object.isExtensible(response)) return;
  for (const name of [...READERS, 'clone']) {
    const method: unknown = Reflect.get(response, name);
    if (typeof method !== 'function') continue;
    const value = (...given: unknown[]): unknown => {
      if (signal.aborted && name !== 'clone') return Promise.reject(signal.reason);
      const answer: unknown = Reflect.apply(method, response, given);
      if (name === 'clone' && answer instanceof Response) untilGivenUp(answer, signal);
      return answer;
    };
    Object.defineProperty(response, name, { value, configurable: true, writable: true });
  }
}

const READERS = ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'];
