import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Redis from 'ioredis';
import { Agent } from 'undici';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileTokenStore } from '../../src/auth/fileTokenStore';
import { oauth } from '../../src/auth/oauth';
import type { Pair } from '../../src/auth/pair';
import type { TokenStore } from '../../src/auth/TokenStore';
import { fileWaitingPairs } from '../../src/gateway/tokens/fileWaitingPairs';
import { redisWaitingPairs } from '../../src/gateway/tokens/redisWaitingPairs';
import { MOST_WAITING } from '../../src/gateway/tokens/WaitingPairs';
import { systemClock } from '../../src/http/clock';
import { undiciSender } from '../../src/http/senders/undiciSender';
import { startRedis } from '../transport/redis';
import { heldScene } from './heldScene';
import { until } from './until';

const redis = await startRedis('pairs that wait on Redis');
afterAll(() => redis?.stop());

let folder = '';
const ends: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-waiting-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

const HOUR = 3_600_000;
const scene = (options?: Parameters<typeof heldScene>[1]) => heldScene({ folder, ends }, options);
const waitingFiles = (): string[] => readdirSync(folder).filter((name) => name.includes('.waiting-'));
const stored = (): Pair => JSON.parse(readFileSync(join(folder, 'pair.json'), 'utf8'));

/** Somebody else has the lock of the store, until `open`: the gateway that waits for it is taken for killed. */
function behindLock() {
  let isOpen = false;
  const wrap = (store: TokenStore): TokenStore =>
    isOpen ? store : { read: store.read, exclusive: () => new Promise(() => {}) };
  return {
    wrap,
    open: () => {
      isOpen = true;
    },
  };
}

