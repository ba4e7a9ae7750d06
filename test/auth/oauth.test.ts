import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryTokenStore } from '../../src/auth/memoryTokenStore';
import { type OAuthOptions, oauth } from '../../src/auth/oauth';
import type { Pair } from '../../src/auth/pair';
import { sharedRenewals } from '../../src/auth/spendOnce';
import type { TokenStore } from '../../src/auth/TokenStore';
import { createTransport } from '../../src/transport/createTransport';
import type { Transport } from '../../src/transport/types';
import { CALL_TIMEOUT, jumpingClock } from '../transport/clocks';
import { failed } from '../transport/failed';
import { recorder } from '../transport/recorder';
import { type StandIn, standIn } from '../transport/standIn';

let portal: StandIn;
let open: Transport[];
beforeEach(async () => {
  // The portal of an earlier test may have had the same port.
  sharedRenewals().clear();
  portal = await standIn();
  open = [];
});
afterEach(async () => {
  await Promise.allSettled(open.map((transport) => transport.close()));
  await portal.close();
  vi.restoreAllMocks();
});

function authOf(changes: Partial<OAuthOptions> = {}) {
  const { tokenUrl } = portal;
  return oauth({ clientId: 'app.1', clientSecret: 'shh', tokens: portal.tokens(), tokenUrl, ...changes });
}

function client(auth = authOf(), clock = jumpingClock()) {
  const transport = createTransport({ auth, limits: false, clock, timeout: CALL_TIMEOUT });
  open.push(transport);
  return transport;
}

const add = (transport: Transport, MESSAGE = 'hi', signal?: AbortSignal) =>
  transport.send('imbot.message.add', { MESSAGE }, { replay: 'never', ...(signal ? { signal } : {}) });

const past = () => Math.floor(Date.now() / 1000) - 10;

