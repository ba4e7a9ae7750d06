import type { OffsetStore } from './memoryOffsetStore';

/** What ioredis and node-redis have in common. */
export interface RedisClient {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<unknown>;
}

/**
 * Offsets in Redis, one key a bot.
 *
 * @param options.key prefix of the keys; one per portal. Default: `imbot-compat:offset`
 */
export function redisOffsetStore(client: RedisClient, options: { key?: string } = {}): OffsetStore {
  const prefix = options.key ?? 'imbot-compat:offset';
  return {
    get: async (botId) => {
      const kept = Number((await client.get(`${prefix}:${botId}`)) ?? undefined);
      return Number.isSafeInteger(kept) ? kept : undefined;
    },
    set: (botId, offset) => client.set(`${prefix}:${botId}`, String(offset)),
  };
}
