import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryTokenStore } from '../../src/auth/memoryTokenStore';
import { type OAuthOptions, oauth } from '../../src/auth/oauth';
import { fingerprint, type Pair } from '../../src/auth/pair';
import { sharedRenewals } from '../../src/auth/spendOnce';
import { createTransport } from '../../src/transport/createTransport';
import type { Transport } from '../../src/transport/types';
import { CALL_TIMEOUT, jumpingClock } from '../transport/clocks';
import { failed } from '../transport/failed';
import { type StandIn, standIn } from '../transport/standIn';

/**
 * A stored pair that does not say whose it is, under a key that two applications share: `app.1` has the pair refresh-1 in the
 * store, `app.2` starts with refresh-b of its own.
 */
let portal: StandIn;
let open: Transport[];
let warned: string[];
beforeEach(async () => {
  portal = await standIn();
  open = [];
  warned = [];
  sharedRenewals().clear();
  vi.spyOn(process, 'emitWarning').mockImplementation((warning) => void warned.push(String(warning)));
});
afterEach(async () => {
  await Promise.allSettled(open.map((transport) => transport.close()));
  await portal.close();
  vi.restoreAllMocks();
});

function client(changes: Partial<OAuthOptions>): Transport {
  const { tokenUrl } = portal;
  const auth = oauth({ clientId: 'app.1', clientSecret: 'shh-shh', tokens: portal.tokens(), tokenUrl, ...changes });
  const transport = createTransport({ auth, limits: false, clock: jumpingClock(), timeout: CALL_TIMEOUT });
  open.push(transport);
  return transport;
}

const DAY = 86_400;
const now = () => Math.floor(Date.now() / 1000);
const add = (transport: Transport) => transport.send('imbot.message.add', { MESSAGE: 'hi' }, { replay: 'never' });
const lastToken = () => portal.requests.at(-1)?.params['auth'];
const asked = (refreshToken: string) =>
  portal.tokenRequests.filter((one) => one.params['refresh_token'] === refreshToken);
/** The pair of app.1, as an event or an earlier version left it. */
const theirs = (expires: number): Pair => ({
  ...portal.tokens(),
  access_token: 'access-1',
  refresh_token: 'refresh-1',
  expires,
  expires_in: undefined,
  application_token: 'one',
});
/** The pair that app.2 starts with. */
const ours = (expires: number, changes: object = {}) =>
  portal.tokens({
    access_token: 'access-b',
    refresh_token: 'refresh-b',
    expires,
    expires_in: undefined,
    application_token: 'two',
    ...changes,
  });

async function holding(pair: Pair) {
  const store = memoryTokenStore();
  await store.exclusive((access) => access.write(pair));
  return store;
}

/** The authorization server renews each pair for its own application only. */
function strict(refusal = 'invalid_grant'): void {
  portal.oauth.answer = ({ client_id, refresh_token }) =>
    (client_id === 'app.2') === (refresh_token === 'refresh-b') ? undefined : [400, { error: refusal }];
}