describe('renewal', () => {
  it('comes only with a call: on 401, or past the stored expiry', async () => {
    const fresh = client();
    await add(fresh);
    expect(portal.oauth.refreshes).toBe(0);
    portal.expired.add('access-1');
    await add(fresh);
    expect(portal.oauth.refreshes).toBe(1);
    const late = client(authOf({ tokens: portal.tokens({ expires: past(), refresh_token: 'refresh-x' }) }));
    expect(portal.oauth.refreshes).toBe(1);
    await add(late);
    expect(portal.oauth.refreshes).toBe(2);
    // The expired token was never shown to the portal.
    expect(portal.requests.at(-1)?.params['auth']).toBe('access-3');
  });

  it('is one for all calls that wait, and the secrets go as a form', async () => {
    const transport = client();
    portal.expired.add('access-1');
    await Promise.all(Array.from({ length: 40 }, (_, i) => add(transport, `m${i}`)));
    expect(portal.oauth.refreshes).toBe(1);
    expect(portal.effects).toHaveLength(40);
    expect(portal.tokenRequests).toEqual([
      {
        verb: 'POST',
        url: '/oauth/token/',
        params: { grant_type: 'refresh_token', client_id: 'app.1', client_secret: 'shh', refresh_token: 'refresh-1' },
      },
    ]);
  });

  it('is one for two clients of a process, whatever their stores', async () => {
    portal.expired.add('access-1');
    const store = memoryTokenStore();
    const clients = [client(), client(), client(authOf({ store })), client(authOf({ store }))];
    await Promise.all(clients.map((transport) => add(transport)));
    expect(portal.oauth.refreshes).toBe(1);
    expect(portal.oauth.replays).toBe(0);
    // And long after: a client that starts with the spent pair finds what it became.
    await add(client());
    expect(portal.oauth.refreshes).toBe(1);
  });

  it('a client that starts with a pair of the day before yesterday walks the line to its end', async () => {
    const first = client();
    portal.expired.add('access-1');
    await add(first);
    portal.expired.add('access-2');
    await add(first);
    await add(client(authOf({ tokens: portal.tokens({ expires: past() }) })));
    expect(portal.oauth).toMatchObject({ refreshes: 2, replays: 0 });
    expect(portal.requests.at(-1)?.params['auth']).toBe('access-3');
  });

  it("style: 'get' asks the old way", async () => {
    portal.expired.add('access-1');
    await add(client(authOf({ style: 'get' })));
    expect(portal.tokenRequests[0]).toMatchObject({ verb: 'GET', params: { refresh_token: 'refresh-1' } });
  });

  it('goes on when the caller who caused it gives up', async () => {
    let letGo = () => {};
    portal.oauth.gate = new Promise((resolve) => {
      letGo = resolve;
    });
    portal.expired.add('access-1');
    const transport = client();
    const controller = new AbortController();
    const first = failed(add(transport, 'first', controller.signal));
    const second = add(transport, 'second');
    while (portal.tokenRequests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await first).toMatchObject({ code: 'ABORTED', name: 'AbortError', outcome: 'refused' });
    letGo();
    await second;
    expect(portal.oauth.refreshes).toBe(1);
    expect(portal.effects).toEqual(['second']);
  });

  it('remembers a dead refresh token and says to reinstall', async () => {
    portal.oauth.answer = () => [400, { error: 'invalid_grant', error_description: 'Invalid grant' }];
    portal.expired.add('access-1');
    const transport = client();
    const error = await failed(add(transport));
    expect(error).toMatchObject({ code: 'REINSTALL', outcome: 'refused', method: 'imbot.message.add' });
    expect(error.message).toMatch(/Reinstall the application/);
    expect(await failed(add(transport))).toMatchObject({ code: 'REINSTALL' });
    expect(await failed(transport.renew())).toMatchObject({ code: 'REINSTALL' });
    expect(await failed(add(client()))).toMatchObject({ code: 'REINSTALL' });
    expect(portal.tokenRequests).toHaveLength(1);
    expect(portal.effects).toHaveLength(0);
  });

  it('remembers it for the processes to come', async () => {
    const store = memoryTokenStore();
    portal.oauth.answer = () => [400, { error: 'invalid_grant' }];
    await failed(client(authOf({ store })).renew());
    sharedRenewals().clear();
    expect(await failed(client(authOf({ store })).renew())).toMatchObject({ code: 'REINSTALL' });
    expect(portal.tokenRequests).toHaveLength(1);
    // Installed again, it starts afresh.
    portal.oauth.answer = undefined;
    const expires = Math.floor(Date.now() / 1000) + 9999;
    const tokens = portal.tokens({ access_token: 'access-9', refresh_token: 'refresh-9', expires });
    await client(authOf({ store, tokens })).renew();
    expect(portal.oauth.refreshes).toBe(1);
  });

  it('keeps a pair whatever else is wrong with the answer', async () => {
    const store = memoryTokenStore();
    const transport = client(authOf({ store }));
    portal.oauth.extra = { expires: 'soon', expires_in: 'later', client_endpoint: 'nonsense', member_id: 7 };
    await transport.renew();
    expect(await store.read()).toMatchObject({
      access_token: 'access-2',
      refresh_token: 'refresh-2',
      member_id: 'm3mb3r',
    });
    await add(transport);
    expect(portal.requests[0]?.params['auth']).toBe('access-2');
    expect(portal.oauth.refreshes).toBe(1);
  });

  it.each(['PAYMENT_REQUIRED', 'invalid_client', 'invalid_scope', 'insufficient_scope'])(
    '%s keeps the pair',
    async (code) => {
      portal.oauth.answer = () => [401, { error: code, error_description: 'because' }];
      portal.expired.add('access-1');
      const transport = client();
      expect(await failed(add(transport))).toMatchObject({ code, outcome: 'refused', description: 'because' });
      portal.oauth.answer = undefined;
      await add(transport);
      expect(portal.oauth.refreshes).toBe(1);
    },
  );

  it('asks again when the authorization server stumbles', async () => {
    let asked = 0;
    portal.oauth.answer = () => (asked++ === 0 ? [502, '<html>'] : undefined);
    portal.expired.add('access-1');
    await add(client());
    expect(portal.oauth.refreshes).toBe(1);
  });

  it('renew() for an application that stays idle', async () => {
    const transport = client();
    await transport.renew();
    await authOf({ tokens: portal.tokens({ refresh_token: 'refresh-idle' }) }).renew();
    expect(portal.oauth.refreshes).toBe(2);
    await add(transport);
    expect(portal.requests[0]?.params['auth']).toBe('access-2');
  });

  it('tells who listens, and nobody else', async () => {
    const seen: unknown[] = [];
    const listen = (message: unknown) => void seen.push(message);
    subscribe('imbot-compat:renewal', listen);
    try {
      const transport = client();
      portal.expired.add('access-1');
      await Promise.all([add(transport), add(transport), add(transport)]);
      await failed(client(authOf({ tokens: portal.tokens({ refresh_token: 'gone' }) })).renew());
    } finally {
      unsubscribe('imbot-compat:renewal', listen);
    }
    expect(seen).toMatchObject([
      { portal: 'm3mb3r', ok: true, reused: false },
      { portal: 'm3mb3r', ok: false, code: 'REINSTALL' },
    ]);
  });
});

