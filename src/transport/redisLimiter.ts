import { type Clock, systemClock } from '../http/clock';
import { say, type Warnings } from '../http/say';
import { askRedis, type RedisLike } from '../redis/askRedis';
import type { Limiter, LimiterRates } from './createLimiter';
import { createLimiter } from './createLimiter';

/** The rates, and where on Redis the buckets are. */
export interface RedisLimiterOptions extends LimiterRates {
  /** Prefix of the keys; one key per portal. Default `imbot-compat:limit`. */
  key?: string;
  /** Milliseconds that one question to Redis may take before this process counts alone. Default 1,000. */
  timeout?: number;
  /** Who hears that Redis is out of reach, once per outage: a function, `false` for nobody. Default: a process warning. */
  warnings?: Warnings;
  /** Time, for tests. */
  clock?: Clock;
}

/** Milliseconds between two looks whether Redis is back. */
const PROBE_EVERY = 5_000;
const TIMEOUT = 1_000;

/**
 * The limiter of `createLimiter` for several machines behind one address: the same leaky bucket, kept on Redis. First come,
 * first served within a process.
 *
 * While Redis does not answer, or not in time, each process counts for itself and says so once; together they may then send
 * more than the portal allows, and its own QUERY_LIMIT_EXCEEDED is waited for as ever. Redis is asked again by itself.
 *
 * @param client a client of `ioredis` 5 or 6 or of `redis` (node-redis) 4 to 6
 * @example
 * const limits = redisLimiter(new Redis(), { burst: 50, perSecond: 2 });
 * const imbot = createImbot({ auth, limits });
 */
export function redisLimiter(client: RedisLike, options: RedisLimiterOptions): Limiter {
  const { burst, perSecond, key = 'imbot-compat:limit', timeout = TIMEOUT, warnings, clock = systemClock } = options;
  const ask = askRedis(client, timeout, clock);
  const alone = createLimiter({ burst, perSecond }, clock);
  const queues = new Map<string, Set<() => void>>();
  /** When Redis is to be looked for again; undefined while it answers. */
  let probeAt: number | undefined;
  let probing = false;

  async function serve(portal: string, queue: Set<() => void>): Promise<void> {
    while (queue.size > 0) {
      if (probeAt !== undefined) {
        if (clock.now() >= probeAt) probe();
        await alone.take(portal)?.ready;
        release(queue, 1);
        continue;
      }
      const answer = await grant(portal, queue.size);
      if (answer === undefined) continue;
      release(queue, answer.granted);
      if (queue.size > 0 && answer.ms > 0) await new Promise<void>((resolve) => void clock.after(answer.ms, resolve));
    }
    queues.delete(portal);
  }

  /** How many calls may go, and how long the next one has to wait; undefined, and an outage from now on, if nobody says. */
  async function grant(portal: string, wanted: number): Promise<{ granted: number; ms: number } | undefined> {
    try {
      const answer = await ask(LEAKY_BUCKET, [`${key}:${portal}`], [wanted, burst, perSecond]);
      const [granted, ms] = Array.isArray(answer) ? answer.map(Number) : [];
      if (granted !== undefined && ms !== undefined && granted + ms > 0) return { granted, ms };
    } catch {
      // Below: whatever it is, this process counts alone meanwhile.
    }
    lost();
    return undefined;
  }

  function lost(): void {
    if (probeAt === undefined) say(warnings, 'redis-limiter', ALONE, 'imbot-compat/README.md#an-oauth-application');
    probeAt = clock.now() + PROBE_EVERY;
  }

  /** Beside the calls, which must not wait for it. */
  function probe(): void {
    if (probing) return;
    probing = true;
    ask('return 1', [`${key}:probe`])
      .then(
        () => {
          probeAt = undefined;
        },
        () => lost(),
      )
      .finally(() => {
        probing = false;
      });
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
      alone.full?.(portal);
      if (probeAt === undefined) ask(FILL, [`${key}:${portal}`], [burst, perSecond]).catch(lost);
    },
  };
}

const ALONE =
  'redisLimiter: Redis does not answer. This process counts its calls alone until it does; several machines together may send more than the portal allows.';

/** Lets the first `count` of the queue go. */
function release(queue: Set<() => void>, count: number): void {
  let left = count;
  for (const go of queue) {
    if (left-- <= 0) return;
    queue.delete(go);
    go();
  }
}

/** KEYS: bucket. ARGV: calls that want to go, burst, calls per second. Returns how many may, and the milliseconds until the next. */
const LEAKY_BUCKET = `local time = redis.call('time')
  local now = time[1] * 1000 + time[2] / 1000
  local wanted, burst, rate = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]) / 1000
  local level = tonumber(redis.call('hget', KEYS[1], 'level') or '0')
  local at = tonumber(redis.call('hget', KEYS[1], 'at') or now)
  level = math.max(0, level - math.max(0, now - at) * rate)
  local granted = math.max(0, math.min(wanted, math.floor(burst - level + 1e-6)))
  level = level + granted
  redis.call('hset', KEYS[1], 'level', tostring(level), 'at', tostring(now))
  redis.call('pexpire', KEYS[1], math.ceil(level / rate) + 1000)
  local wait = 0
  if granted < wanted then wait = math.max(1, math.ceil((level + 1 - burst) / rate)) end
  return { granted, wait }`;

/** KEYS: bucket. ARGV: burst, calls per second. */
const FILL = `local time = redis.call('time')
  redis.call('hset', KEYS[1], 'level', ARGV[1], 'at', tostring(time[1] * 1000 + time[2] / 1000))
  return redis.call('pexpire', KEYS[1], math.ceil(ARGV[1] / ARGV[2] * 1000) + 1000)`;
