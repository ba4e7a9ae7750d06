import { randomUUID } from 'node:crypto';
import { askRedis, type RedisLike } from '../redis/askRedis';
import { parseObject } from '../transport/parseObject';
import { authError } from './authError';
import type { Pair } from './pair';
import { readPair } from './pair';
import type { TokenStore } from './TokenStore';

export interface RedisTokenStoreOptions {
  /** Where the pair lives. One pair per key. */
  key: string;
  /** Milliseconds after which the lock of a process that died is free. Renewed while held. Default 15 000. */
  lockMs?: number;
}

const SCRIPTS = {
  get: "return redis.call('get', KEYS[1])",
  lock: "if redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end return 0",
  hold: "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0",
  unlock: "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0",
  replace: `local now = redis.call('get', KEYS[1])
    if now == ARGV[1] or (not now and ARGV[1] == '') then redis.call('set', KEYS[1], ARGV[2]) return 1 end return 0`,
};
const POLL = 25;

/**
 * The pair on a Redis that several machines share. The lock expires by itself if its holder dies; a write replaces only the
 * pair that its writer had read, so that one who lost the lock meanwhile overwrites nothing.
 */
export function redisTokenStore(client: RedisLike, { key, lockMs = 15_000 }: RedisTokenStoreOptions): TokenStore {
  if (typeof key !== 'string' || key === '')
    throw authError('CONFIG', 'redisTokenStore(client, { key }): key has to be a text');
  const ask = askRedis(client);
  // The braces put the lock next to its pair on a cluster.
  const lock = key.includes('{') ? `${key}:lock` : `{${key}}:lock`;

  async function readRaw(): Promise<string | undefined> {
    const value = await ask(SCRIPTS.get, [key]);
    return typeof value === 'string' ? value : undefined;
  }

  async function acquire(): Promise<string> {
    const token = randomUUID();
    while ((await ask(SCRIPTS.lock, [lock], [token, lockMs])) !== 1) {
      await new Promise((resolve) => setTimeout(resolve, POLL + Math.random() * POLL));
    }
    return token;
  }

  return {
    read: async () => parse(await readRaw(), key),
    async exclusive(work) {
      const token = await acquire();
      const hold = setInterval(() => {
        ask(SCRIPTS.hold, [lock], [token, lockMs]).catch(() => {});
      }, lockMs / 3);
      hold.unref();
      let seen: string | undefined;
      try {
        return await work({
          async read() {
            seen = await readRaw();
            return parse(seen, key);
          },
          async write(pair) {
            const text = JSON.stringify(pair);
            if ((await ask(SCRIPTS.replace, [key], [seen ?? '', text])) !== 1) {
              throw new Error('the stored pair was replaced by another process');
            }
            seen = text;
          },
        });
      } finally {
        clearInterval(hold);
        await ask(SCRIPTS.unlock, [lock], [token]).catch(() => {});
      }
    },
  };
}

function parse(text: string | undefined, key: string): Pair | undefined {
  if (text === undefined) return undefined;
  const value = parseObject(text);
  if (value !== undefined) return readPair(value, 0, `the Redis key ${key}`).pair;
  throw authError('CONFIG', `the Redis key ${key} holds no pair. It is left as it is`);
}
