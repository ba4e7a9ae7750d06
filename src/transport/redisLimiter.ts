import type { IoRedisLike as RedisLike } from '../redis/askRedis';
import { systemClock } from './clock';
import type { Limiter, LimiterRates } from './createLimiter';
import { createLimiter } from './createLimiter';

export interface RedisLimiterOptions extends LimiterRates {
  /** Prefix of the keys; one key per portal. Default `imbot-compat:limit`. */
  key?: string;
}

/** What is used of `rate-limiter-flexible`. */
interface Consumer {
  consume(key: string, points: number): Promise<unknown>;
}

/**
 * The limiter of `createLimiter` for several machines behind one address: the same leaky bucket, kept on Redis by
 * `rate-limiter-flexible` (install it besides). First come, first served within a process. While Redis does not answer each
 * process counts for itself.
 * @param client an `ioredis` instance, or anything with its `eval`
 */
export function redisLimiter(client: RedisLike, options: RedisLimiterOptions): Limiter {
  const { burst, perSecond, key = 'imbot-compat:limit' } = options;
  const fallback = createLimiter({ burst, perSecond });
  const queues = new Map<string, Set<() => void>>();
  let loading: Promise<Consumer> | undefined;

  async function load(): Promise<Consumer> {
    const { RateLimiterRedis } = await import('rate-limiter-flexible');
    // Handed the client itself, it would define its command there and so change other limiters on the same connection.
    const storeClient = {
      rlflxIncr: (args: (string | number)[]) => client.eval(leakyBucket({ burst, perSecond }), 1, ...args),
    };
    const duration = Math.max(1, Math.ceil(burst / perSecond));
    return new RateLimiterRedis({ storeClient, keyPrefix: key, points: burst, duration });
  }

  async function serve(portal: string, queue: Set<() => void>): Promise<void> {
    while (queue.size > 0) {
      const ms = await ask(portal);
      if (ms > 0) {
        await new Promise<void>((resolve) => void systemClock.after(ms, resolve));
        continue;
      }
      for (const go of queue) {
        queue.delete(go);
        go();
        break;
      }
    }
    queues.delete(portal);
  }

  /** 0 when a call may go, else the milliseconds to wait before asking again. */
  async function ask(portal: string): Promise<number> {
    try {
      loading ??= load();
      await (await loading).consume(portal, 1);
      return 0;
    } catch (refusal) {
      if (isRefusal(refusal)) return Math.max(1, refusal.msBeforeNext);
      await fallback.take(portal)?.ready;
      return 0;
    }
  }

  return {
    take(portal) {
      let go: () => void = () => {};
      const ready = new Promise<void>((resolve) => {
        go = resolve;
      });
      const waiting = queues.get(portal);
      const queue = waiting ?? new Set();
      queue.add(go);
      if (waiting === undefined) {
        queues.set(portal, queue);
        void serve(portal, queue);
      }
      return { ready, cancel: () => void queue.delete(go) };
    },
    full(portal) {
      client.eval(FILL, 1, `${key}:${portal}`, burst, Math.ceil((burst / perSecond) * 1000)).catch(() => {});
    },
  };
}

/** In place of the fixed window that comes with the library. Answers what it expects: points used, milliseconds to wait. */
function leakyBucket({ burst, perSecond }: LimiterRates): string {
  return `local time = redis.call('time')
    local now = time[1] * 1000 + time[2] / 1000
    local level = tonumber(redis.call('hget', KEYS[1], 'level') or '0')
    local at = tonumber(redis.call('hget', KEYS[1], 'at') or now)
    level = math.max(0, level - math.max(0, now - at) * ${perSecond} / 1000)
    local after = level + tonumber(ARGV[1])
    if after > ${burst} + 1e-6 then return { ${burst} + 1, math.ceil((after - ${burst}) / ${perSecond} * 1000) } end
    redis.call('hset', KEYS[1], 'level', tostring(after), 'at', tostring(now))
    redis.call('pexpire', KEYS[1], math.ceil(after / ${perSecond} * 1000) + 1000)
    return { math.ceil(after), 0 }`;
}

const FILL = `local time = redis.call('time')
  redis.call('hset', KEYS[1], 'level', ARGV[1], 'at', tostring(time[1] * 1000 + time[2] / 1000))
  return redis.call('pexpire', KEYS[1], ARGV[2] + 1000)`;

function isRefusal(value: unknown): value is { msBeforeNext: number } {
  return (
    typeof value === 'object' && value !== null && 'msBeforeNext' in value && typeof value.msBeforeNext === 'number'
  );
}
