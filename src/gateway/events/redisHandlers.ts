import { type Clock, systemClock } from '../../http/clock';
import { parseObject } from '../../http/parseObject';
import { askRedis, type RedisLike } from '../../redis/askRedis';
import { type HandlerPages, handlerIn } from './HandlerPages';

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
  return {
    keep,
    async find(name) {
      const text = await ask("return redis.call('hget', KEYS[1], ARGV[1])", [key], [name]);
      return typeof text === 'string' ? handlerIn(parseObject(text)) : undefined;
    },
  };
}
