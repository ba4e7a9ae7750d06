import type { Pair } from '../../src/auth/pair';
import type { TokenStore } from '../../src/auth/TokenStore';

export interface Transactional extends TokenStore {
  /** What is committed. */
  kept(): Pair | undefined;
}

/**
 * A store as on SQL: what was written counts once the commit has come, and nothing of it where the work throws.
 * @param commit called with what a transaction has written before it counts; a throw loses it
 */
export function transactional(commit: (written: Pair) => unknown = () => {}): Transactional {
  let kept: Pair | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    kept: () => kept,
    read: async () => kept,
    exclusive(work) {
      const mine = last.then(async () => {
        let staged = kept;
        const result = await work({
          read: async () => staged,
          async write(pair) {
            staged = pair;
          },
        });
        if (staged !== undefined && staged !== kept) await commit(staged);
        kept = staged;
        return result;
      });
      last = mine.catch(() => {});
      return mine;
    },
  };
}

/** The first `times` commits of a renewed pair fail. */
export function renewedFails(times: number): (written: Pair) => void {
  let left = times;
  return ({ access_token }) => {
    if (access_token !== 'access-1' && left-- > 0) throw new Error('could not serialize access-2 with shh-shh');
  };
}
