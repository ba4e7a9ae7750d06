import type { Pair } from '../../auth/pair';
import type { TokenStore } from '../../auth/TokenStore';

/** The same store; tells each pair that is read or is to be written, also where the writing fails: it is the newest there is. */
export function watchedStore(store: TokenStore, onPair: (pair: Pair) => void): TokenStore {
  const seen = <Read extends Pair | undefined>(pair: Read): Read => {
    if (pair !== undefined) onPair(pair);
    return pair;
  };
  return {
    read: async () => seen(await store.read()),
    exclusive: (work) =>
      store.exclusive((access) =>
        work({
          ...access,
          read: async () => seen(await access.read()),
          write: (pair) => access.write(seen(pair)),
        }),
      ),
  };
}
