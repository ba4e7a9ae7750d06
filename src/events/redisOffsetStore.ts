import { systemClock } from '../http/clock';
import { inTime } from '../http/inTime';
import { REDIS_TIMEOUT } from '../redis/askRedis';
import type { OffsetStore } from './memoryOffsetStore';

/** What `ioredis` 5 and 6 and `redis` (node-redis) 4, 5 and 6 have in common. Connect a node-redis client first. */
export interface RedisClient {
  get(key: string): PromiseLike<unknown>;
  set(key: string, value: string): PromiseLike<unknown>;
}

/**
 * Offsets in Redis, one key a bot. A Redis that does not answer within two seconds rejects; the poller tries again.
 *
 * @param options.key prefix of the keys; one per portal. Default: `imbot-compat:offset`
 * @example
 * await pollEvents(imbot, { botId: 39, offsetStore: redisOffsetStore(redis), on });
 */
export function redisOffsetStore(client: RedisClient, options: { key?: string } = {}): OffsetStore {
  const prefix = options.key ?? 'imbot-compat:offset';
  return {
    get: async (botId) => {
      const text = await bounded(client.get(`${prefix}:${botId}`));
      // What is no offset is told by the poller, so it is handed on.
      return text === null || text === undefined ? undefined : Number(text);
    },
    set: async (botId, offset) => {
      await bounded(client.set(`${prefix}:${botId}`, String(offset)));
    },
    lastRead: async (botId) => Number(await bounded(client.get(`${prefix}:${botId}:read`))) || undefined,
    noteRead: async (botId, at) => {
      await bounded(client.set(`${prefix}:${botId}:read`, String(at)));
    },
  };
}

function bounded<T>(asked: PromiseLike<T>): Promise<T> {
  return inTime(asked, REDIS_TIMEOUT, systemClock, `Redis did not answer in ${REDIS_TIMEOUT} ms`);
}