describe('what a renewal answers', () => {
  it('application_token and unknown keys survive, domain never becomes the portal', async () => {
    const store = memoryTokenStore();
    const transport = client(authOf({ store, tokens: portal.tokens({ my_own: { deep: 1 } }) }));
    await transport.renew();
    const saved = await store.read();
    expect(saved).toMatchObject({
      access_token: 'access-2',
      refresh_token: 'refresh-2',
      application_token: 'app-token-secret',
      my_own: { deep: 1 },
      domain: '127.0.0.1',
    });
    await add(transport);
    expect(portal.effects).toHaveLength(1);
  });

  it('an explicit tokenUrl wins over every name in tokens and answers', async () => {
    portal.oauth.extra = { server_endpoint: 'https://oauth.bitrix24.tech/rest/', domain: 'oauth.bitrix24.tech' };
    const transport = client(authOf({ tokens: portal.tokens() }));
    await transport.renew();
    await transport.renew();
    expect(portal.oauth.refreshes).toBe(2);
  });
});

describe('which server is asked', () => {
  /** Renews twice; the first answer names `named` as its server. */
  async function asked(named: Record<string, unknown>, options: Partial<OAuthOptions> = {}) {
    let n = 1;
    const { dispatcher, origins } = recorder(() => {
      n++;
      return [
        200,
        JSON.stringify({ access_token: `a${n}`, refresh_token: `r${n}-${Math.random()}`, expires_in: 3600, ...named }),
      ];
    });
    const auth = authOf({ tokenUrl: undefined, ...options });
    const transport = createTransport({ auth, limits: false, dispatcher });
    await transport.renew();
    await transport.renew();
    await transport.close();
    return { origins, endpoint: await auth.endpoint() };
  }
  const info = 'https://oauth.bitrix.info';
  const tech = 'https://oauth.bitrix24.tech';

  it.each([
    [{ domain: 'oauth.bitrix24.tech' }, {}, [info, tech]],
    [{ domain: 'evil.example' }, {}, [info, info]],
    [{ domain: 'acme.bitrix24.com' }, {}, [info, info]],
    [{ domain: 'oauth.bitrix24.tech.' }, {}, [info, info]],
    [{ domain: 'oauth.mine.example' }, { allowHosts: ['oauth.mine.example'] }, [info, 'https://oauth.mine.example']],
    [
      { domain: 'oauth.bitrix24.tech' },
      { tokenUrl: 'https://fixed.example/t/' },
      Array(2).fill('https://fixed.example'),
    ],
  ])('%j %j', async (named, options, origins) => {
    const seen = await asked(named, options);
    expect(seen.origins).toEqual(origins);
    expect(seen.endpoint).toBe(`${portal.url}/rest/`);
  });

  it('tokens may name it by server_endpoint', async () => {
    const tokens = portal.tokens({ server_endpoint: 'https://oauth.bitrix24.tech/rest/' });
    expect((await asked({}, { tokens })).origins).toEqual([tech, tech]);
    const evil = portal.tokens({ server_endpoint: 'https://evil.example/rest/' });
    expect((await asked({}, { tokens: evil })).origins).toEqual([info, info]);
  });

  it('a client_endpoint of the answer is the new address of the portal', async () => {
    expect((await asked({ client_endpoint: 'https://renamed.bitrix24.com/rest/' })).endpoint).toBe(
      'https://renamed.bitrix24.com/rest/',
    );
  });
});

