import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sharedBarren } from '../../src/auth/barren';
import { createKeeper } from '../../src/auth/keeper';
import { memoryTokenStore } from '../../src/auth/memoryTokenStore';
import { type OAuthOptions, oauth } from '../../src/auth/oauth';
import { fingerprint, type Pair } from '../../src/auth/pair';
import { sharedRenewals } from '../../src/auth/spendOnce';
import type { Clock } from '../../src/http/clock';
import { createTransport } from '../../src/transport/createTransport';
import type { Transport } from '../../src/transport/types';
import { manualClock, settle } from '../transport/clocks';
import { failed } from '../transport/failed';
import { type StandIn, standIn } from '../transport/standIn';

const MINUTE = 60_000;
let portal: StandIn;
let open: Transport[];
let warned: string[];
let clock: ReturnType<typeof manualClock>;
beforeEach(async () => {
  portal = await standIn();
  open = [];
  warned = [];
  clock = manualClock(Date.now());
  restart();
  vi.spyOn(process, 'emitWarning').mockImplementation((warning) => void warned.push(String(warning)));
});
afterEach(async () => {
  await Promise.allSettled(open.map((transport) => transport.close()));
  await portal.close();
  vi.restoreAllMocks();
});

/** What a process remembers is gone. */
function restart(): void {
  sharedRenewals().clear();
  sharedBarren().clear();
}

function client(changes: Partial<OAuthOptions> = {}, on: Clock = clock): Transport {
  const { tokenUrl } = portal;
  const auth = oauth({ clientId: 'app.1', clientSecret: 'shh-shh', tokens: portal.tokens(), tokenUrl, ...changes });
  const transport = createTransport({ auth, limits: false, clock: on, timeout: 0 });
  open.push(transport);
  return transport;
}

const add = (transport: Transport) => transport.send('imbot.message.add', { MESSAGE: 'hi' }, { replay: 'never' });
const EXPIRED = { code: 'expired_token', outcome: 'refused', status: 401 };

/** The portal calls every token expired, whatever it is. */
function neverContent(): void {
  vi.spyOn(portal.expired, 'has').mockReturnValue(true);
}

async function refusedTimes(transport: Transport, calls: number): Promise<void> {
  for (let call = 0; call < calls; call++) expect(await failed(add(transport))).toMatchObject(EXPIRED);
}