describe('a gateway that is killed while an installation waits', () => {
  it.each(['profile', 'app.info'])(
    'goes on with it at the next start, where the portal did not say whose it is (%s)',
    async (method) => {
      const { portal, application, held, open, first } = await scene({ code: 'acme.bot' });
      portal.fault({ method, kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED', times: 1 });
      const second = { ...application.tokens(2), application_token: 'new' };
      await held.see({ auth: second, by: 'installation' });
      expect(waitingFiles()).toHaveLength(1);
      const next = await open();
      ends.push(() => next.close());
      expect(await next.inPlaceOf(second.access_token, async () => true)).toBe(second.access_token);
      expect(await next.inPlaceOf(first.access_token, async () => true)).toBe(second.access_token);
      await until(() => stored().access_token === second.access_token && waitingFiles().length === 0);
      expect(portal.oauth.refreshes).toBe(0);
    },
  );

  it('goes on with it where the portal was still being asked', async () => {
    const { portal, application, held, open, first } = await scene({ code: 'acme.bot' });
    const gate = new Promise<void>(() => {});
    portal.fault({ method: 'profile', kind: 'slow', gate, times: 1 });
    const second = { ...application.tokens(2), application_token: 'new' };
    void held.see({ auth: second, by: 'installation' });
    await until(() => portal.requests.some((request) => request.method === 'profile'));
    expect(waitingFiles()).toHaveLength(1);
    const next = await open();
    ends.push(() => next.close());
    expect(await next.inPlaceOf(second.access_token, async () => true)).toBe(second.access_token);
    expect(await next.inPlaceOf(first.access_token, async () => true)).toBe(second.access_token);
    await until(() => waitingFiles().length === 0);
  });

  it('asks the portal again after hours: the refresh token lives longer than the access token', async () => {
    const { portal, application, held, open, first, later } = await scene({ code: 'acme.bot' });
    portal.fault({ method: 'profile', kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED', times: 1 });
    const second = { ...application.tokens(2), application_token: 'new' };
    await held.see({ auth: second, by: 'installation' });
    later(3 * HOUR);
    const next = await open();
    ends.push(() => next.close());
    await next.inPlaceOf(first.access_token, async () => true);
    await until(() => stored()['application_token'] === 'new' && waitingFiles().length === 0);
    expect(portal.oauth.refused).toEqual({});
  });
});

describe('a gateway that is killed while another process has the lock of the store', () => {
  it.each(['installation', 'page', 'server'] as const)(
    'holds what was brought at the next start, without a renewal (%s)',
    async (by) => {
      const lock = behindLock();
      const { portal, application, held, open, first, told } = await scene({
        wrap: lock.wrap,
        code: 'acme.bot',
        holds: by !== 'server',
      });
      const second = { ...application.tokens(by === 'page' ? 1 : 2), application_token: 'new' };
      void held.see({ auth: second, by });
      await until(() => told.some(({ what }) => what === 'held'));
      expect(waitingFiles()).toHaveLength(1);
      lock.open();
      const next = await open();
      ends.push(() => next.close());
      expect(await next.inPlaceOf(second.access_token, async () => true)).toBe(second.access_token);
      if (by !== 'server') expect(await next.inPlaceOf(first.access_token, async () => true)).toBe(second.access_token);
      await until(() => stored().access_token === second.access_token && waitingFiles().length === 0);
      expect(portal.oauth.refreshes).toBe(0);
    },
  );

  it('holds it also where that process has renewed the former pair meanwhile', async () => {
    const lock = behindLock();
    const { application, held, open, first, path, later, told, server } = await scene({
      wrap: lock.wrap,
      code: 'acme.bot',
    });
    const second = { ...application.tokens(2), application_token: 'new' };
    void held.see({ auth: second, by: 'installation' });
    await until(() => told.some(({ what }) => what === 'held'));
    later(60_000);
    const dispatcher = new Agent();
    ends.push(() => dispatcher.destroy());
    const other = oauth({
      ...{ clientId: 'app.1', clientSecret: 'the secret', tokens: first, store: fileTokenStore(path) },
      tokenUrl: `${server.url}/oauth/token/`,
    });
    await other.renew({ sender: undiciSender(dispatcher), clock: systemClock });
    await other.close();
    expect(stored().expires).toBeGreaterThan(Number(second.expires));
    lock.open();
    const next = await open();
    ends.push(() => next.close());
    expect(await next.inPlaceOf(second.access_token, async () => true)).toBe(second.access_token);
    expect(await next.inPlaceOf(first.access_token, async () => true)).toBe(second.access_token);
    await until(() => stored().access_token === second.access_token && waitingFiles().length === 0);
  });

  it('leaves a pair alone that another process was brought since', async () => {
    const lock = behindLock();
    const { application, held, open, first, path, later, told } = await scene({ wrap: lock.wrap, code: 'acme.bot' });
    void held.see({ auth: { ...application.tokens(2), application_token: 'new' }, by: 'installation' });
    await until(() => told.some(({ what }) => what === 'held'));
    later(60_000);
    const third = application.tokens(3);
    await fileTokenStore(path).exclusive(async ({ write }) => write(third));
    lock.open();
    const next = await open();
    ends.push(() => next.close());
    expect(await next.inPlaceOf(third.access_token, async () => true)).toBe(third.access_token);
    expect(await next.inPlaceOf(first.access_token, async () => true)).toBe(third.access_token);
    expect(stored().access_token).toBe(third.access_token);
    expect(waitingFiles()).toEqual([]);
  });
});

describe('what waits on the disk', () => {
  it('is for its owner alone, and gone once nobody wants it', async () => {
    const { portal, held, application } = await scene({ code: 'acme.bot' });
    const other = portal.application({ clientId: 'app.other', clientSecret: 's', scope: 'imbot,im,user' });
    await held.see({ auth: { ...other.tokens(2), application_token: 'x' }, by: 'installation' });
    await held.see({ auth: { access_token: 'a', refresh_token: 'b', member_id: 'c' }, by: 'installation' });
    expect(waitingFiles()).toEqual([]);
    portal.fault({ method: 'profile', kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED', times: 1 });
    await held.see({ auth: { ...application.tokens(2), application_token: 'new' }, by: 'installation' });
    const [name = ''] = waitingFiles();
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    await held.see({ auth: { ...application.tokens(3), application_token: 'newer' }, by: 'installation' });
    await until(() => waitingFiles().length === 0);
  });
});

const places: readonly (readonly [string, () => ReturnType<typeof fileWaitingPairs>])[] = [
  ['files', () => fileWaitingPairs(join(folder, 'pair.json'), thrown)],
  ...(redis === undefined
    ? []
    : [
        [
          'Redis',
          () => {
            const client = new Redis(redis.port, '127.0.0.1');
            ends.push(() => client.disconnect());
            return redisWaitingPairs(client, `waiting:${folder}`, thrown);
          },
        ] as const,
      ]),
];

function thrown(error: unknown): never {
  throw error;
}

describe.each(places)('pairs that wait in %s', (_name, make) => {
  const pair = (at: number) => ({ auth: { access_token: `a${at}`, refresh_token: `r${at}` }, at, before: 'x' });

  it('are there for another process, the newest first, and no more than were to be kept', async () => {
    const [one, other] = [make(), make()];
    for (let at = 1; at <= MOST_WAITING + 5; at += 1) await one.keep(pair(at));
    const found = await other.list();
    expect(found.map(({ at }) => at)).toEqual(
      Array.from({ length: MOST_WAITING }, (_, index) => MOST_WAITING + 5 - index),
    );
    expect(found[0]).toEqual(pair(MOST_WAITING + 5));
    await other.keep(pair(100));
    await other.forget('a25');
    await other.forget('never there');
    const rest = (await make().list()).map(({ at }) => at);
    expect(rest).toHaveLength(MOST_WAITING - 1);
    expect(rest[0]).toBe(100);
    expect(rest).not.toContain(25);
    expect(rest).not.toContain(6);
  });
});

it('a folder that cannot be written is told, and loses nothing that is in memory', async () => {
  const told: unknown[] = [];
  const waiting = fileWaitingPairs(join(folder, 'none', 'pair.json'), (error) => told.push(error));
  await waiting.keep({ auth: { access_token: 'a', refresh_token: 'b' }, at: 1 });
  expect(told).toHaveLength(1);
  expect(String(told[0])).toContain('ENOENT');
  expect(await waiting.list()).toEqual([]);
  await waiting.forget('a');
});
