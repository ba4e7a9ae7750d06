import { fingerprint } from '../../auth/pair';
import { parseObject } from '../../http/parseObject';
import { askRedis, type RedisLike } from '../../redis/askRedis';
import { isWaitingPair, MOST_WAITING, type WaitingPair, type WaitingPairs } from './WaitingPairs';

/** Pairs that wait on a Redis that several gateways share. */
export function redisWaitingPairs(client: RedisLike, key: string, tell: (error: unknown) => void): WaitingPairs {
  const ask = askRedis(client);
  const keys = [`{${key}}`, `{${key}}:order`];
  const asked = async (script: string, values: readonly (string | number)[] = []): Promise<unknown> =>
    ask(script, keys, values).catch(tell);
  return {
    async list() {
      const answer = await asked(LIST);
      const texts: unknown[] = Array.isArray(answer) ? answer : [];
      return texts.flatMap((text): WaitingPair[] => {
        const pair: unknown = parseObject(String(text));
        return isWaitingPair(pair) ? [pair] : [];
      });
    },
    async keep(pair) {
      const name = fingerprint(String(pair.auth['access_token']));
      await asked(KEEP, [name, pair.at, JSON.stringify(pair), MOST_WAITING]);
    },
    async forget(token) {
      await asked(FORGET, [fingerprint(String(token))]);
    },
  };
}

/** KEYS of all: the pairs by name, and their names by time. The newest first. */
const LIST = `local found = {}
  for _, name in ipairs(redis.call('zrevrange', KEYS[2], 0, -1)) do
    found[#found + 1] = redis.call('hget', KEYS[1], name) or ''
  end
  return found`;
/** ARGV: name, time, pair, how many. */
const KEEP = `redis.call('hset', KEYS[1], ARGV[1], ARGV[3])
  redis.call('zadd', KEYS[2], ARGV[2], ARGV[1])
  for _, old in ipairs(redis.call('zrange', KEYS[2], 0, -(tonumber(ARGV[4]) + 1))) do
    redis.call('zrem', KEYS[2], old)
    redis.call('hdel', KEYS[1], old)
  end
  return 1`;
/** ARGV: name. */
const FORGET = `redis.call('zrem', KEYS[2], ARGV[1]) return redis.call('hdel', KEYS[1], ARGV[1])`;