describe('a portal that calls every token expired', () => {
  it('costs one renewal, not one for each call; the caller gets its error, and the pair is kept', async () => {
    neverContent();
    const store = memoryTokenStore();
    const transport = client({ store });
    await refusedTimes(transport, 100);
    expect(portal.tokenRequests).toHaveLength(1);
    expect(portal.requests).toHaveLength(101);
    expect(portal.effects).toEqual([]);
    expect(await store.read()).toMatchObject({ access_token: 'access-2', refresh_token: 'refresh-2' });
    expect(warned).toEqual([expect.stringMatching(/m3mb3r calls access tokens expired that have just been renewed/)]);
    expect(warned.join()).not.toMatch(/access-|refresh-|shh/);
  });

  it('also for 50 calls at once', async () => {
    neverContent();
    const transport = client();
    const errors = await Promise.all(Array.from({ length: 50 }, () => failed(add(transport))));
    for (const error of errors) expect(error).toMatchObject(EXPIRED);
    await refusedTimes(transport, 10);
    expect(portal.tokenRequests).toHaveLength(1);
  });

  it('is tried again after one minute, then two, then four, up to half an hour', async () => {
    neverContent();
    const transport = client();
    const renewals: number[] = [];
    for (let second = 0; second < 3 * 3_600; second += 20) {
      await refusedTimes(transport, 1);
      if (portal.tokenRequests.length > renewals.length) renewals.push(second);
      await clock.advance(20_000);
    }
    const pauses = renewals.slice(1).map((second, index) => second - (renewals[index] ?? 0));
    const inMinutes = pauses.map((seconds) => Math.floor(seconds / 60));
    expect(inMinutes).toEqual([1, 2, 4, 8, 16, ...Array(4).fill(30)]);
    expect(portal.oauth.replays).toBe(0);
  });

  it('a token that lives for seconds only is no reason either', async () => {
    neverContent();
    portal.oauth.expiresIn = 1;
    const transport = client();
    for (let second = 0; second < 50; second++) {
      await refusedTimes(transport, 1);
      await clock.advance(1_000);
    }
    expect(portal.tokenRequests).toHaveLength(1);
  });

  it('goes on as ever once the portal is content, and the count begins anew', async () => {
    neverContent();
    const transport = client();
    await refusedTimes(transport, 3);
    await clock.advance(MINUTE + 1_000);
    await refusedTimes(transport, 3);
    expect(portal.tokenRequests).toHaveLength(2);
    vi.mocked(portal.expired.has).mockRestore();
    await add(transport);
    expect(portal.tokenRequests).toHaveLength(2);
    // An hour later, in the ordinary way.
    await clock.advance(61 * MINUTE);
    await add(transport);
    expect(portal.tokenRequests).toHaveLength(3);
    neverContent();
    await refusedTimes(transport, 3);
    expect(portal.tokenRequests).toHaveLength(4);
    await clock.advance(MINUTE + 1_000);
    await refusedTimes(transport, 3);
    expect(portal.tokenRequests).toHaveLength(5);
  });

  it('counts for clients made for each call, with a store or without', async () => {
    neverContent();
    for (const store of [undefined, memoryTokenStore()]) {
      restart();
      const before = portal.tokenRequests.length;
      const tokens = portal.tokens({ refresh_token: `refresh-${store === undefined ? 'x' : 'y'}` });
      for (let call = 0; call < 20; call++) await refusedTimes(client({ tokens, ...(store ? { store } : {}) }), 1);
      expect(portal.tokenRequests).toHaveLength(before + 1);
    }
  });

  it('counts for the processes to come, by the store', async () => {
    neverContent();
    const store = memoryTokenStore();
    for (let process = 0; process < 10; process++) {
      restart();
      const transport = client({ store });
      await refusedTimes(transport, 2);
      await transport.close();
    }
    expect(portal.tokenRequests).toHaveLength(1);
    await clock.advance(MINUTE + 1_000);
    restart();
    await refusedTimes(client({ store }), 2);
    expect(portal.tokenRequests).toHaveLength(2);
    expect(portal.oauth.replays).toBe(0);
  });

  it('renew() asks all the same', async () => {
    neverContent();
    const transport = client();
    await refusedTimes(transport, 2);
    await transport.renew();
    expect(portal.tokenRequests).toHaveLength(2);
  });

  it('a pair that came with a reinstallation meanwhile is used at once', async () => {
    portal.expired.add('access-1').add('access-2');
    const store = memoryTokenStore();
    const transport = client({ store });
    await refusedTimes(transport, 2);
    await settle();
    const reinstalled: Pair = {
      access_token: 'access-9',
      refresh_token: 'refresh-9',
      expires: clock.now() / 1000 + 9_999,
    };
    await store.exclusive((access) => access.write(reinstalled));
    await add(transport);
    expect(portal.requests.at(-1)?.params['auth']).toBe('access-9');
    expect(portal.tokenRequests).toHaveLength(1);
  });

  it('a note from a clock that is a day ahead holds nothing up', async () => {
    portal.expired.add('access-1');
    const until = Math.floor(clock.now() / 1000) + 86_400;
    const note = { barren: { token: fingerprint('access-1'), times: 3, until } };
    await add(client({ tokens: { ...portal.tokens(), imbot_compat: note } }));
    expect(portal.tokenRequests).toHaveLength(1);
  });

  it('a store that is away changes nothing', async () => {
    neverContent();
    const away = () => Promise.reject(new Error('away'));
    const inner = memoryTokenStore();
    let broken = false;
    const store = {
      read: () => (broken ? away() : inner.read()),
      exclusive: <T>(work: Parameters<typeof inner.exclusive<T>>[0]) => (broken ? away() : inner.exclusive<T>(work)),
    };
    const transport = client({ store });
    await refusedTimes(transport, 1);
    broken = true;
    await refusedTimes(transport, 3);
    expect(portal.tokenRequests).toHaveLength(1);
  });
});

it('a pair that may be another application’s gets no note: it would name us as its owner', async () => {
  const store = memoryTokenStore();
  const expires = clock.now() / 1000 + 9_999;
  const theirs: Pair = { access_token: 'access-7', refresh_token: 'refresh-7', expires };
  await store.exclusive((access) => access.write(theirs));
  const keeper = createKeeper({ clientId: 'app.2', clientSecret: 'shh', tokens: portal.tokens(), store });
  await keeper.load();
  expect(keeper.pair()).toEqual(theirs);
  keeper.rest(clock);
  expect(keeper.isUnsaved()).toBe(false);
  await keeper.saveNow();
  expect(await store.read()).toEqual(theirs);
});

it('tokens that the portal takes are renewed however soon they expire', async () => {
  const transport = client();
  for (let generation = 1; generation < 6; generation++) {
    portal.expired.add(`access-${generation}`);
    await add(transport);
  }
  expect(portal.tokenRequests).toHaveLength(5);
  expect(warned).toEqual([]);
});