describe('a stored pair without a name that the authorization server refuses to us', () => {
  it.each(['invalid_grant', 'invalid_client', 'unauthorized_client', 'wrong_client', 'WRONG_CLIENT'])(
    '%s: our own tokens are used, the other pair stays whole, both live',
    async (refusal) => {
      strict(refusal);
      const old = theirs(now() + 900);
      const store = await holding(old);
      const other = client({ store, tokens: ours(now() + 300), clientId: 'app.2' });
      portal.expired.add('access-1');
      await add(other);
      await add(other);
      expect(lastToken()).toBe('access-b');
      expect(asked('refresh-1')).toHaveLength(1);
      expect(asked('refresh-b')).toHaveLength(0);
      expect(await store.read()).toEqual(old);
      expect(warned).toEqual([expect.stringMatching(/does not say whose it is.*own/)]);
      expect(warned.join()).not.toMatch(/access-|refresh-|shh|app\./);
      const one = client({ store, tokens: theirs(now() - DAY) });
      await add(one);
      expect(lastToken()).toBe('access-2');
      expect((await store.read())?.imbot_compat).toMatchObject({ client: fingerprint('app.1') });
      await add(other);
      expect(lastToken()).toBe('access-b');
      expect(portal.effects).toHaveLength(4);
      expect(portal.oauth.replays).toBe(0);
    },
  );

  it.each(['invalid_grant', 'invalid_client'])(
    '%s, and ours has to be renewed: CONFIG before anything is spent, and it lives on under a key of its own',
    async (refusal) => {
      strict(refusal);
      const old = theirs(now() + 900);
      const store = await holding(old);
      portal.expired.add('access-1').add('access-b');
      for (const expires of [now() - 99, now() + 300]) {
        const other = client({ store, tokens: ours(expires), clientId: 'app.2' });
        for (const work of [() => add(other), () => add(other), () => other.renew()]) {
          const error = await failed(work());
          expect(error).toMatchObject({ code: 'CONFIG', outcome: 'refused' });
          expect(error.message).toMatch(/does not say whose it is.*a file or key of its own/);
          expect(error.message).toContain(refusal);
          expect(error.message).not.toMatch(/access-|refresh-|shh|app\./);
        }
      }
      expect(asked('refresh-b')).toHaveLength(0);
      expect(await store.read()).toEqual(old);
      await add(client({ store, tokens: old }));
      expect(lastToken()).toBe('access-2');
      await add(client({ tokens: ours(now() - 99), clientId: 'app.2' }));
      expect(lastToken()).toBe('access-3');
      expect(portal.oauth.replays).toBe(0);
    },
  );

  it('renew() says it too, though our own token is still good', async () => {
    strict();
    const old = theirs(now() + 900);
    const store = await holding(old);
    const other = client({ store, tokens: ours(now() + 300), clientId: 'app.2' });
    expect(await failed(other.renew())).toMatchObject({ code: 'CONFIG' });
    await add(other);
    expect(lastToken()).toBe('access-b');
    expect(await store.read()).toEqual(old);
  });

  it('what it becomes in the hands of an earlier version is not ours either', async () => {
    strict();
    const store = await holding(theirs(now() + 900));
    const other = client({ store, tokens: ours(now() + 300), clientId: 'app.2' });
    portal.expired.add('access-1');
    await add(other);
    const later = {
      ...theirs(now() + 9000),
      access_token: 'access-7',
      refresh_token: 'refresh-7',
      imbot_compat: { spent: [fingerprint('refresh-1')] },
    };
    await store.exclusive((access) => access.write(later));
    portal.expired.add('access-b');
    expect(await failed(add(other))).toMatchObject({ code: 'CONFIG' });
    expect(await store.read()).toEqual(later);
    expect(asked('refresh-7')).toHaveLength(0);
    expect(portal.requests.some(({ params }) => params['auth'] === 'access-7')).toBe(false);
  });

  it('ours led to it: then it is ours, and REINSTALL is the truth', async () => {
    portal.oauth.answer = () => [400, { error: 'invalid_grant' }];
    const store = await holding({ ...theirs(now() + 900), imbot_compat: { spent: [fingerprint('refresh-b')] } });
    portal.expired.add('access-1');
    const other = client({ store, tokens: ours(now() + 300), clientId: 'app.2' });
    expect(await failed(add(other))).toMatchObject({ code: 'REINSTALL' });
    expect(asked('refresh-b')).toHaveLength(0);
    expect(portal.requests.some(({ params }) => params['auth'] === 'access-b')).toBe(false);
  });

  it('our own turned out invalid before: REINSTALL, not CONFIG', async () => {
    portal.oauth.answer = () => [400, { error: 'invalid_grant' }];
    const store = memoryTokenStore();
    const other = client({ store, tokens: ours(now() - 99), clientId: 'app.2' });
    expect(await failed(add(other))).toMatchObject({ code: 'REINSTALL' });
    const old = theirs(now() - 9);
    await store.exclusive((access) => access.write(old));
    portal.expired.add('access-1');
    expect(await failed(add(other))).toMatchObject({ code: 'REINSTALL' });
    expect(asked('refresh-b')).toHaveLength(1);
    expect(await store.read()).toEqual(old);
  });

  it.each([
    ['PAYMENT_REQUIRED', 402],
    ['insufficient_scope', 403],
    ['invalid_request', 400],
    ['temporarily_unavailable', 503],
  ])('%s says nothing about whose it is: the code is reported, nothing else is tried', async (code, status) => {
    portal.oauth.answer = () => [status, { error: code }];
    const old = theirs(now() + 900);
    const store = await holding(old);
    portal.expired.add('access-1');
    const other = client({ store, tokens: ours(now() + 300), clientId: 'app.2' });
    expect(await failed(add(other))).toMatchObject({ code });
    expect(asked('refresh-b')).toHaveLength(0);
    expect(portal.requests.some(({ params }) => params['auth'] === 'access-b')).toBe(false);
    expect(await store.read()).toEqual(old);
  });
});

