import { describe, expect, it } from 'vitest';
import { guardedStore } from '../../src/auth/guardedStore';
import type { StoreAccess, TokenStore } from '../../src/auth/TokenStore';
import { manualClock, settle } from '../transport/clocks';

const PAIR = { access_token: 'a', refresh_token: 'r' };

/** A store that begins what it is given when told to, with every question answered at once. */
function slow() {
  const written: unknown[] = [];
  const access: StoreAccess = { read: async () => undefined, write: async (pair) => void written.push(pair) };
  let begin = (): Promise<unknown> => Promise.reject(new Error('nothing to begin'));
  let commit = () => {};
  const store: TokenStore = {
    read: access.read,
    exclusive: (work) =>
      new Promise((resolve, reject) => {
        begin = () => {
          const working = work(access);
          working.then((value) => {
            commit = () => resolve(value);
          }, reject);
          return working;
        };
      }),
  };
  const clock = manualClock();
  return {
    written,
    clock,
    guarded: guardedStore(store, 'app.1', clock),
    begin: () => begin(),
    commit: () => commit(),
  };
}

describe('work under the lock of a store', () => {
  it('that the store begins in time runs, and its result comes back', async () => {
    const { guarded, begin, commit, clock } = slow();
    const result = guarded.exclusive(async () => 'done');
    await clock.advance(359_999);
    await begin();
    commit();
    expect(await result).toBe('done');
  });

  it.each([360_000, 3_600_000])(
    'that the store begins after it was given up (%i ms) does not run: nobody waits for it, and it would spend a token',
    async (ms) => {
      const { guarded, begin, clock, written } = slow();
      let runs = 0;
      const result = guarded.exclusive(async (access) => {
        runs++;
        await access.write(PAIR);
      });
      const failure = expect(result).rejects.toThrow('no lock within 360000 ms');
      await clock.advance(ms);
      await failure;
      await expect(begin()).rejects.toThrow('the lock came too late');
      expect([runs, written]).toEqual([0, []]);
    },
  );

  it('that the store runs again after it did not give the lock back does not run again', async () => {
    const { guarded, begin, clock } = slow();
    let runs = 0;
    const result = guarded.exclusive(async () => {
      runs++;
    });
    const failure = expect(result).rejects.toThrow('the lock was not given back within 5000 ms');
    await begin();
    await clock.advance(5_000);
    await failure;
    await expect(begin()).rejects.toThrow('the lock came too late');
    expect(runs).toBe(1);
  });

  it('is not hurried while it has the lock', async () => {
    const { guarded, begin, commit, clock } = slow();
    let finish = () => {};
    const result = guarded.exclusive(
      () =>
        new Promise<string>((resolve) => {
          finish = () => resolve('late');
        }),
    );
    const working = begin();
    await clock.advance(3_600_000);
    finish();
    await working;
    await settle();
    commit();
    expect(await result).toBe('late');
  });
});
