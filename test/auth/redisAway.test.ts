import Redis from 'ioredis';
import { createClient } from 'redis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OAuthOptions, oauth } from '../../src/auth/oauth';
import { redisTokenStore } from '../../src/auth/redisTokenStore';
import { sharedRenewals } from '../../src/auth/spendOnce';
import { systemClock } from '../../src/http/clock';
import type { RedisLike } from '../../src/redis/askRedis';
import { createTransport } from '../../src/transport/createTransport';
import { failed } from '../transport/failed';
import { startRedis, type TestRedis } from '../transport/redis';
import { type StandIn, standIn } from '../transport/standIn';

const probe = await startRedis('a Redis with pairs that is killed or frozen');
await probe?.stop();

const KINDS: Record<string, (port: number) => Promise<{ client: RedisLike; end(): void }>> = {
  async ioredis(port) {
    const client = new Redis({ port });
    client.on('error', () => {});
    await client.ping();
    return { client, end: () => client.disconnect() };
  },
  async 'node-redis'(port) {
    const client = createClient({ socket: { port } });
    client.on('error', () => {});
    await client.connect();
    return { client, end: () => client.destroy() };
  },
};

/** The times are real ones here: quick runs ask for one client. */
const ASKED = Object.entries(KINDS).slice(0, process.env['IMBOT_FULL'] === undefined ? 1 : 2);

describe.skipIf(probe === undefined).each(ASKED)('pairs on a Redis that goes away, by %s', (_n, connect) => {
  let redis: TestRedis;
  let portal: StandIn;
  let at: Awaited<ReturnType<typeof connect>>;
  beforeEach(async () => {
    const started = await startRedis('');
    if (started === undefined) throw new Error('Redis does not start');
    redis = started;
    portal = await standIn();
    sharedRenewals().clear();
    at = await connect(redis.port);
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    // Waiting times of stores pass ten times as fast.
    const { after } = systemClock;
    vi.spyOn(systemClock, 'after').mockImplementation((ms, then) => after(ms / 10, then));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    at.end();
    redis.thaw();
    await redis.stop();
    await portal.close();
  });

  const store = () => redisTokenStore(at.client, { key: 'app.1@m3mb3r' });
  function client(changes: Partial<OAuthOptions> = {}) {
    const ids = { clientId: 'app.1', clientSecret: 'shh-shh', tokenUrl: portal.tokenUrl };
    const auth = oauth({ ...ids, tokens: portal.tokens(), store: store(), ...changes });
    return createTransport({ auth, limits: false });
  }
  const add = (transport: ReturnType<typeof client>, MESSAGE: string) =>
    transport.send('imbot.message.add', { MESSAGE }, { replay: 'never' });
  const past = () => Math.floor(Date.now() / 1000) - 10;

  it.each(['frozen', 'killed'])('%s: a good token is used, and close() comes back', async (how) => {
    if (how === 'frozen') redis.freeze();
    else await redis.stop();
    const transport = client();
    await add(transport, 'one');
    await add(transport, 'two');
    await transport.close();
    expect(portal.effects).toEqual(['one', 'two']);
    if (how === 'killed') redis = (await startRedis('')) ?? redis;
  });

  it.each(['frozen', 'killed'])('%s, and the token has expired: nothing is spent, the error says so', async (how) => {
    if (how === 'frozen') redis.freeze();
    else await redis.stop();
    const transport = client({ tokens: portal.tokens({ expires: past() }) });
    expect(await failed(add(transport, 'one'))).toMatchObject({ code: 'CONFIG', outcome: 'refused' });
    await transport.close();
    expect(portal.tokenRequests).toEqual([]);
    if (how === 'killed') redis = (await startRedis('')) ?? redis;
  });

  it('frozen while the authorization server answers: the pair is used, and saved once it thaws', async () => {
    portal.oauth.answer = () => void redis.freeze();
    const transport = client({ tokens: portal.tokens({ expires: past() }) });
    await add(transport, 'one');
    expect(portal.requests.at(-1)?.params['auth']).toBe('access-2');
    redis.thaw();
    while (
      (
        await store()
          .read()
          .catch(() => undefined)
      )?.access_token !== 'access-2'
    )
      await add(transport, 'more');
    await transport.close();
    expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
  });
});
