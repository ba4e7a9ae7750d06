import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../portal/faults';
import type { TokenStore } from '../../src/auth/TokenStore';
import { type HeldNow, judgePair } from '../../src/gateway/tokens/judgePair';
import type { TokenOwner } from '../../src/gateway/tokens/whoseToken';
import { heldScene } from './heldScene';
import { send } from './twins';
import { until } from './until';

let folder = '';
const ends: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-installations-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

const HOUR = 3_600_000;
const scene = (options?: Parameters<typeof heldScene>[1]) => heldScene({ folder, ends }, options);
const call = (url: string, token: string, method = 'user.current') => send(url, `/rest/${method}?auth=${token}`);

/** What a portal says that says nothing of the token. */
const SILENCES: readonly (readonly [string, Omit<Fault, 'method'>])[] = [
  ['no connection', { kind: 'drop-before' }],
  ['half an answer', { kind: 'truncated' }],
  ['a page', { kind: 'html', status: 200 }],
  ['502', { kind: 'html' }],
  ['503', { kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED' }],
  ['429', { kind: 'status', status: 429, code: 'OPERATION_TIME_LIMIT' }],
  ['403', { kind: 'status', status: 403, code: 'ACCESS_DENIED' }],
  ['400', { kind: 'status', status: 400, code: 'ERROR_METHOD_NOT_FOUND' }],
  ['402', { kind: 'status', status: 402, code: 'PAYMENT_REQUIRED' }],
  ['another place', { kind: 'redirect', location: 'https://acme.example/rest/' }],
];

describe.each(SILENCES)('a portal that says %s about an installation', (_name, fault) => {
  describe.each(['profile', 'app.info'])('to %s', (method) => {
    it.each([true, false])('costs nobody his bot; the former pair lives: %s', async (lives) => {
      const { portal, application, first, held, url, later, told } = await scene({ code: 'acme.bot' });
      portal.fault({ ...fault, method, times: 2 });
      const second = { ...application.tokens(2), application_token: 'of the new installation' };
      if (!lives) {
        portal.state.accessTokens.delete(first.access_token);
        portal.state.refreshTokens.delete(first.refresh_token);
      }
      await held.see({ auth: second, by: 'installation' });
      if (lives) expect(told).toContainEqual({ what: 'not held yet', by: 'installation', why: expect.any(String) });
      if (lives) expect((await call(url, first.access_token)).status).toBe(200);
      for (let hour = 0; hour < 4; hour += 1) {
        later(HOUR / 2 + 60_000);
        await call(url, second.access_token);
        await call(url, first.access_token);
      }
      expect((await call(url, second.access_token)).body).toMatchObject({ result: { ID: '2' } });
      expect((await call(url, first.access_token)).body).toMatchObject({ result: { ID: '2' } });
      expect(portal.oauth.refused['invalid_client']).toBeUndefined();
    });
  });
});

describe('the first installation by a stranger with an application of his own', () => {
  it.each(['app.1', 'acme.bot'])('keeps no place from the own one (%s)', async (code) => {
    const { portal, application, held, url, later } = await scene({ holds: false, code });
    const other = portal.application({ clientId: 'app.other', clientSecret: 's', scope: 'imbot,im,user' });
    await held.see({ auth: other.tokens(), by: 'installation' });
    const own = application.tokens(2);
    await held.see({ auth: own, by: 'installation' });
    for (let hour = 0; hour < 3; hour += 1) {
      later(HOUR + 1_000);
      expect((await call(url, own.access_token)).body).toMatchObject({ result: { ID: '2' } });
    }
  });
});

describe('an installation while the former pair is renewed', () => {
  it.each([true, false])('stands; the renewal brings a pair: %s', async (brings) => {
    const { portal, application, first, held, url, later, path, told } = await scene();
    later(HOUR + 1_000);
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    portal.fault({ method: 'oauth/token', kind: 'slow', gate });
    const waiting = call(url, first.access_token);
    await until(() => readFileSync(path, 'utf8').includes('asking'));
    const second = application.tokens(2);
    if (!brings) portal.state.refreshTokens.delete(first.refresh_token);
    const installed = held.see({ auth: second, by: 'installation' });
    await until(() => told.some(({ what }) => what === 'held'));
    open();
    await Promise.all([installed, waiting]);
    later(60_000);
    for (const token of [first.access_token, second.access_token])
      expect((await call(url, token)).body).toMatchObject({ result: { ID: '2' } });
    // Whoever renews has the lock of the store.
    await until(() => JSON.parse(readFileSync(path, 'utf8')).access_token === second.access_token);
  });
});

describe('installations whose tokens are over', () => {
  it('posted by a stranger cost the application no more than a question a minute, and take nothing', async () => {
    const { portal, held, url, later, first } = await scene();
    const other = portal.application({ clientId: 'app.other', clientSecret: 's', scope: 'imbot,im,user' });
    const pairs = Array.from({ length: 50 }, () => other.tokens());
    later(HOUR + 1_000);
    expect((await call(url, first.access_token)).status).toBe(200);
    const before = portal.oauth.requests;
    for (let round = 0; round < 10; round += 1) {
      for (const auth of pairs.slice(round * 5, round * 5 + 5)) await held.see({ auth, by: 'installation' });
      later(6_000);
      for (let count = 0; count < 5; count += 1) expect((await call(url, first.access_token)).status).toBe(200);
    }
    await held.inPlaceOf(first.access_token, async () => true);
    expect(portal.oauth.requests - before).toBeLessThanOrEqual(2);
    expect(portal.oauth.refreshes).toBe(1);
  });
});

describe('what waits', () => {
  it.each(['installation', 'page'] as const)('costs the portal few questions (%s)', async (by) => {
    const { portal, application, held, url, later, first } = await scene({ code: 'acme.bot' });
    portal.fault({ method: /profile|app\.info/, kind: 'status', status: 403, code: 'ACCESS_DENIED', times: 10_000 });
    await held.see({ auth: { ...application.tokens(2), application_token: 'new' }, by });
    const before = portal.requests.length;
    for (let count = 0; count < 300; count += 1) {
      expect((await call(url, first.access_token)).status).toBe(200);
      later(2_000);
    }
    expect(portal.requests.length - before - 300).toBeLessThan(25);
  });

  it('of two installations the later one is held, and stays', async () => {
    const { portal, application, held, url, later, first } = await scene({ code: 'acme.bot' });
    portal.fault({ method: /profile|app\.info/, kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED', times: 2 });
    const [earlier, latest] = [application.tokens(2), application.tokens(3)];
    for (const auth of [earlier, latest]) await held.see({ auth, by: 'installation' });
    for (let minute = 0; minute < 20; minute += 1) {
      later(60_000);
      await call(url, first.access_token);
    }
    expect((await call(url, first.access_token)).body).toMatchObject({ result: { ID: '3' } });
  });

  it('is asked about no more once it is known to be a stranger’s', async () => {
    const { portal, held, url, later, first } = await scene({ code: 'acme.bot' });
    const other = portal.application({ clientId: 'app.other', clientSecret: 's', scope: 'imbot,im,user' });
    portal.fault({ method: /profile|app\.info/, kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED', times: 1 });
    await held.see({ auth: { ...other.tokens(2), application_token: 'new' }, by: 'installation' });
    const ask = async (): Promise<void> => {
      later(400_000);
      expect((await call(url, first.access_token)).status).toBe(200);
    };
    for (let count = 0; count < 3; count += 1) await ask();
    const before = portal.requests.length;
    for (let count = 0; count < 4; count += 1) await ask();
    expect(portal.requests.length - before).toBe(4);
  });

  it('a pair of a page of another user is taken where the held one is dead', async () => {
    const { portal, application, held, url, first } = await scene({ code: 'acme.bot' });
    const second = application.tokens(2);
    portal.state.accessTokens.delete(first.access_token);
    portal.state.refreshTokens.delete(first.refresh_token);
    await held.see({ auth: second, by: 'page' });
    expect((await call(url, first.access_token)).body).toMatchObject({ result: { ID: '2' } });
  });
});

describe('an installation that is posted again', () => {
  it.each(['installation', 'page'] as const)('as a %s, does not bring back a pair that was spent since', async (by) => {
    const { application, held, url, later, portal } = await scene();
    const second = application.tokens();
    await held.see({ auth: second, by: 'installation' });
    const renewed = await held.exchange({
      ...{ grant_type: 'refresh_token', client_id: 'app.1', client_secret: 'the secret' },
      refresh_token: second.refresh_token,
    });
    expect(renewed).toMatchObject({ access_token: expect.any(String) });
    await held.see({ auth: second, by });
    for (let hour = 0; hour < 3; hour += 1) {
      later(HOUR + 1_000);
      expect((await call(url, second.access_token)).status).toBe(200);
    }
    expect(portal.oauth.refused).toEqual({});
  });
});

describe('installations at once', () => {
  it('leave the pair of one of them, in the store and in memory', async () => {
    const { application, first, held, url, later, path, portal } = await scene();
    const pairs = [1, 2, 1, 2].map((user) => application.tokens(user));
    await Promise.all(pairs.map((auth) => held.see({ auth, by: 'installation' })));
    const kept = JSON.parse(readFileSync(path, 'utf8')).access_token;
    expect(await held.inPlaceOf(first.access_token, async () => true)).toBe(kept);
    for (let hour = 0; hour < 3; hour += 1) {
      later(HOUR + 1_000);
      for (const { access_token } of [first, ...pairs]) expect((await call(url, access_token)).status).toBe(200);
    }
    expect(portal.oauth.refused).toEqual({});
  });
});

describe('an installation while the store is away', () => {
  it('is kept before the gateway ends, where the store is back by then', async () => {
    let isAway = false;
    const away = (): void => {
      if (isAway) throw new Error('ECONNREFUSED');
    };
    const wrap = (store: TokenStore): TokenStore => ({
      async read() {
        away();
        return store.read();
      },
      async exclusive(work) {
        away();
        return store.exclusive(work);
      },
    });
    const { application, first, held, path, url } = await scene({ wrap });
    isAway = true;
    const second = application.tokens(2);
    await held.see({ auth: second, by: 'installation' });
    expect((await call(url, first.access_token)).body).toMatchObject({ result: { ID: '2' } });
    isAway = false;
    await held.close();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ access_token: second.access_token });
  });
});

describe('an installation by somebody who may not manage applications', () => {
  const installed = (user: TokenOwner) => ({
    isInstallation: true,
    applicationToken: 'other',
    owner: async (what: 'user' | 'application') => (what === 'user' ? user : { is: 'app.1' }),
  });
  const held = (isDead: boolean): HeldNow => ({
    clientId: 'app.1',
    pair: () => ({ access_token: 'a', refresh_token: 'r', user_id: '1', application_token: 'own' }),
    isFree: () => isDead,
    isProven: () => true,
    code: async () => 'app.1',
    prove: async () => {},
  });

  it.each<[string, TokenOwner, boolean, string]>([
    ['another one', { is: '2', mayManage: false }, false, 'unclear'],
    ['another one, and the held pair is dead', { is: '2', mayManage: false }, true, 'take'],
    ['the same user', { is: '1', mayManage: false }, false, 'take'],
    ['one who may', { is: '2', mayManage: true }, false, 'take'],
    ['one of whom the portal does not say it', { is: '2' }, false, 'take'],
  ])('%s', async (_name, user, isDead, kind) => {
    expect(await judgePair(installed(user), held(isDead))).toMatchObject({ kind });
  });
});

describe('two gateways on one store', () => {
  it.each([true, false])(
    'one sees an installation while the other renews; the former pair lives on: %s',
    async (lives) => {
      const { portal, application, first, held, open, url, later, path } = await scene();
      const other = await open();
      ends.push(() => other.close());
      later(HOUR + 1_000);
      let goOn = (): void => {};
      const gate = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      portal.fault({ method: 'oauth/token', kind: 'slow', gate });
      const renewed = other.inPlaceOf(first.access_token, async () => true);
      await until(() => readFileSync(path, 'utf8').includes('asking'));
      const second = application.tokens(2);
      if (!lives) portal.state.refreshTokens.delete(first.refresh_token);
      const installed = held.see({ auth: second, by: 'installation' });
      await until(() => portal.requests.some(({ method }) => method === 'profile'));
      goOn();
      await Promise.all([installed, renewed]);
      for (let hour = 0; hour < 3; hour += 1) {
        for (const one of [held, other]) {
          const token = await one.inPlaceOf(second.access_token, async () => true);
          expect([hour, (await call(url, token ?? second.access_token)).status]).toEqual([hour, 200]);
        }
        later(HOUR + 1_000);
      }
      const users = await Promise.all(
        [held, other].map(async (one) => {
          const token = await one.inPlaceOf(first.access_token, async () => true);
          return portal.state.accessTokens.get(String(token))?.userId;
        }),
      );
      expect(users).toEqual([2, 2]);
    },
  );
});
