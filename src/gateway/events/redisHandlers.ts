import { type Clock, systemClock } from '../../http/clock';
import { parseObject } from '../../http/parseObject';
import { askRedis, type RedisLike } from '../../redis/askRedis';
import { type HandlerPages, handlerIn, type RegisteredHandler } from './HandlerPages';

/** Milliseconds before what Redis did not take is written again: the portal knows the name already. */
const AGAIN_MS = 5_000;

/** Handlers on Redis, for several gateways. */
export function redisHandlers(
  client: RedisLike,
  key: string,
  tell: (error: unknown) => void,
  clock: Clock = systemClock,
): HandlerPages {
  const ask = askRedis(client, undefined, clock);
  const keep: HandlerPages['keep'] = async (name, handler) => {
    try {
      await ask("return redis.call('hset', KEYS[1], ARGV[1], ARGV[2])", [key], [name, JSON.stringify(handler)]);
    } catch (error) {
      tell(error);
      clock.after(AGAIN_MS, () => void keep(name, handler));
    }
  };
  const near = new Map<string, RegisteredHandler>();
  /** Known from the start: an event may come while Redis is away. */
  const loaded = ask("return redis.call('hgetall', KEYS[1])", [key]).then(
    (answer) => {
      const flat: unknown[] = Array.isArray(answer) ? answer : [];
      for (let index = 0; index + 1 < flat.length; index += 2) {
        const handler = handlerIn(parseObject(String(flat[index + 1])));
        if (handler !== undefined) near.set(String(flat[index]), handler);
      }
    },
    // Each is asked for when it is wanted.
    () => {},
  );
  return {
    keep,
    async find(name) {
      await loaded;
      const known = near.get(name);
      if (known !== undefined) return known;
      const text = await ask("return redis.call('hget', KEYS[1], ARGV[1])", [key], [name]);
      return typeof text === 'string' ? handlerIn(parseObject(text)) : undefined;
    },
  };
}
