import Redis from 'ioredis';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { redisTokenStore } from '../../src/auth/redisTokenStore';
import { failed } from '../transport/failed';
import { startRedis } from '../transport/redis';

const server = await startRedis('redisTokenStore');
const client = new Redis({ port: server?.port ?? 0, lazyConnect: true });
afterAll(async () => {
  client.disconnect();
  await server?.stop();
});

const pair = (n: number) => ({ access_token: `a${n}`, refresh_token: `r${n}`, expires: 1_800_000_000 + n });

describe.skipIf(server === undefined)('redisTokenStore', () => {
  beforeEach(async () => {
    await client.flushall();
  });
  const store = (lockMs?: number) => redisTokenStore(client, { key: 'acme', ...(lockMs ? { lockMs } : {}) });

  it('is empty at first and keeps one pair under its key', async () => {
    expect(await store().read()).toBeUndefined();
    await store().exclusive((access) => access.write(pair(1)));
    expect(await store().read()).toEqual(pair(1));
    expect(await client.keys('*')).toEqual(['acme']);
  });

  it('knows when its lock is gone', async () => {
    await store().exclusive(async (access) => {
      expect(await access.isMine?.()).toBe(true);
      await client.del('{acme}:lock');
      expect(await access.isMine?.()).toBe(false);
    });
  });

  it('lets one at a time in', async () => {
    let inside = 0;
    const works = Array.from({ length: 12 }, (_, i) =>
      store().exclusive(async (access) => {
        expect(++inside).toBe(1);
        await access.read();
        await access.write(pair(i));
        inside--;
      }),
    );
    await Promise.all(works);
    expect(await store().read()).toBeDefined();
  });

  it('holds the lock for as long as the work takes: each beat gives it its whole time again', async () => {
    const lockMs = 60_000;
    const timers = vi.spyOn(globalThis, 'setInterval');
    await store(lockMs).exclusive(async () => {
      const [beat, ms] = timers.mock.calls.at(-1) ?? [];
      expect(ms).toBe(lockMs / 3);
      for (let round = 0; round < 3; round++) {
        await client.pexpire('{acme}:lock', 30_000);
        beat?.();
        // Answered after the beat, which went out before on the same connection.
        expect(await client.pttl('{acme}:lock')).toBeGreaterThan(30_000);
      }
      timers.mockRestore();
    });
    expect(await client.keys('*')).toEqual([]);
  });

  it('the lock of one who died expires', async () => {
    await client.set('{acme}:lock', 'a dead one', 'PX', 80);
    await store().exclusive((access) => access.write(pair(1)));
    expect(await store().read()).toEqual(pair(1));
  });

  it('replaces only the pair that was read, and gives back only its own lock', async () => {
    const work = store().exclusive(async (access) => {
      await access.read();
      await client.set('acme', JSON.stringify(pair(7)));
      await client.set('{acme}:lock', 'of somebody else');
      await access.write(pair(1));
    });
    await expect(work).rejects.toThrow(/replaced by another process/);
    expect(await store().read()).toEqual(pair(7));
    expect(await client.get('{acme}:lock')).toBe('of somebody else');
  });

  it.each(['{"access_token":"SECRET', '"SECRET"', '{"name":"SECRET"}'])(
    'something else under the key is a clear error: %s',
    async (text) => {
      await client.set('acme', text);
      const error = await failed(store().read());
      expect(error).toMatchObject({ code: 'CONFIG' });
      expect(error.message).toContain('acme');
      expect(error.message).not.toContain('SECRET');
      expect(await client.get('acme')).toBe(text);
    },
  );
});
