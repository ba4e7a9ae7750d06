import { type Clock, systemClock } from '../http/clock';
import { inTime } from '../http/inTime';

/** What is needed of `ioredis` 5 and 6; an instance or a Cluster fits. */
export interface IoRedisLike {
  eval(script: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>;
}

/** What is needed of `redis` (node-redis) 4, 5 and 6; a client, pool or cluster fits. Connect it first. */
export interface NodeRedisLike {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  /** Tells node-redis from ioredis, which spells it `evalsha`. Never called. */
  evalSha(...given: never[]): unknown;
}

/** A client of `ioredis` 5 or 6, of `redis` (node-redis) 4, 5 or 6, or anything with the `eval` of one of them. */
export type RedisLike = IoRedisLike | NodeRedisLike;

/** Runs a Lua script on Redis; `keys` are KEYS, `values` ARGV. A number comes back as a number, nil as null. */
export type AskRedis = (
  script: string,
  keys: readonly string[],
  values?: readonly (string | number)[],
) => Promise<unknown>;

/** Milliseconds that a question to Redis may take where nobody says. */
export const REDIS_TIMEOUT = 2_000;

/**
 * One way to run scripts, whichever client it is. Every question is bounded in time: a client without a connection queues for
 * ever, and a Redis that hangs never answers. A script that was given up may still run; write it so that this does no harm.
 *
 * @param timeout milliseconds for each question
 * @example
 * const ask = askRedis(client);
 * await ask("return redis.call('incrby', KEYS[1], ARGV[1])", ['counter'], [2]); // 2
 */
export function askRedis(client: RedisLike, timeout: number = REDIS_TIMEOUT, clock: Clock = systemClock): AskRedis {
  return (script, keys, values = []) => {
    const text = `Redis did not answer in ${timeout} ms`;
    return inTime(evaluate(client, script, keys, values), timeout, clock, text);
  };
}

/** Async, so that a client that throws at once rejects too. */
async function evaluate(
  client: RedisLike,
  script: string,
  keys: readonly string[],
  values: readonly (string | number)[],
): Promise<unknown> {
  if (!('evalSha' in client)) return client.eval(script, keys.length, ...keys, ...values);
  // node-redis takes texts only.
  return client.eval(script, { keys: [...keys], arguments: values.map(String) });
}
