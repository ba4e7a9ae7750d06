import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryTokenStore } from '../../src/auth/memoryTokenStore';
import { oauth } from '../../src/auth/oauth';
import { sharedRenewals } from '../../src/auth/spendOnce';
import type { TokenStore } from '../../src/auth/TokenStore';
import { type Clock, systemClock } from '../../src/http/clock';
import { createTransport } from '../../src/transport/createTransport';
import type { Transport } from '../../src/transport/types';
import { jumpingClock } from '../transport/clocks';
import { failed } from '../transport/failed';
import { type StandIn, standIn } from '../transport/standIn';
import { renewedFails, transactional } from './transactional';

/** Each client here stands for a process of its own: what a process remembers is taken away before the next one asks. */
let portal: StandIn;
let open: Transport[];
beforeEach(async () => {
  portal = await standIn();
  open = [];
  sharedRenewals().clear();
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
});
afterEach(async () => {
  await Promise.allSettled(open.map((transport) => transport.close()));
  await portal.close();
  vi.restoreAllMocks();
});

/** Pauses of clients here pass at once, unless one has to save its pair meanwhile. */
function processOn(
  store: TokenStore,
  { forgets = true, ends = true, clock = jumpingClock() }: { forgets?: boolean; ends?: boolean; clock?: Clock } = {},
): Transport {
  const tokens = portal.tokens({ expires: Math.floor(Date.now() / 1000) - 10 });
  const own: TokenStore = {
    read: store.read,
    exclusive: (work) =>
      store.exclusive((access) => {
        if (forgets) sharedRenewals().clear();
        return work(access);
      }),
  };
  const { tokenUrl } = portal;
  const auth = oauth({ clientId: 'app.1', clientSecret: 'shh-shh', tokens, tokenUrl, store: own });
  const transport = createTransport({ auth, limits: false, clock, timeout: 400_001 });
  if (ends) open.push(transport);
  return transport;
}

const PATIENT = { timeout: 30_000, interval: 5 };
const add = (transport: Transport, MESSAGE = 'hi') =>
  transport.send('imbot.message.add', { MESSAGE }, { replay: 'never' });

describe('a pair whose commit failed, still in the hand of the process that renewed it', () => {
  it.each([1, 2])(
    '%i times: one who gets the lock at that very moment does not spend the token again',
    async (fails) => {
      const lose = renewedFails(fails);
      let second: Promise<unknown> | undefined;
      const store = transactional(async (written) => {
        // The other process comes for the lock as the commit fails: it gets it at once, before the pair can be saved.
        if (written.access_token !== 'access-1') second ??= add(other, 'second');
        for (let i = 0; i < 20; i++) await null;
        lose(written);
      });
      const one = processOn(store, { clock: systemClock });
      const other = processOn(store, { clock: systemClock });
      await add(one, 'first');
      await second;
      expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
      expect(portal.effects.sort()).toEqual(['first', 'second']);
      expect(store.kept()?.access_token).toBe('access-2');
    },
  );
});

describe('a lock that is slow by itself', () => {
  it('makes nobody wait for others', async () => {
    const store = memoryTokenStore();
    const slow: TokenStore = {
      read: store.read,
      async exclusive(work) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return store.exclusive(work);
      },
    };
    const clock = jumpingClock();
    await add(processOn(slow, { clock }));
    expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
    expect(clock.pauses).toEqual([]);
  });
});

describe('a process that ends between its word and its pair', () => {
  /** It ends as the lock is asked for the `after`-th time, or with its pair in the hand. */
  function dying(store: TokenStore, at: 'before it asks' | 'after it asked'): TokenStore {
    let turns = 0;
    const never = new Promise<never>(() => {});
    return {
      read: store.read,
      exclusive(work) {
        turns++;
        if (at === 'before it asks') return turns > 1 ? never : store.exclusive(work);
        // Its transaction is rolled back as its connection ends.
        if (turns === 2) return store.exclusive(work).then(() => never);
        return turns > 2 ? never : store.exclusive(work);
      },
    };
  }

  it('before it asked: the token is good, and is spent by another one', async () => {
    const store = transactional();
    void add(processOn(dying(store, 'before it asks'), { ends: false })).catch(() => {});
    await vi.waitFor(() => expect(store.kept()?.imbot_compat?.asking).toBeDefined(), PATIENT);
    const clock = jumpingClock();
    await add(processOn(store, { clock }), 'heir');
    // For the pair that may come, in looks of a tenth of a second; on the clock of this client, and not on the system's.
    expect(clock.pauses.filter((ms) => ms === 100)).toHaveLength(50);
    expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
    expect(portal.effects).toEqual(['heir']);
    expect(store.kept()?.imbot_compat?.asking).toBeUndefined();
  });

  it('after it asked: no REINSTALL as long as its pair may come, and none who comes later asks', async () => {
    const store = transactional(renewedFails(99));
    const first = processOn(dying(store, 'after it asked'), { ends: false });
    void add(first).catch(() => {});
    await vi.waitFor(() => expect(portal.oauth.refreshes).toBe(1), PATIENT);
    const heir = failed(processOn(store).renew());
    await vi.waitFor(() => expect(store.kept()?.imbot_compat?.lost).toBeDefined(), PATIENT);
    const later = failed(processOn(store).renew());
    expect(await later).toMatchObject({ code: 'REINSTALL' });
    expect(await heir).toMatchObject({ code: 'REINSTALL' });
    expect(portal.tokenRequests).toHaveLength(2);
  });
});

describe('a question that brought no pair', () => {
  it('leaves no word behind: the next process asks without waiting', async () => {
    const store = transactional();
    portal.oauth.answer = () => [400, { error: 'wrong_client', error_description: 'no' }];
    await failed(processOn(store).renew());
    expect(store.kept()?.imbot_compat?.asking).toBeUndefined();
    portal.oauth.answer = undefined;
    const clock = jumpingClock();
    await processOn(store, { clock }).renew();
    expect(clock.pauses).toEqual([]);
    expect(portal.oauth.refreshes).toBe(1);
  });

  it('an invalid token is noted for all, on a store too that takes back what is written where the work throws', async () => {
    const store = transactional();
    portal.oauth.answer = () => [400, { error: 'invalid_grant', error_description: 'no' }];
    for (let i = 0; i < 3; i++) {
      expect(await failed(processOn(store).renew())).toMatchObject({ code: 'REINSTALL' });
    }
    expect(portal.tokenRequests).toHaveLength(1);
  });
});

describe('a word that can not be committed', () => {
  it.each([
    ['twice', 2],
    ['ever', 99],
  ])('%s: the bot lives on', async (_name, fails) => {
    let left = fails;
    const store = transactional(() => {
      if (left-- > 0) throw new Error('disk full');
    });
    await add(processOn(store, { forgets: false }));
    expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
    expect(portal.effects).toHaveLength(1);
  });

  it('nor in a store that keeps the fields it knows and drops our notes: the bot lives on', async () => {
    const store = transactional((written) => void delete written.imbot_compat);
    await add(processOn(store, { forgets: false }));
    expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
    expect(store.kept()?.access_token).toBe('access-2');
  });
});
