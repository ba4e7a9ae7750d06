import type { Pair } from './pair';
import type { StoreAccess, TokenStore } from './TokenStore';

/**
 * Keeps the pair for as long as the process lives.
 * @example
 * const auth = oauth({ clientId, clientSecret, tokens: install.auth, store: memoryTokenStore() });
 */
export function memoryTokenStore(): TokenStore {
  let pair: Pair | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const access: StoreAccess = {
    lasting: true,
    read: async () => pair,
    write: async (next) => {
      pair = next;
    },
  };
  return {
    read: access.read,
    exclusive(work) {
      const mine = last.then(() => work(access));
      last = mine.catch(() => {});
      return mine;
    },
  };
}
