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
  /** What Redis has not taken yet: with how to call off the next try. */
  const unsaved = new Map<string, { readonly handler: RegisteredHandler; readonly callOff: () => void }>();
  const save = (name: string, handler: RegisteredHandler): Promise<unknown> =>
    ask("return redis.call('hset', KEYS[1], ARGV[1], ARGV[2])", [key], [name, JSON.stringify(handler)]);
  const keep: HandlerPages['keep'] = async (name, handler) => {
    unsaved.get(name)?.callOff();
    try {
      await save(name, handler);
      unsaved.delete(name);
    } catch (error) {
      tell(error);
      unsaved.set(name, { handler, callOff: clock.after(AGAIN_MS, () => void keep(name, handler)) });
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
    async close() {
      for (const { callOff } of unsaved.values()) callOff();
      const saved = [...unsaved].map(([name, { handler }]) => save(name, handler));
      unsaved.clear();
      await Promise.all(saved).catch(tell);
    },
    async find(name) {
      await loaded;
      const known = near.get(name);
      if (known !== undefined) return known;
      const text = await ask("return redis.call('hget', KEYS[1], ARGV[1])", [key], [name]);
      return typeof text === 'string' ? handlerIn(parseObject(text)) : undefined;
    },
  };
}
