import { afterEach, beforeEach, expect, it } from 'vitest';
import { memoryTokenStore } from '../../src/auth/memoryTokenStore';
import { oauth } from '../../src/auth/oauth';
import { sharedRenewals } from '../../src/auth/spendOnce';
import type { TokenStore } from '../../src/auth/TokenStore';
import { type Clock, systemClock } from '../../src/http/clock';
import { createTransport } from '../../src/transport/createTransport';
import { type StandIn, standIn } from '../transport/standIn';

const MINUTE = 60_000;
let portal: StandIn;
beforeEach(async () => {
  portal = await standIn();
  sharedRenewals().clear();
});
afterEach(() => portal.close());

/** A clock on the wall that somebody sets, beside the time that has passed. */
function setClock() {
  let ahead = 0;
  let passed = 0;
  const clock: Clock = {
    ...systemClock,
    now: () => Date.now() + passed + ahead,
    elapsed: () => passed,
  };
  return {
    clock,
    set: (minutes: number) => {
      ahead += minutes * MINUTE;
    },
    pass: (minutes: number) => {
      passed += minutes * MINUTE;
    },
  };
}

function client(store: TokenStore, clock: Clock) {
  const { tokenUrl } = portal;
  const auth = oauth({ clientId: 'app.1', clientSecret: 'shh', tokens: portal.tokens(), tokenUrl, store });
  return createTransport({ auth, limits: false, clock });
}

const add = (transport: ReturnType<typeof client>) =>
  transport.send('imbot.message.add', { MESSAGE: 'hi' }, { replay: 'never' });

it.each([
  ['there and back', [83, -83, 83, -83, 83, -83]],
  ['back and there', [-83, 83, -83, 83, -83, 83]],
  ['ever ahead', [83, 83, 83, 83, 83, 83]],
  ['ever back', [-83, -83, -83, -83, -83, -83]],
])(
  'a clock that is set between calls (%s) costs no renewal: the pair in hand is as old as it is',
  async (_name, jumps) => {
    const { clock, set } = setClock();
    const transport = client(memoryTokenStore(), clock);
    await add(transport);
    for (const minutes of jumps) {
      set(minutes);
      await add(transport);
    }
    expect(portal.oauth.refreshes).toBe(0);
    // The same for a pair that came by a renewal.
    await transport.renew();
    for (const minutes of jumps) {
      set(minutes);
      await add(transport);
    }
    expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
    await transport.close();
  },
);

it('a clock that is set back hides no expiry: the time that passed counts', async () => {
  const { clock, set, pass } = setClock();
  const transport = client(memoryTokenStore(), clock);
  await add(transport);
  set(-83);
  pass(61);
  portal.expired.add('access-1');
  await add(transport);
  expect(portal.oauth.refreshes).toBe(1);
  // No call went out with the token that had passed.
  expect(portal.requests.map(({ params }) => params['auth'])).toEqual(['access-1', 'access-2']);
  await transport.close();
});

it('clients that start at other times of the clock renew once at most each, where the stored pair looks expired', async () => {
  const store = memoryTokenStore();
  for (const [i, minutes] of [83, -83, 83, -83, 83, -83].entries()) {
    const { clock, set } = setClock();
    set(i % 2 === 0 ? minutes : 0);
    sharedRenewals().clear();
    const transport = client(store, clock);
    await add(transport);
    await add(transport);
    expect(portal.oauth.refreshes).toBeLessThanOrEqual(i + 1);
    await transport.close();
  }
  expect(portal.oauth.replays).toBe(0);
});
