import { fingerprint } from '../../auth/pair';
import { type Clock, systemClock } from '../../http/clock';
import { askRedis, type RedisLike } from '../../redis/askRedis';
import { boundedMap } from '../../translate/boundedMap';
import { type KnownToken, type KnownTokens, MOST_KNOWN } from './KnownTokens';

/** Milliseconds for which Redis is not asked after it did not answer, and for which it is believed that a token is unknown. */
const REST_MS = 5_000;

/** Known tokens on a Redis that several gateways share: a sorted set for each kind. While it is away, each knows its own. */
export function redisKnownTokens(
  client: RedisLike,
  key: string,
  tell: (error: unknown) => void,
  clock: Clock = systemClock,
): KnownTokens {
  const ask = askRedis(client, 1_000, clock);
  const near = boundedMap<string, KnownToken>(MOST_KNOWN);
  const unknown = boundedMap<string, number>(MOST_KNOWN);
  const keys = [`{${key}}:own`, `{${key}}:application`, `{${key}}:until`];
  let restsUntil = 0;

  async function asked(script: string, values: readonly (string | number)[]): Promise<unknown> {
    if (clock.now() < restsUntil) return undefined;
    try {
      return await ask(script, keys, values);
    } catch (error) {
      restsUntil = clock.now() + REST_MS;
      tell(error);
      return undefined;
    }
  }

  return {
    async note(tokens) {
      for (const [token, entry] of tokens) {
        const name = fingerprint(token);
        const before = near.get(name);
        if (before?.kind === 'own' || (before?.kind === entry.kind && before.until === entry.until)) continue;
        near.set(name, entry);
        unknown.delete(name);
        await asked(NOTE, [entry.kind === 'own' ? 1 : 2, entry.until, name, MOST_KNOWN]);
      }
    },
    async find(token) {
      const name = fingerprint(token);
      const known = near.get(name);
      if (known !== undefined || (unknown.get(name) ?? 0) > clock.now()) return known;
      const found = await asked(FIND, [name]);
      const [, kind, until] = /^([12]) (\d+)$/.exec(String(found)) ?? [];
      if (kind === undefined) {
        unknown.set(name, clock.now() + REST_MS);
        return undefined;
      }
      const entry = { kind: kind === '1' ? 'own' : 'application', until: Number(until) } as const;
      near.set(name, entry);
      return entry;
    },
    async close() {},
  };
}

/** KEYS: both kinds, and the time of each. ARGV: which kind, time, name, how many. The score is the order in which they came. */
const NOTE = `local kind = KEYS[tonumber(ARGV[1])]
  redis.call('hset', KEYS[3], ARGV[3], ARGV[2])
  redis.call('zadd', kind, redis.call('hincrby', KEYS[3], 'count', 1), ARGV[3])
  for _, old in ipairs(redis.call('zrange', kind, 0, -(tonumber(ARGV[4]) + 1))) do
    redis.call('zrem', kind, old)
    if not redis.call('zscore', KEYS[3 - tonumber(ARGV[1])], old) then redis.call('hdel', KEYS[3], old) end
  end
  return 1`;
/** ARGV: name. */
const FIND = `for kind = 1, 2 do
    if redis.call('zscore', KEYS[kind], ARGV[1]) then return kind .. ' ' .. (redis.call('hget', KEYS[3], ARGV[1]) or '0') end
  end
  return nil`;
