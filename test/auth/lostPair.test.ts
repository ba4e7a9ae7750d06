import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryTokenStore } from '../../src/auth/memoryTokenStore';
import { type OAuthOptions, oauth } from '../../src/auth/oauth';
import { fingerprint, type Pair } from '../../src/auth/pair';
import { restAuth } from '../../src/auth/restAuth';
import { sharedRenewals } from '../../src/auth/spendOnce';
import type { StoreAccess, TokenStore } from '../../src/auth/TokenStore';
import { keepTokens } from '../../src/events/keepTokens';
import { type Clock, systemClock } from '../../src/http/clock';
import { createTransport } from '../../src/transport/createTransport';
import type { Transport } from '../../src/transport/types';
import { jumpingClock, manualClock } from '../transport/clocks';
import { failed } from '../transport/failed';
import { type StandIn, standIn } from '../transport/standIn';
import { renewedFails, transactional } from './transactional';

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

function client(changes: Partial<OAuthOptions> = {}, clock: Clock = jumpingClock(), timeout = 400_001) {
  const { tokenUrl } = portal;
  const auth = oauth({ clientId: 'app.1', clientSecret: 'shh-shh', tokens: portal.tokens(), tokenUrl, ...changes });
  const transport = createTransport({ auth, limits: false, clock, timeout });
  open.push(transport);
  return transport;
}

const add = (transport: Transport, MESSAGE = 'hi') =>
  transport.send('imbot.message.add', { MESSAGE }, { replay: 'never' });
const past = () => Math.floor(Date.now() / 1000) - 10;
const lastToken = () => portal.requests.at(-1)?.params['auth'];

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** What every client and process after this one would start from. */
async function restarted(store: TokenStore): Promise<unknown> {
  sharedRenewals().clear();
  await add(client({ store }));
  return lastToken();
}

describe('an authorization server that takes its time', () => {
  it.each([29, 31, 40, 120, 299])('%i s: its pair is kept, and it was asked once', async (seconds) => {
    const clock = manualClock(Date.now());
    let answer = () => {};
    portal.oauth.gate = new Promise((resolve) => {
      answer = resolve;
    });
    portal.expired.add('access-1');
    const store = memoryTokenStore();
    const transport = client({ store }, clock, 60_000);
    const early = add(transport, 'early').catch((error: unknown) => error);
    await until(() => portal.tokenRequests.length === 1);
    const before = Math.min(seconds, 50) - 1;
    await clock.advance(before * 1000);
    // One who comes later waits for the same answer, with a time of its own.
    const late = add(transport, 'late').catch((error: unknown) => error);
    await clock.advance((seconds - before) * 1000);
    answer();
    await until(async () => (await store.read()) !== undefined);
    const ends = await Promise.all([early, late]);
    if (seconds < 60) expect(portal.effects.sort()).toEqual(['early', 'late']);
    else expect(ends[0]).toMatchObject({ code: 'TIMEOUT', outcome: 'refused' });
    expect(await restarted(store)).toBe('access-2');
    expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
    expect(portal.tokenRequests).toHaveLength(1);
  });

  it('five minutes: the question is over, and the next call asks again', async () => {
    const clock = manualClock(Date.now());
    portal.oauth.gate = new Promise(() => {});
    portal.expired.add('access-1');
    const transport = client({}, clock, 60_000);
    const call = failed(add(transport));
    await until(() => portal.tokenRequests.length === 1);
    await clock.advance(300_000);
    expect(await call).toMatchObject({ code: 'TIMEOUT' });
    portal.oauth.gate = undefined;
    await add(transport);
    expect(portal.tokenRequests).toHaveLength(2);
  });

  it('a client that is closed meanwhile: close() comes back, and the pair is saved', async () => {
    quickly();
    let answer = () => {};
    portal.oauth.gate = new Promise((resolve) => {
      answer = resolve;
    });
    const store = memoryTokenStore();
    const transport = client({ store });
    const renewed = transport.renew();
    await until(() => portal.tokenRequests.length === 1);
    await transport.close();
    expect(warned).toEqual([expect.stringMatching(/Closed while a renewal for m3mb3r has no answer yet/)]);
    answer();
    await renewed;
    expect(await restarted(store)).toBe('access-2');
  });
});

