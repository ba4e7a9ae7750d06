import { systemCode } from '../http/systemCodes';

/**
 * The same HTTP client of the SDK, limiter and renewal shared, that repeats nothing which may have run: a dropped answer
 * is handed on at once, only refusals wait for their turn.
 */
export function repeatRefusals<H extends object>(http: H): H {
  return new Proxy(http, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      return key === '_restrictionManager' && typeof value === 'object' && value !== null ? careful(value) : value;
    },
  });
}

/** The SDK's manager of limits has private fields, so its methods run on the real one. */
function careful(manager: object): object {
  return new Proxy(manager, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (key !== 'handleError') return value.bind(target);
      return async (...args: unknown[]): Promise<unknown> => {
        const error = args[3];
        const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
        return isPassingRefusal(code) ? Reflect.apply(value, target, args) : 0;
      };
    },
  });
}

/** A code that a portal answers without having run the call, and that a pause helps. */
function isPassingRefusal(code: unknown): boolean {
  if (typeof code !== 'string') return false;
  const { gate, repeat } = systemCode(code);
  return gate === true && (repeat === 'wait' || repeat === 'operating');
}