describe('our pair is newer than the one in the store, and has to be renewed', () => {
  it('refused to us: CONFIG, nothing spent, nothing overwritten', async () => {
    strict();
    const old = theirs(now() - 500);
    const store = await holding(old);
    const other = client({ store, tokens: ours(now() - 99), clientId: 'app.2' });
    expect(await failed(add(other))).toMatchObject({ code: 'CONFIG' });
    expect(await failed(add(other))).toMatchObject({ code: 'CONFIG' });
    expect(asked('refresh-1')).toHaveLength(1);
    expect(asked('refresh-b')).toHaveLength(0);
    expect(await store.read()).toEqual(old);
    await add(client({ store, tokens: old }));
    expect(portal.oauth.replays).toBe(0);
  });

  it('renewed for us: it was ours, and it goes on with what it became', async () => {
    const store = await holding(theirs(now() - 500));
    const other = client({ store, tokens: ours(now() - 99), clientId: 'app.2' });
    await add(other);
    expect(lastToken()).toBe('access-2');
    expect(asked('refresh-b')).toHaveLength(0);
    expect(await store.read()).toMatchObject({
      refresh_token: 'refresh-2',
      imbot_compat: { client: fingerprint('app.2') },
    });
  });

  it.each([
    ['older than a refresh token lives', (): Pair => theirs(now() - 181 * DAY)],
    ['marked as dead', (): Pair => ({ ...theirs(now() - 500), imbot_compat: { dead: fingerprint('refresh-1') } })],
  ])('%s: overwritten, and nobody is asked about it', async (_what, make) => {
    strict();
    const store = await holding(make());
    await add(client({ store, tokens: ours(now() - 99), clientId: 'app.2' }));
    expect(lastToken()).toBe('access-2');
    expect(asked('refresh-1')).toHaveLength(0);
    expect(await store.read()).toMatchObject({ refresh_token: 'refresh-2' });
  });

  it('a refresh token that may live (179 days) is not overwritten', async () => {
    strict();
    const old = theirs(now() - 179 * DAY);
    const store = await holding(old);
    expect(await failed(client({ store, tokens: ours(now() - 99), clientId: 'app.2' }).renew())).toMatchObject({
      code: 'CONFIG',
    });
    expect(await store.read()).toEqual(old);
  });

  it('a store whose commit failed and that runs the work again overwrites nothing either', async () => {
    strict();
    const old = theirs(now() + 900);
    const inner = await holding(old);
    const store = {
      read: inner.read,
      exclusive: <T>(work: Parameters<typeof inner.exclusive<T>>[0]) =>
        inner.exclusive<T>(async (access) => {
          await work(access);
          return work(access);
        }),
    };
    portal.expired.add('access-1');
    await add(client({ store, tokens: ours(now() + 300), clientId: 'app.2' }));
    expect(lastToken()).toBe('access-b');
    expect(await store.read()).toEqual(old);
    expect(warned).toHaveLength(1);
  });
});

describe('a note that another application left on a pair without a name', () => {
  it('"dead" proves nothing: its owner asks, and lives', async () => {
    const store = await holding({ ...theirs(now() - 20), imbot_compat: { dead: fingerprint('refresh-1') } });
    await add(client({ store, tokens: theirs(now() - DAY) }));
    expect(lastToken()).toBe('access-2');
    expect((await store.read())?.imbot_compat?.dead).toBeUndefined();
  });
});
