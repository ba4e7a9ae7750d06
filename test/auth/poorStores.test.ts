import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { oauth } from '../../src/auth/oauth';
import type { Pair } from '../../src/auth/pair';
import { sharedRenewals } from '../../src/auth/spendOnce';
import type { StoreAccess, TokenStore } from '../../src/auth/TokenStore';
import { createTransport } from '../../src/transport/createTransport';
import type { Transport } from '../../src/transport/types';
import { jumpingClock } from '../transport/clocks';
import { type StandIn, standIn } from '../transport/standIn';

/** Stores that somebody wrote who did not read that all keys are to be kept, or who may not write. */
let portal: StandIn;
let open: Transport[];
let told: string[];
beforeEach(async () => {
  portal = await standIn();
  open = [];
  told = [];
  sharedRenewals().clear();
  vi.spyOn(process, 'emitWarning').mockImplementation((text) => void told.push(String(text)));
});
afterEach(async () => {
  await Promise.allSettled(open.map((transport) => transport.close()));
  await portal.close();
  vi.restoreAllMocks();
});

type Keeps = (pair: Pair) => Pair | undefined;
const only =
  (...names: string[]): Keeps =>
  (pair) => ({
    access_token: pair.access_token,
    refresh_token: pair.refresh_token,
    ...Object.fromEntries(names.filter((name) => name in pair).map((name) => [name, pair[name]])),
  });

const KEEPS: Readonly<Record<string, Keeps>> = {
  'the two tokens': only(),
  'the tokens and when they expire': only('expires'),
  'what the vendor names': only('expires', 'client_endpoint', 'domain', 'member_id'),
  nothing: () => undefined,
  'nothing, and throws': () => {
    throw new Error('EROFS: read-only file system');
  },
};

function poor(keeps: Keeps, lasting: boolean, first?: Pair) {
  let kept = first;
  let last: Promise<unknown> = Promise.resolve();
  const access: StoreAccess = {
    ...(lasting ? { lasting } : {}),
    read: async () => kept && structuredClone(kept),
    async write(pair) {
      kept = keeps(pair) ?? kept;
    },
  };
  const store: TokenStore = {
    read: access.read,
    exclusive(work) {
      const mine = last.then(() => work(access));
      last = mine.catch(() => {});
      return mine;
    },
  };
  return { store, kept: () => kept };
}

function processOn(store: TokenStore): Transport {
  const own: TokenStore = {
    read: store.read,
    exclusive: (work) =>
      store.exclusive((access) => {
        // What one process remembers another does not.
        sharedRenewals().clear();
        return work(access);
      }),
  };
  const tokens = portal.tokens();
  const auth = oauth({ clientId: 'app.1', clientSecret: 'shh-shh', tokens, tokenUrl: portal.tokenUrl, store: own });
  const transport = createTransport({ auth, limits: false, clock: jumpingClock(), timeout: 400_001 });
  open.push(transport);
  return transport;
}

const add = (transport: Transport, MESSAGE: string) =>
  transport.send('imbot.message.add', { MESSAGE }, { replay: 'never' });

const CELLS = Object.entries(KEEPS).flatMap(([name, keeps]) =>
  [true, false].flatMap((lasting) =>
    (['empty', 'with the pair', 'with the tokens alone'] as const).map((before) => ({ name, keeps, lasting, before })),
  ),
);

describe.each(CELLS)(
  'a store that keeps $name (lasting: $lasting), at first $before',
  ({ name, keeps, lasting, before }) => {
    /** Two tokens alone do not say which pair is newer: a process that has an older one in hand may renew once more. */
    const useless = name === 'the two tokens' ? 2 : 0;
    const made = () => {
      const tokens: Pair = { access_token: '', refresh_token: '', ...portal.tokens() };
      const first = { empty: undefined, 'with the pair': tokens, 'with the tokens alone': only()(tokens) }[before];
      return poor(keeps, lasting, first);
    };

    it('one process calls on through three expiries: each token is spent once, each message sent once', async () => {
      const { store, kept } = made();
      const transport = processOn(store);
      for (let round = 1; round <= 3; round++) {
        portal.expired.add(`access-${round}`);
        await Promise.all(['a', 'b', 'c'].map((one) => add(transport, `${one}${round}`)));
      }
      expect(portal.oauth).toMatchObject({ refreshes: 3, replays: 0 });
      expect(portal.effects.sort()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3', 'c1', 'c2', 'c3']);
      if (!name.startsWith('nothing')) expect(kept()?.refresh_token).toBe('refresh-4');
      if (name.endsWith('throws')) expect(told.join()).toContain('kept in memory');
      else if (name === 'nothing') expect(told.join()).toContain('does not hold it');
      else expect(told.join()).toContain('without the keys beside them');
      expect(told.join()).not.toMatch(/access-\d|refresh-\d|shh/);
    });

    it('two processes share it: no message is lost, and no token spent twice where the store keeps the new ones', async () => {
      const { store } = made();
      const [one, other] = [processOn(store), processOn(store)];
      for (let round = 1; round <= 3; round++) {
        portal.expired.add(`access-${round}`);
        await Promise.allSettled([add(one, `one${round}`), add(other, `other${round}`)]);
      }
      if (name.startsWith('nothing')) {
        // Whoever renewed has the only pair: the other one is told to reinstall, and nobody's pair is harmed.
        await add(one, 'end').catch(() => add(other, 'end'));
        expect(new Set(portal.effects).size).toBe(portal.effects.length);
        return;
      }
      expect(portal.effects.sort()).toEqual(['one1', 'one2', 'one3', 'other1', 'other2', 'other3']);
      expect(portal.oauth.replays).toBe(0);
      expect(portal.oauth.refreshes).toBeLessThanOrEqual(3 + useless);
    });

    it('a process that starts anew finds what the store keeps', async () => {
      const { store } = made();
      const first = processOn(store);
      portal.expired.add('access-1');
      await add(first, 'one');
      await first.close();
      if (name.startsWith('nothing')) return;
      await add(processOn(store), 'two');
      portal.expired.add('access-2');
      await add(processOn(store), 'three');
      expect(portal.effects).toEqual(['one', 'two', 'three']);
      expect(portal.oauth.replays).toBe(0);
      expect(portal.oauth.refreshes).toBeLessThanOrEqual(2 + useless);
    });
  },
);
