import type { Pair } from '../../auth/pair';
import type { TokenStore } from '../../auth/TokenStore';

/** Who watches a store. */
interface Watch {
  /** Told each pair that is read or is to be written, also where the writing fails: it is the newest there is. */
  onPair(pair: Pair): void;
  /** Told each pair that is there. */
  onStored(pair: Pair): void;
  /** One that was replaced is not there, and is not written any more. */
  isReplaced(pair: Pair): boolean;
}

/** The same store, watched. */
export function watchedStore(store: TokenStore, { onPair, onStored, isReplaced }: Watch): TokenStore {
  const seen = (pair: Pair | undefined): Pair | undefined => {
    if (pair === undefined || isReplaced(pair)) return undefined;
    onPair(pair);
    return pair;
  };
  const stored = (pair: Pair | undefined): Pair | undefined => {
    if (pair !== undefined) onStored(pair);
    return seen(pair);
  };
  return {
    read: async () => stored(await store.read()),
    exclusive: (work) =>
      store.exclusive((access) =>
        work({
          ...access,
          read: async () => stored(await access.read()),
          async write(pair) {
            if (seen(pair) === undefined) return;
            await access.write(pair);
            onStored(pair);
          },
        }),
      ),
  };
}
