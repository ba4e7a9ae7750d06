import Redis from 'ioredis';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { redisLimiter } from '../../src/transport/redisLimiter';
import { startRedis } from './redis';

const server = await startRedis('redisLimiter');
const client = new Redis({ port: server?.port ?? 0, lazyConnect: true });
afterAll(async () => {
  client.disconnect();
  await server?.stop();
});

describe.skipIf(server === undefined)('redisLimiter', () => {
  beforeEach(async () => {
    await client.flushall();
  });

  it('several machines fill one bucket, first come first served on each', async () => {
    const machines = [1, 2, 3].map(() => redisLimiter(client, { burst: 6, perSecond: 20 }));
    const went: number[] = [];
    const started = performance.now();
    const at: number[] = [];
    await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        await machines[i % 3]?.take('acme')?.ready;
        went.push(i);
        at.push(performance.now() - started);
      }),
    );
    for (const machine of [0, 1, 2]) {
      const own = went.filter((i) => i % 3 === machine);
      expect(own).toEqual([...own].sort((a, b) => a - b));
    }
    // Six at once; the other six need at least 300 ms of leaking.
    expect(at.at(-1)).toBeGreaterThanOrEqual(290);
    expect(await client.keys('*')).toEqual(['imbot-compat:limit:acme']);
  });

  it('counts each portal for itself, and a full one is full for all', async () => {
    const [one, other] = [1, 2].map(() => redisLimiter(client, { burst: 1, perSecond: 0.01, key: 'mine' }));
    await one?.take('a')?.ready;
    await other?.take('b')?.ready;
    one?.full?.('c');
    let went = false;
    const place = other?.take('c');
    void place?.ready.then(() => {
      went = true;
    });
    await client.ping();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(went).toBe(false);
    place?.cancel();
  });

  it('leaves the commands of the client alone', () => {
    expect('rlflxIncr' in client).toBe(false);
  });
});

describe('redisLimiter without Redis', () => {
  it('counts for itself', async () => {
    const broken = { eval: () => Promise.reject(new Error('connection lost')) };
    const limiter = redisLimiter(broken, { burst: 2, perSecond: 1000 });
    await Promise.all([1, 2, 3, 4].map(() => limiter.take('acme')?.ready));
    limiter.full?.('acme');
  });
});