describe('stores', () => {
  it('a stored pair newer than tokens wins, an older one does not', async () => {
    const store = memoryTokenStore();
    await client(authOf({ store })).renew();
    // The same code starts again with the tokens of the installation.
    await add(client(authOf({ store, tokens: portal.tokens({ expires: undefined }) })));
    expect(portal.requests.at(-1)?.params['auth']).toBe('access-2');
    // A reinstallation hands over a pair that the stored one does not descend from.
    const later = Math.floor(Date.now() / 1000) + 99_999;
    const tokens = portal.tokens({ access_token: 'access-9', refresh_token: 'refresh-9', expires: later });
    await add(client(authOf({ store, tokens })));
    expect(portal.requests.at(-1)?.params['auth']).toBe('access-9');
  });

  it('the pair is saved before it is used', async () => {
    const order: string[] = [];
    const inner = memoryTokenStore();
    let more: Promise<unknown> | undefined;
    const store: TokenStore = {
      read: inner.read,
      exclusive: async (work) => {
        const result = await inner.exclusive((access) =>
          work({
            read: access.read,
            async write(pair) {
              await access.write(pair);
              order.push('written');
              // A call that comes right now finds the new pair in memory, but not yet committed.
              if (pair.access_token === 'access-2') more = add(transport, 'more');
            },
          }),
        );
        await new Promise((resolve) => setTimeout(resolve, 20));
        order.push(`committed, ${portal.requests.length} calls seen`);
        return result;
      },
    };
    portal.expired.add('access-1');
    const transport = client(authOf({ store }));
    await add(transport);
    await more;
    // The word that it asks, and the pair.
    const saved = ['written', 'committed, 1 calls seen'];
    expect(order).toEqual([...saved, ...saved]);
    expect(portal.requests).toHaveLength(3);
  });

  it('one that fails: the pair stays in memory, saving is tried before later calls and at close, and a warning says so', async () => {
    const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    let broken = true;
    let tries = 0;
    const inner = memoryTokenStore();
    const store: TokenStore = {
      read: inner.read,
      exclusive: (work) =>
        inner.exclusive((access) =>
          work({
            read: access.read,
            async write(pair: Pair) {
              tries++;
              if (broken) throw new Error(`no room for ${pair.access_token}`);
              await access.write(pair);
            },
          }),
        ),
    };
    portal.expired.add('access-1');
    const transport = client(authOf({ store }));
    await add(transport);
    await add(transport);
    expect(await store.read()).toBeUndefined();
    expect(portal.oauth.refreshes).toBe(1);
    // Once to say that it asks, three times under the lock, then before each of the two calls that followed.
    expect(tries).toBe(6);
    expect(warnings).toHaveBeenCalledTimes(1);
    expect(String(warnings.mock.calls[0]?.[0])).toMatch(/token store of m3mb3r fails \(no room for \*\*\*\)/);
    expect(warnings.mock.calls[0]?.[1]).toEqual({ code: 'IMBOT_TOKEN_STORE' });
    broken = false;
    await transport.close();
    expect(await store.read()).toMatchObject({ access_token: 'access-2' });
  });

  it('one that can not be locked: nothing is renewed, the error says so', async () => {
    const store: TokenStore = {
      read: async () => undefined,
      exclusive: async () => {
        throw new Error('connection to 10.0.0.1 with password shh lost');
      },
    };
    portal.expired.add('access-1');
    const transport = client(authOf({ store }));
    const error = await failed(add(transport));
    expect(error).toMatchObject({ code: 'CONFIG', outcome: 'refused' });
    expect(String(error.cause)).not.toContain('shh');
    expect(portal.tokenRequests).toHaveLength(0);
  });
});

describe('tokens', () => {
  it('are taken as application pages spell them', async () => {
    const { host } = new URL(portal.url);
    const tokens = { AUTH_ID: 'access-1', REFRESH_ID: 'refresh-1', AUTH_EXPIRES: '3600', DOMAIN: host, member_id: 'm' };
    const auth = authOf({ tokens });
    expect(auth.portalKey()).toBe('m');
    expect(await auth.endpoint()).toBe(`https://${host}/rest/`);
    expect(auth.secrets()).toEqual(['app.1', 'shh', 'access-1', 'refresh-1']);
  });

  it.each([
    [{}, 'access_token, refresh_token'],
    [{ access_token: 'a-secret' }, 'refresh_token'],
    [{ access_token: 'a-secret', refresh_token: 7 }, 'refresh_token'],
    [{ access_token: 'a-secret', refresh_token: 'r', client_endpoint: 'http://acme.bitrix24.com/rest/' }, 'https'],
    [{ access_token: 'a-secret', refresh_token: 'r', domain: 'oauth.bitrix.info' }, 'client_endpoint'],
    [{ access_token: 'a-secret', refresh_token: 'r' }, 'client_endpoint'],
  ])('malformed: %j', async (tokens, named) => {
    const error = await failed(Promise.resolve().then(() => authOf({ tokens })));
    expect(error).toMatchObject({ code: 'CONFIG' });
    expect(error.message).toContain(named);
    expect(error.message).not.toContain('a-secret');
  });

  it.each([
    { clientId: '' },
    { clientSecret: '' },
    { tokenUrl: 'http://evil.example/oauth/token/' },
    { tokenUrl: 'nonsense' },
  ])('malformed options: %j', async (changes) => {
    const error = await failed(Promise.resolve().then(() => authOf(changes)));
    expect(error).toMatchObject({ code: 'CONFIG' });
    expect(error.message).toContain(Object.keys(changes)[0]);
  });
});