/** Waiting times of stores pass a hundred times as fast. */
function quickly(): void {
  const { after } = systemClock;
  vi.spyOn(systemClock, 'after').mockImplementation((ms, then) => after(ms / 100, then));
}

describe('a damaged answer of the authorization server', () => {
  const pair = () =>
    JSON.stringify({
      access_token: 'access-2',
      refresh_token: 'refresh-2',
      expires_in: 3600,
      client_endpoint: `${portal.url}/rest/`,
      member_id: 'm3mb3r',
      note: 'q"uo\\te',
      scope: 'imbot,im,user',
    });
  const head = (status: string, ...headers: string[]) => `HTTP/1.1 ${[status, ...headers].join('\r\n')}\r\n\r\n`;
  const length = (text: string, more = 0) => `Content-Length: ${text.length + more}`;
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
  const CHUNKED = 'Transfer-Encoding: chunked';

  const capitals = (text: string) => text.replace(/"\w+":/g, (name) => name.toUpperCase());
  const zipped = (text: string) => {
    const body = gzipSync(text);
    return Buffer.concat([
      Buffer.from(head('200 OK', 'Content-Encoding: gzip', `Content-Length: ${body.length}`)),
      body,
    ]);
  };

  /** What goes over the wire, and whether the connection stays open afterwards. */
  const DAMAGES: [string, (text: string) => string | Buffer, 'end' | 'reset' | 'open'][] = [
    ['status 500', (text) => head('500 Internal Server Error', length(text)) + text, 'open'],
    ['status 400', (text) => head('400 Bad Request', length(text)) + text, 'open'],
    ['status 302', (text) => head('302 Found', 'Location: /', length(text)) + text, 'open'],
    ['no last chunk', (text) => head('200 OK', CHUNKED) + chunk(text), 'end'],
    ['no last chunk, reset', (text) => head('200 OK', CHUNKED) + chunk(text), 'reset'],
    ['no last chunk, and the connection stays open', (text) => head('200 OK', CHUNKED) + chunk(text), 'open'],
    ['a length that is too long', (text) => head('200 OK', length(text, 50)) + text, 'end'],
    ['a length that is too long, left open', (text) => head('200 OK', length(text, 50)) + text, 'open'],
    ['a length that is too short', (text) => head('200 OK', length(text, -9)) + text, 'end'],
    ['cut off behind the tokens', (text) => head('200 OK', length(text)) + text.slice(0, -9), 'end'],
    ['cut off, status 502', (text) => head('502 Bad Gateway', length(text)) + text.slice(0, -9), 'reset'],
    ['a warning of PHP before it', (text) => `${head('200 OK', length(text, 18))}<b>Warning</b>: x\n${text}`, 'open'],
    ['cut off right behind the tokens', (text) => head('200 OK', length(text)) + text.split(',"expires')[0], 'end'],
    ['a page behind it', (text) => `${head('200 OK', length(text, 9))}${text}<p>x</p>\n`, 'open'],
    ['another object before it', (text) => `${head('200 OK', length(text, 14))}{"error":null}${text}`, 'open'],
    ['wrapped', (text) => `${head('200 OK', length(text, 11))}{"result":${text}}`, 'open'],
    ['names in capitals', (text) => head('200 OK', length(text)) + capitals(text), 'open'],
    ['compressed, though nobody asked for it', (text) => zipped(text), 'open'],
    ['compressed and cut off', (text) => zipped(text).subarray(0, -9), 'end'],
    ['a byte order mark', (text) => `${head('200 OK', length(text, 3))}\ufeff${text}`, 'open'],
  ];

  it.each(DAMAGES)('%s: its pair is kept', async (_name, wire, then) => {
    let asked = 0;
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('data', () => {
        asked++;
        socket.write(wire(pair()), () => {
          if (then === 'end') socket.end();
          if (then === 'reset') setTimeout(() => socket.resetAndDestroy(), 20);
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const tokenUrl = `http://127.0.0.1:${port}/oauth/token/`;
    try {
      portal.expired.add('access-1');
      const store = memoryTokenStore();
      await add(client({ store, tokenUrl }));
      expect(lastToken()).toBe('access-2');
      expect(await store.read()).toMatchObject({ access_token: 'access-2', refresh_token: 'refresh-2' });
      expect(asked).toBe(1);
      const auth = { refresh_token: 'refresh-1', scope: 'imbot', domain: 'x' };
      const given = await restAuth(auth, { clientId: 'app.1', clientSecret: 'shh-shh', tokenUrl });
      expect(given).toMatchObject({ access_token: 'access-2', refresh_token: 'refresh-2' });
      expect(asked).toBe(2);
    } finally {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it.each<[string, () => Record<string, unknown>]>([
    ['with a new access token', () => ({ access_token: 'access-9', refresh_token: 'refresh-1', expires_in: 3600 })],
    ['that is an echo of the question', () => ({ ...portal.tokenRequests.at(-1)?.params, access_token: 'access-1' })],
  ])('the refresh token that was spent is no pair, %s: it would be stored as if it were good', async (_what, body) => {
    portal.oauth.answer = () => [200, body()];
    const store = memoryTokenStore();
    const transport = client({ store });
    expect(await failed(transport.renew())).toMatchObject({ code: 'BAD_ANSWER', outcome: 'refused' });
    expect(await store.read()).toMatchObject({ access_token: 'access-1', refresh_token: 'refresh-1' });
    await add(transport);
    expect(lastToken()).toBe('access-1');
    portal.oauth.answer = () => [200, { ...body(), error: 'PAYMENT_REQUIRED' }];
    expect(await failed(transport.renew())).toMatchObject({ code: 'PAYMENT_REQUIRED' });
    portal.oauth.answer = undefined;
    await transport.renew();
    await add(transport);
    expect(lastToken()).toBe('access-2');
  });

  describe('that does not end', () => {
    const MB = 1_000_000;
    /** A server that writes `start` and then blanks for ever. */
    async function endless(start: string | Buffer, ...headers: string[]) {
      let asked = 0;
      let gone = 0;
      const sockets = new Set<Socket>();
      const server = createServer((socket) => {
        sockets.add(socket);
        const blanks = Buffer.alloc(65_536, 32);
        const more = () => {
          while (!socket.destroyed && socket.write(blanks));
        };
        socket.on('error', () => {});
        socket.on('close', () => {
          gone++;
        });
        socket.on('drain', more);
        socket.once('data', () => {
          asked++;
          socket.write(head('200 OK', 'Connection: close', ...headers));
          socket.write(start);
          more();
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      return {
        tokenUrl: `http://127.0.0.1:${port}/oauth/token/`,
        asked: () => asked,
        gone: () => gone,
        received: () => [...sockets].map((socket) => socket.bytesWritten),
        async close() {
          for (const socket of sockets) socket.destroy();
          await new Promise((resolve) => server.close(resolve));
        },
      };
    }

    it('is given up after a megabyte, not after five minutes and not when memory is full', async () => {
      const server = await endless('{"access_token":"acc');
      try {
        const error = await failed(client({ tokenUrl: server.tokenUrl }).renew());
        expect(error).toMatchObject({ code: 'NO_ANSWER', outcome: 'refused' });
        expect(error.cause).toMatchObject({ message: 'the answer is too long' });
        expect(server.asked()).toBe(3);
        await until(() => server.gone() === 3);
        // What the sockets of both ends buffer comes on top.
        for (const bytes of server.received()) expect(bytes).toBeLessThan(20 * MB);
      } finally {
        await server.close();
      }
    });

    it('its pair is kept where it stands before the rest', async () => {
      const server = await endless(`<p>${pair()}</p>`);
      try {
        const store = memoryTokenStore();
        await client({ store, tokenUrl: server.tokenUrl }).renew();
        expect(await store.read()).toMatchObject({ access_token: 'access-2', refresh_token: 'refresh-2' });
        expect(server.asked()).toBe(1);
      } finally {
        await server.close();
      }
    });

    it('nor does a small one become a large one: what unpacks to more than a megabyte is not unpacked', async () => {
      const bomb = gzipSync(Buffer.alloc(20 * MB, 32));
      expect(bomb.length).toBeLessThan(MB);
      const sockets = new Set<Socket>();
      const server = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => {});
        socket.once('data', () => {
          socket.write(head('200 OK', 'Content-Encoding: gzip', `Content-Length: ${bomb.length}`));
          socket.write(bomb);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const unzipped = vi.spyOn(Buffer.prototype, 'toString');
      try {
        const error = await failed(client({ tokenUrl: `http://127.0.0.1:${port}/oauth/token/` }).renew());
        expect(error).toMatchObject({ code: 'BAD_ANSWER' });
        const longest = Math.max(...unzipped.mock.contexts.map(({ length }) => length));
        expect(longest).toBeLessThan(2 * MB);
      } finally {
        unzipped.mockRestore();
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => server.close(resolve));
      }
    });
  });

  it.each([
    '{"access_token":"access-2","refresh_to',
    '{"access_token":"access-2","refresh_token":"refresh-2',
    '{"refresh_token":"refresh-1","error":"internal"',
    '{"access_token":"","refresh_token":"refresh-2"',
  ])('half a pair is none: %s', async (text) => {
    portal.oauth.answer = () => [400, text];
    const error = await failed(client().renew());
    expect(error).toMatchObject({ code: 'BAD_ANSWER', outcome: 'refused' });
    expect(error.message).not.toMatch(/access-2|refresh-/);
  });
});

describe('a commit that fails after the write', () => {
  it.each([1, 2])('%i times: the call goes through, the pair is saved later, and that is told', async (fails) => {
    portal.expired.add('access-1');
    const store = transactional(renewedFails(fails));
    const transport = client({ store });
    await add(transport);
    await add(transport);
    expect(lastToken()).toBe('access-2');
    expect(warned).toEqual([expect.stringMatching(/token store of m3mb3r fails \(could not serialize \*\*\*/)]);
    expect(warned.join()).not.toMatch(/access-2|shh/);
    expect(await restarted(store)).toBe('access-2');
    expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
  });

  it('a store that runs the whole transaction again saves it the second time', async () => {
    let stored: Pair | undefined;
    const store: TokenStore = {
      read: async () => stored,
      async exclusive(work) {
        for (let attempt = 0; ; attempt++) {
          let written = stored;
          const result = await work({
            read: async () => written,
            write: async (pair) => {
              written = pair;
            },
          });
          // The first commit fails and takes the pair along.
          if (attempt === 0) continue;
          stored = written;
          return result;
        }
      },
    };
    portal.expired.add('access-1');
    await add(client({ store }));
    expect(stored).toMatchObject({ access_token: 'access-2', refresh_token: 'refresh-2' });
    expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
    expect(warned).toEqual([]);
  });

  it('it is saved without another call too', async () => {
    const store = transactional(renewedFails(2));
    await client({ store }).renew();
    expect(store.kept()).toMatchObject({ access_token: 'access-1' });
    await until(() => store.kept()?.access_token === 'access-2');
  });

  it('and at close()', async () => {
    const store = transactional(renewedFails(2));
    const transport = client({ store });
    await transport.renew();
    await transport.close();
    expect(await store.read()).toMatchObject({ access_token: 'access-2' });
  });

  it('another client that gets the lock right then does not spend the token again', async () => {
    const store = transactional(renewedFails(1));
    const tokens = portal.tokens({ expires: past() });
    // Two processes: what a process remembers is not shared.
    const [one, other] = [client({ store, tokens }), client({ store, tokens })];
    let answer = () => {};
    portal.oauth.gate = new Promise((resolve) => {
      answer = resolve;
    });
    const first = add(one);
    await until(() => portal.tokenRequests.length === 1);
    sharedRenewals().clear();
    const second = add(other);
    await new Promise((resolve) => setTimeout(resolve, 80));
    sharedRenewals().clear();
    answer();
    await Promise.all([first, second]);
    expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
  });
});

describe('two applications on one key', () => {
  it('the other pair is CONFIG and stays as it is; both live on', async () => {
    const store = memoryTokenStore();
    const one = client({ store });
    await one.renew();
    const kept = await store.read();
    const asked = portal.tokenRequests.length;
    const tokens = portal.tokens({ access_token: 'access-b', refresh_token: 'refresh-b', expires: past() });
    const other = client({ store, tokens, clientId: 'app.2' });
    for (const work of [add(other), other.renew(), add(other)]) {
      const error = await failed(work);
      expect(error).toMatchObject({ code: 'CONFIG', outcome: 'refused' });
      expect(error.message).toMatch(/another application/);
      expect(error.message).not.toMatch(/app\.|access|refresh-/);
    }
    expect(portal.tokenRequests).toHaveLength(asked);
    expect(await store.read()).toEqual(kept);
    await one.renew();
    await add(one);
    expect(lastToken()).toBe('access-3');
    // On a key of its own it goes on with what it has.
    await add(client({ tokens, clientId: 'app.2' }));
    expect(portal.oauth.replays).toBe(0);
  });

  it('a pair of earlier versions, without a name, is used and gets one when it is written', async () => {
    const store = memoryTokenStore();
    const old = { access_token: 'access-5', refresh_token: 'refresh-5', expires: past() + 9999 };
    await store.exclusive((access) => access.write(old));
    const transport = client({ store });
    await add(transport);
    expect(lastToken()).toBe('access-5');
    await transport.renew();
    expect((await store.read())?.imbot_compat?.client).toBe(fingerprint('app.1'));
    expect(JSON.stringify(await store.read())).not.toContain('app.1');
  });
});

describe('a store of somebody’s own making', () => {
  const storeOf = (value: unknown) => {
    let stored = value;
    const access = {
      read: async () => stored as Pair | undefined,
      write: async (pair: Pair) => {
        stored = pair;
      },
    };
    return { read: access.read, exclusive: <T>(work: (given: StoreAccess) => Promise<T>) => work(access) };
  };

  it('may answer null while it is empty', async () => {
    const store = storeOf(null);
    portal.expired.add('access-1');
    await add(client({ store }));
    expect(await store.read()).toMatchObject({ access_token: 'access-2' });
    expect(warned).toEqual([]);
  });

  it.each(['{"access_token":"access-9","refresh_token":"refresh-9"}', {}, { access_token: 'access-9' }, 7, true])(
    'no pair: %j. It says so, a good token is used, nothing is spent and nothing overwritten',
    async (value) => {
      const store = storeOf(value);
      const transport = client({ store });
      await add(transport);
      expect(warned).toEqual([expect.stringMatching(/read\(\) gave no pair/)]);
      expect(warned[0]).not.toMatch(/access-9/);
      portal.expired.add('access-1');
      const error = await failed(add(transport));
      expect(error).toMatchObject({ code: 'CONFIG', outcome: 'refused' });
      expect(error.cause).toMatchObject({ message: expect.stringMatching(/read\(\) gave no pair/) });
      expect(portal.tokenRequests).toEqual([]);
      expect(await store.read()).toBe(value);
    },
  );
});

describe('a store that hangs or is away', () => {
  const never = () => new Promise<never>(() => {});
  const away = () => Promise.reject(new Error('connection refused'));
  const inner = () => memoryTokenStore();

  it.each([
    ['reading hangs', () => ({ read: never, exclusive: inner().exclusive })],
    ['all hangs', () => ({ read: never, exclusive: never })],
    ['all is away', () => ({ read: away, exclusive: away })],
    ['it throws at once', () => ({ read: thrown, exclusive: thrown })],
  ])('%s: a new client with a good token calls, and closes', async (_name, make) => {
    quickly();
    const transport = client({ store: make() });
    await add(transport, 'one');
    await Promise.all([add(transport, 'two'), add(transport, 'three')]);
    expect(lastToken()).toBe('access-1');
    expect(portal.effects).toHaveLength(3);
    await transport.close();
  });

  it.each([
    ['the lock', () => ({ read: async () => undefined, exclusive: never })],
    ['the lock (away)', () => ({ read: async () => undefined, exclusive: away })],
    [
      'reading',
      (): TokenStore => ({
        read: async () => undefined,
        exclusive: (work) => work({ read: never, write: async () => {} }),
      }),
    ],
  ])('%s: nothing is spent, the error says so, and close() comes back', async (_name, make) => {
    quickly();
    portal.expired.add('access-1');
    const transport = client({ store: make() });
    expect(await failed(add(transport))).toMatchObject({ code: 'CONFIG', outcome: 'refused' });
    expect(portal.tokenRequests).toHaveLength(0);
    await transport.close();
  });

  it.each([
    ['writing', (): TokenStore => ({ ...hollow, exclusive: (work) => work({ ...hollow, write: never }) })],
    ['the commit', (): TokenStore => ({ ...hollow, exclusive: (work) => work(hollow).then(never) })],
  ])('%s: the renewed pair is used from memory, and close() comes back', async (_name, make) => {
    quickly();
    portal.expired.add('access-1');
    const transport = client({ store: make() });
    await add(transport);
    await add(transport);
    expect(lastToken()).toBe('access-2');
    expect(portal.oauth.refreshes).toBe(1);
    await transport.close();
    expect(warned.length).toBeGreaterThan(0);
  });

  it('work that a store begins after it was given up spends nothing', async () => {
    quickly();
    const begun: (() => Promise<unknown>)[] = [];
    const store: TokenStore = {
      read: async () => undefined,
      exclusive: (work) =>
        new Promise((_resolve, reject) => begun.push(() => work(hollow).then(() => reject(new Error('late')), reject))),
    };
    expect(await failed(client({ store }).renew())).toMatchObject({ code: 'CONFIG' });
    await Promise.all(begun.map((begin) => begin()));
    expect(portal.tokenRequests).toHaveLength(0);
  });
});

const hollow = { read: async () => undefined, write: async () => {} };
function thrown(): never {
  throw new Error('not connected');
}

describe('a pair that somebody else has renewed', () => {
  it('without the lock, while we asked: a token that is spent then is no REINSTALL', async () => {
    const store = memoryTokenStore();
    const theirs = { ...portal.tokens(), access_token: 'access-9', refresh_token: 'refresh-9' };
    portal.expired.add('access-1');
    portal.oauth.answer = () => [400, { error: 'invalid_grant' }];
    const held: TokenStore = {
      read: store.read,
      exclusive: (work) =>
        work({
          read: store.read,
          async write(pair) {
            if (pair.refresh_token !== 'refresh-1') throw new Error('no pair is to be written');
          },
        }),
    };
    const transport = client({ store: held });
    let answer = () => {};
    portal.oauth.gate = new Promise((resolve) => {
      answer = resolve;
    });
    const call = add(transport);
    await until(() => portal.tokenRequests.length === 1);
    await store.exclusive((access) => access.write(theirs));
    answer();
    await call;
    expect(lastToken()).toBe('access-9');
    expect(portal.tokenRequests).toHaveLength(1);
    expect(warned).toEqual([]);
  });

  it('is not the one renewal of a call: it may have expired as well', async () => {
    const store = memoryTokenStore();
    const transport = client({ store });
    await add(transport);
    // Another process renewed; by now its token has expired too.
    const other = { access_token: 'access-7', refresh_token: 'refresh-7', expires: past() + 99_999 };
    await store.exclusive((access) => access.write(other));
    portal.expired.add('access-1').add('access-7');
    await add(transport);
    expect(lastToken()).toBe('access-2');
    expect(portal.oauth.refreshes).toBe(1);
  });
});

describe('a reinstallation', () => {
  const reinstalled = { access_token: 'access-9', refresh_token: 'refresh-9', user_id: '1' };
  const install = (store: TokenStore) =>
    keepTokens(store, {
      generation: 'v1',
      event: 'ONAPPINSTALL',
      data: {},
      ts: String(Math.floor(Date.now() / 1000) + 10),
      auth: { ...reinstalled, member_id: 'm3mb3r', expires_in: '3600' },
      raw: {},
    });

  it('brings its own expiry: nothing is renewed before it', async () => {
    const store = memoryTokenStore();
    portal.oauth.expiresIn = 1;
    await client({ store }).renew();
    await install(store);
    sharedRenewals().clear();
    const clock = manualClock(Date.now() + 60_000);
    await add(client({ store }, clock));
    expect(lastToken()).toBe('access-9');
    expect(portal.oauth.refreshes).toBe(1);
  });

  it('wakes up a client whose pair was dead', async () => {
    const store = memoryTokenStore();
    const transport = client({ store });
    await add(transport);
    portal.expired.add('access-1');
    portal.oauth.answer = () => [400, { error: 'invalid_grant' }];
    expect(await failed(add(transport))).toMatchObject({ code: 'REINSTALL' });
    portal.oauth.answer = undefined;
    await install(store);
    await add(transport);
    expect(lastToken()).toBe('access-9');
  });
});

describe('a lock that was taken over from one who went silent', () => {
  /** A memory store whose lock can be lost, as that of a process that was frozen. */
  function fragile() {
    let pair: Pair | undefined;
    let takenOver = false;
    let holder = 0;
    const store: TokenStore = {
      read: async () => pair,
      exclusive: (work) => {
        const mine = ++holder;
        const was = takenOver;
        takenOver = false;
        return work({
          takenOver: was,
          read: async () => pair,
          async write(next) {
            if (mine !== holder) throw new Error('the lock went to another process');
            pair = next;
          },
        });
      },
    };
    return {
      store,
      lose: () => {
        takenOver = true;
      },
    };
  }

  it('no REINSTALL while the other may still wake up: its pair is waited for, and used', async () => {
    const { store, lose } = fragile();
    const tokens = portal.tokens({ expires: past() });
    let answer = () => {};
    portal.oauth.gate = new Promise((resolve) => {
      answer = resolve;
    });
    const frozen = add(client({ store, tokens }), 'frozen');
    await until(() => portal.tokenRequests.length === 1);
    sharedRenewals().clear();
    // The server has spent the token, and the answer is still on its way.
    portal.oauth.answer = () => [400, { error: 'invalid_grant' }];
    lose();
    const clock = manualClock(Date.now());
    const late = client({ store, tokens }, clock, 60_000);
    portal.oauth.gate = undefined;
    const call = failed(add(late, 'heir'));
    await until(async () => (await store.read())?.imbot_compat?.lost !== undefined);
    // A third does not even ask.
    const third = failed(add(client({ store, tokens }, clock, 60_000), 'third'));
    await clock.advance(30_000);
    expect(portal.tokenRequests).toHaveLength(2);
    await clock.advance(30_000);
    expect(await third).toMatchObject({ code: 'TIMEOUT' });
    expect(await call).toMatchObject({ code: 'TIMEOUT' });
    portal.oauth.answer = undefined;
    answer();
    await frozen;
    await until(async () => (await store.read())?.access_token === 'access-2');
    const next = add(late, 'next');
    await clock.advance(2_000);
    await next;
    expect(portal.oauth.refreshes).toBe(1);
  });

  it('REINSTALL after five minutes, for all', async () => {
    const { store, lose } = fragile();
    portal.oauth.answer = () => [400, { error: 'invalid_grant' }];
    lose();
    const tokens = portal.tokens({ expires: past() });
    const clock = manualClock(Date.now());
    const renewed = failed(client({ store, tokens }, clock).renew());
    await until(async () => (await store.read())?.imbot_compat?.lost !== undefined);
    await clock.advance(301_000);
    expect(await renewed).toMatchObject({ code: 'REINSTALL' });
    sharedRenewals().clear();
    expect(await failed(add(client({ store, tokens })))).toMatchObject({ code: 'REINSTALL' });
    expect(portal.tokenRequests).toHaveLength(1);
  });
});

describe('a holder that was frozen, and whose lock has gone to another', () => {
  /** A store for each process, over one pair and one lock that goes to whoever came last. */
  function losable() {
    let pair: Pair | undefined;
    let holder = 0;
    return (beforeRead: Promise<void> = Promise.resolve()): TokenStore => ({
      read: async () => pair,
      exclusive: (work) => {
        const mine = ++holder;
        return work({
          takenOver: mine > 1,
          isMine: async () => mine === holder,
          async read() {
            const read = pair;
            await beforeRead;
            return read;
          },
          async write(next) {
            if (mine !== holder) throw new Error('the lock went to another process');
            pair = next;
          },
        });
      },
    });
  }

  it('before it asked: it spends nothing, and uses the pair of its heir', async () => {
    const process = losable();
    const tokens = portal.tokens({ expires: past() });
    let wake = () => {};
    const frozen = add(
      client(
        {
          tokens,
          store: process(
            new Promise((resolve) => {
              wake = resolve;
            }),
          ),
        },
        systemClock,
      ),
      'frozen',
    );
    let answer = () => {};
    portal.oauth.gate = new Promise((resolve) => {
      answer = resolve;
    });
    const heir = add(client({ tokens, store: process() }), 'heir');
    await until(() => portal.tokenRequests.length === 1);
    sharedRenewals().clear();
    wake();
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer();
    await Promise.all([frozen, heir]);
    expect(portal.tokenRequests).toHaveLength(1);
    expect(portal.effects.sort()).toEqual(['frozen', 'heir']);
  });

  it('on its way to the server: a token that its heir has spent is no REINSTALL', async () => {
    const process = losable();
    const store = process();
    const tokens = portal.tokens({ expires: past() });
    let answerFrozen = () => {};
    portal.oauth.gate = new Promise((resolve) => {
      answerFrozen = resolve;
    });
    const frozen = add(client({ tokens, store: process() }), 'frozen');
    await until(() => portal.tokenRequests.length === 1);
    sharedRenewals().clear();
    let answerHeir = () => {};
    portal.oauth.gate = new Promise((resolve) => {
      answerHeir = resolve;
    });
    const heir = add(client({ tokens, store }), 'heir');
    await until(() => portal.tokenRequests.length === 2);
    // The server has taken the heir's question first, and its answer is still on the way.
    portal.oauth.answer = () => [400, { error: 'invalid_grant' }];
    answerFrozen();
    await new Promise((resolve) => setTimeout(resolve, 50));
    portal.oauth.answer = undefined;
    answerHeir();
    await Promise.all([frozen, heir]);
    expect(portal.effects.sort()).toEqual(['frozen', 'heir']);
    expect((await store.read())?.imbot_compat?.dead).toBeUndefined();
  });
});
