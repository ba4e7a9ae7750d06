import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redisOffsetStore } from '../../src/events/index';
import { askRedis } from '../../src/redis/askRedis';
import { manualClock } from '../transport/clocks';
import { startRedis } from '../transport/redis';
import { CLIENTS, type TestClient } from './clients';

const server = await startRedis('askRedis');
afterAll(() => server?.stop());

describe.skipIf(server === undefined).each(Object.entries(CLIENTS))('%s', (_name, connect) => {
  let made: TestClient;
  beforeEach(async () => {
    made = await connect(server?.port ?? 0);
    await askRedis(made.client)("return redis.call('flushall')", []);
  });
  afterEach(() => made.close());

  it('runs scripts: keys and values in their places, numbers as numbers, nil as null', async () => {
    const ask = askRedis(made.client);
    expect(await ask("redis.call('set', KEYS[1], ARGV[1]) return KEYS[2] .. ARGV[2]", ['a', 'b'], ['x', 7])).toBe('b7');
    expect(await ask("return redis.call('get', KEYS[1])", ['a'])).toBe('x');
    expect(await ask("return redis.call('get', KEYS[1])", ['none'])).toBeNull();
    expect(await ask("return redis.call('incrby', KEYS[1], ARGV[1])", ['n'], [2])).toBe(2);
    expect(await ask('return { 1, ARGV[1] }', [], [2.5])).toEqual([1, '2.5']);
    await expect(ask("return redis.call('nothing')", [])).rejects.toThrow(/[Uu]nknown/);
  });

  it('carries offsets', async () => {
    const store = redisOffsetStore(made.client, { key: 'acme' });
    expect(await store.get(39)).toBeUndefined();
    await store.set(39, 1002);
    expect(await redisOffsetStore(made.client, { key: 'acme' }).get(39)).toBe(1002);
  });
});

describe('a Redis that does not answer', () => {
  it('is waited for two seconds', async () => {
    const clock = manualClock();
    const asked = askRedis({ eval: () => new Promise(() => {}) }, undefined, clock)('return 1', []);
    const end = asked.catch((error: unknown) => String(error));
    await clock.advance(1_999);
    expect(clock.pending()).toBe(1);
    await clock.advance(1);
    expect(await end).toBe('Error: Redis did not answer in 2000 ms');
  });

  it('a client that throws at once rejects, and leaves no timer', async () => {
    const clock = manualClock();
    const broken = {
      eval: () => {
        throw new Error('closed');
      },
    };
    await expect(askRedis(broken, undefined, clock)('return 1', [])).rejects.toThrow('closed');
    expect(clock.pending()).toBe(0);
  });
});
