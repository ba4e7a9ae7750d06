import type { Pair } from '../../auth/pair';
import type { TokenStore } from '../../auth/TokenStore';

/**
 * The same store; tells each pair that is read or is to be written, also where the writing fails: it is the newest there is. One
 * that was replaced is not there, and is not written any more.
 */
export function watchedStore(
  store: TokenStore,
  onPair: (pair: Pair) => void,
  isReplaced: (pair: Pair) => boolean,
): TokenStore {
  const seen = (pair: Pair | undefined): Pair | undefined => {
    if (pair === undefined || isReplaced(pair)) return undefined;
    onPair(pair);
    return pair;
  };
  return {
    read: async () => seen(await store.read()),
    exclusive: (work) =>
      store.exclusive((access) =>
        work({
          ...access,
          read: async () => seen(await access.read()),
          async write(pair) {
            if (seen(pair) !== undefined) await access.write(pair);
          },
        }),
      ),
  };
}
