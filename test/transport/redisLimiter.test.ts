import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { webhook } from '../../src/auth/webhook';
import { createTransport } from '../../src/transport/createTransport';
import { redisLimiter } from '../../src/transport/redisLimiter';
import { CLIENTS, type TestClient } from '../redis/clients';
import { startRedis } from './redis';
import { standIn } from './standIn';

const server = await startRedis('redisLimiter');
afterAll(() => server?.stop());
let open: TestClient[] = [];
afterEach(() => {
  for (const client of open) client.close();
  open = [];
});

async function connect(name: string, port = server?.port ?? 0): Promise<TestClient['client']> {
  const made = await CLIENTS[name]?.(port);
  if (made === undefined) throw new Error(`no client ${name}`);
  open.push(made);
  return made.client;
}

describe.skipIf(server === undefined).each(Object.keys(CLIENTS))('redisLimiter over %s', (name) => {
  let count = 0;
  let key = '';
  beforeEach(() => {
    key = `limit-${name}-${++count}`;
  });

  it('several machines fill one bucket, first come first served on each', async () => {
    const redis = await connect(name);
    const machines = [1, 2, 3].map(() => redisLimiter(redis, { burst: 6, perSecond: 20, key }));
    const went: number[] = [];
    const started = performance.now();
    await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        await machines[i % 3]?.take('acme')?.ready;
        went.push(i);
      }),
    );
    for (const machine of [0, 1, 2]) {
      const own = went.filter((i) => i % 3 === machine);
      expect(own).toEqual([...own].sort((a, b) => a - b));
    }
    // Six at once; the other six need at least 300 ms of leaking.
    expect(performance.now() - started).toBeGreaterThanOrEqual(290);
  });

  it('counts each portal for itself, and a full one is full for all', async () => {
    const redis = await connect(name);
    const [one, other] = [1, 2].map(() => redisLimiter(redis, { burst: 1, perSecond: 0.01, key }));
    await one?.take('a')?.ready;
    await other?.take('b')?.ready;
    one?.full?.('c');
    let went = false;
    const place = other?.take('c');
    void place?.ready.then(() => {
      went = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(went).toBe(false);
    place?.cancel();
  });
});

describe.skipIf(server === undefined).each(Object.keys(CLIENTS))('without Redis, over %s', (name) => {
  it.each(['killed', 'frozen'] as const)(
    '%s: every call goes on, counted alone, told once, and back again',
    async (how) => {
      const redis = await startRedis('an outage of Redis');
      if (redis === undefined) throw new Error('redis-server was there before');
      const portal = await standIn();
      const notices: string[] = [];
      const limiter = redisLimiter(await connect(name, redis.port), {
        burst: 100,
        perSecond: 200,
        timeout: 200,
        warnings: ({ id, message }) => void notices.push(`${id} ${message}`),
      });
      const transport = createTransport({ auth: webhook(portal.webhookUrl), limits: limiter, timeout: 10_000 });
      const calls = (count: number) =>
        Promise.all(
          Array.from({ length: count }, () => transport.send('x.add', { MESSAGE: 'm' }, { replay: 'never' })),
        );
      await calls(5);
      if (how === 'killed') await redis.stop();
      else redis.freeze();
      await calls(80);
      await calls(80);
      expect(portal.effects).toHaveLength(165);
      expect(notices).toEqual([expect.stringMatching(/^redis-limiter .*counts its calls alone/)]);
      if (how === 'frozen') {
        redis.thaw();
        await redis.stop();
      }
      await transport.close();
      await portal.close();
    },
  );
});

describe('an outage', () => {
  it('ends by itself, and the next one is told again', async () => {
    let up = true;
    const asked: string[] = [];
    const client = {
      eval: (script: string) => {
        asked.push(script === 'return 1' ? 'probe' : 'take');
        return up ? Promise.resolve(script === 'return 1' ? 1 : [1, 0]) : new Promise(() => {});
      },
    };
    let now = 0;
    const timers = new Map<() => void, number>();
    const clock = {
      now: () => now,
      random: () => 0.5,
      after: (ms: number, then: () => void) => {
        timers.set(then, now + ms);
        return () => void timers.delete(then);
      },
    };
    const pass = async (ms: number) => {
      now += ms;
      for (const [then, at] of [...timers]) if (at <= now && timers.delete(then)) then();
      for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
    };
    const told = vi.fn();
    const limiter = redisLimiter(client, { burst: 50, perSecond: 50, clock, warnings: told });
    await limiter.take('acme')?.ready;
    up = false;
    const late = limiter.take('acme');
    await pass(1_000);
    await late?.ready;
    expect(told).toHaveBeenCalledTimes(1);
    await limiter.take('acme')?.ready;
    expect(asked).toEqual(['take', 'take']);
    await pass(5_000);
    await limiter.take('acme')?.ready;
    expect(asked).toEqual(['take', 'take', 'probe']);
    // Still out of reach.
    await pass(1_000);
    up = true;
    await pass(5_000);
    await limiter.take('acme')?.ready;
    await pass(0);
    await limiter.take('acme')?.ready;
    expect(asked.slice(3)).toEqual(['probe', 'take']);
    expect(told).toHaveBeenCalledTimes(1);
    up = false;
    const again = limiter.take('acme');
    await pass(1_000);
    await again?.ready;
    expect(told).toHaveBeenCalledTimes(2);
  });
});
