import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../../http/clock';
import { parseObject } from '../../http/parseObject';
import { askRedis, type RedisLike } from '../../redis/askRedis';
import { type HandlerPages, handlerIn, type RegisteredHandler } from './HandlerPages';

/** Milliseconds before what Redis did not take is written again: the portal knows the name already. */
const AGAIN_MS = 5_000;
/** Milliseconds between looks at an address of which another gateway has no answer of the portal yet. */
const LOOK_MS = 100;
/** Milliseconds without a sign of life after which the gateway that waits for the portal's answer is taken for dead. */
const LEASE_MS = 10_000;

/** Handlers on Redis, for several gateways. */
export function redisHandlers(
  client: RedisLike,
  key: string,
  tell: (error: unknown) => void,
  clock: Clock = systemClock,
  lease: number = LEASE_MS,
): HandlerPages {
  const ask = askRedis(client, undefined, clock);
  const keys = [key, `${key}:trials`];
  const me = randomUUID();
  /** What Redis has not taken yet, by name: how to write it, and to call off the next try. */
  const unsaved = new Map<string, { readonly write: () => Promise<unknown>; readonly callOff: () => void }>();
  /** Addresses that the portal is being asked for: how to end their signs of life. */
  const signs = new Map<string, () => void>();

  async function save(name: string, write: () => Promise<unknown>): Promise<void> {
    unsaved.get(name)?.callOff();
    unsaved.delete(name);
    try {
      await write();
    } catch (error) {
      tell(error);
      unsaved.set(name, { write, callOff: clock.after(AGAIN_MS, () => void save(name, write)) });
    }
  }

  /** Said again for as long as it lasts: nobody knows how long the portal takes. */
  async function sign(name: string, handler: RegisteredHandler): Promise<void> {
    signs.get(name)?.();
    signs.set(
      name,
      clock.after(lease / 3, () => void sign(name, handler)),
    );
    await ask(TRY, keys, [name, me, lease, JSON.stringify(handler)]).catch(tell);
  }

  function endSigns(name: string): void {
    signs.get(name)?.();
    signs.delete(name);
  }

  const near = new Map<string, RegisteredHandler>();
  /** Known from the start: an event may come while Redis is away. */
  const loaded = ask("return redis.call('hgetall', KEYS[1])", keys).then(
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
    async try(name, handler) {
      unsaved.get(name)?.callOff();
      unsaved.delete(name);
      await sign(name, handler);
    },
    async forget(name) {
      endSigns(name);
      await save(name, () => ask(FORGET, keys, [name, me]));
    },
    async keep(name, handler) {
      endSigns(name);
      await save(name, () => ask(KEEP, keys, [name, me, JSON.stringify(handler)]));
    },
    async close() {
      for (const end of signs.values()) end();
      for (const { callOff } of unsaved.values()) callOff();
      const saved = [...unsaved.values()].map(({ write }) => write());
      unsaved.clear();
      await Promise.all(saved).catch(tell);
    },
    async find(name) {
      await loaded;
      const known = near.get(name);
      if (known !== undefined) return known;
      for (;;) {
        const found = await ask(FIND, keys, [name]);
        if (found !== OPEN) return typeof found === 'string' ? handlerIn(parseObject(found)) : undefined;
        await new Promise<void>((resolve) => void clock.after(LOOK_MS, resolve));
      }
    },
  };
}

const OPEN = 1;

/**
 * KEYS of all: the book, and what is on trial, by name and gateway: until when that gateway is taken for alive, and the handler.
 * ARGV: name, gateway, and what is to be written.
 */
const TRY = `if redis.call('hexists', KEYS[1], ARGV[1]) == 1 then return 0 end
  local time = redis.call('time')
  local ends = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[3]
  return redis.call('hset', KEYS[2], ARGV[1] .. ' ' .. ARGV[2], string.format('%.0f', ends) .. ' ' .. ARGV[4])`;
const KEEP = `redis.call('hdel', KEYS[2], ARGV[1] .. ' ' .. ARGV[2])
  return redis.call('hset', KEYS[1], ARGV[1], ARGV[3])`;
const FORGET = `return redis.call('hdel', KEYS[2], ARGV[1] .. ' ' .. ARGV[2])`;
/** What a gateway left that died before it had the portal's answer counts: the portal may have taken it. */
const FIND = `local kept = redis.call('hget', KEYS[1], ARGV[1])
  if kept then return kept end
  local time = redis.call('time')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local isOpen = false
  local trials = redis.call('hgetall', KEYS[2])
  for index = 1, #trials, 2 do
    if string.sub(trials[index], 1, #ARGV[1] + 1) == ARGV[1] .. ' ' then
      local ends, handler = string.match(trials[index + 1], '^(%d+) (.*)$')
      if tonumber(ends) > now then
        isOpen = true
      else
        redis.call('hset', KEYS[1], ARGV[1], handler)
        redis.call('hdel', KEYS[2], trials[index])
        return handler
      end
    end
  end
  if isOpen then return ${OPEN} end
  return nil`;
