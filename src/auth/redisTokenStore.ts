import { randomUUID } from 'node:crypto';
import { parseObject } from '../http/parseObject';
import { askRedis, type RedisLike } from '../redis/askRedis';
import { authError } from './authError';
import type { Pair } from './pair';
import { readPair } from './pair';
import type { TokenStore } from './TokenStore';

/** What `redisTokenStore` has to know. */
export interface RedisTokenStoreOptions {
  /** Where the pair lives. One pair per key: name the application and the portal in it, see `tokenKey`. */
  key: string;
  /** Milliseconds after which the lock of a process that died is free. Renewed while held. Default 15 000. */
  lockMs?: number;
}

/** KEYS of the lock: the lock, and who had it last without giving it back. */
const SCRIPTS = {
  get: "return redis.call('get', KEYS[1])",
  lock: `if not redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
    local before = redis.call('get', KEYS[2])
    redis.call('set', KEYS[2], ARGV[1], 'EX', 86400)
    if before then return 2 end return 1`,
  hold: "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0",
  unlock: `if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
    redis.call('del', KEYS[2]) return redis.call('del', KEYS[1])`,
  replace: `local now = redis.call('get', KEYS[1])
    if now == ARGV[1] or (not now and ARGV[1] == '') then redis.call('set', KEYS[1], ARGV[2]) return 1 end
    if now == ARGV[2] then return 1 end return 0`,
};
const FREE = 1;
const TAKEN_OVER = 2;
const POLL = 25;
const LONGEST_POLL = 250;

/**
 * The pair on a Redis that several machines share, through `ioredis` 5 or 6 or `redis` (node-redis) 4 to 6; connect a
 * node-redis client first. The lock expires by itself if its holder dies; a write replaces only the pair that its writer had
 * read, so that one who lost the lock meanwhile overwrites nothing. Each question to Redis may take two seconds.
 * @throws ImbotError CONFIG for a key that is not a text, and, when read, for a value that is not a pair; it is left as it is
 * @example
 * const store = redisTokenStore(redis, { key: `bitrix24:tokens:${tokenKey(clientId, install.auth.member_id)}` });
 */
export function redisTokenStore(client: RedisLike, { key, lockMs = 15_000 }: RedisTokenStoreOptions): TokenStore {
  if (typeof key !== 'string' || key === '')
    throw authError('CONFIG', 'redisTokenStore(client, { key }): key has to be a text');
  const ask = askRedis(client);
  // The braces put the lock next to its pair on a cluster.
  const lock = key.includes('{') ? `${key}:lock` : `{${key}}:lock`;
  const locks = [lock, `${lock}:last`];

  async function readRaw(): Promise<string | undefined> {
    const value = await ask(SCRIPTS.get, [key]);
    return typeof value === 'string' ? value : undefined;
  }

  async function acquire(token: string): Promise<{ takenOver: boolean }> {
    for (let pause = POLL; ; pause = Math.min(pause * 1.2, LONGEST_POLL)) {
      // Some clients are set to answer numbers as texts.
      const got = Number(await ask(SCRIPTS.lock, locks, [token, lockMs]));
      if (got === FREE || got === TAKEN_OVER) return { takenOver: got === TAKEN_OVER };
      await new Promise((resolve) => setTimeout(resolve, pause * (1 + Math.random())));
    }
  }

  /** Also after a question that was given up: it may still arrive, and leave a lock that nobody has. */
  function giveBack(token: string): Promise<unknown> {
    return ask(SCRIPTS.unlock, locks, [token]).catch(() => {});
  }

  return {
    read: async () => parse(await readRaw(), key),
    async exclusive(work) {
      const token = randomUUID();
      const { takenOver } = await acquire(token).catch(async (error: unknown) => {
        void giveBack(token);
        throw error;
      });
      const hold = setInterval(() => {
        ask(SCRIPTS.hold, [lock], [token, lockMs]).catch(() => {});
      }, lockMs / 3);
      hold.unref();
      let seen: string | undefined;
      try {
        return await work({
          lasting: true,
          takenOver,
          isMine: async () => (await ask(SCRIPTS.get, [lock])) === token,
          async read() {
            seen = await readRaw();
            return parse(seen, key);
          },
          async write(pair) {
            const text = JSON.stringify(pair);
            if (Number(await ask(SCRIPTS.replace, [key], [seen ?? '', text])) !== 1) {
              throw new Error('the stored pair was replaced by another process');
            }
            seen = text;
          },
        });
      } finally {
        clearInterval(hold);
        await giveBack(token);
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
