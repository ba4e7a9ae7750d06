import { randomBytes, randomUUID } from 'node:crypto';
import { fingerprint } from '../../auth/pair';
import { type Clock, systemClock } from '../../http/clock';
import { parseObject } from '../../http/parseObject';
import { askRedis, type RedisLike } from '../../redis/askRedis';
import { boundedMap } from '../../translate/boundedMap';
import { handlerOwner, MOST_HANDLERS } from './createHandlerShelf';
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

  const near = boundedMap<string, RegisteredHandler>(MOST_HANDLERS.inAll);
  /** Until Redis tells that of all. */
  let secret = randomBytes(16).toString('hex');
  /** When Redis was told that it is used. */
  const told = boundedMap<string, number>(MOST_HANDLERS.inAll);
  const written = (name: string, handler: RegisteredHandler): Promise<unknown> =>
    ask(
      WRITE,
      [...keys, `${key}:used:${fingerprint(handlerOwner(handler))}`],
      [...[name, JSON.stringify(handler), MOST_HANDLERS.ofOne]],
    );
  /** Known from the start: an event may come while Redis is away. */
  const loaded = ask(LOAD, [...keys, `${key}:secret`], [secret]).then(
    (answer) => {
      const [common, ...flat]: unknown[] = Array.isArray(answer) ? answer : [];
      secret = String(common ?? secret);
      for (let index = 0; index + 1 < flat.length; index += 2) {
        const handler = handlerIn(parseObject(String(flat[index + 1])));
        if (handler !== undefined) near.set(String(flat[index]), handler);
      }
    },
    // Each is asked for when it is wanted.
    () => {},
  );
  return {
    ready: loaded,
    secret: () => secret,
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
      told.set(name, clock.now());
      await save(name, async () => {
        await written(name, handler);
        // It is found all the while.
        await ask(FORGET, keys, [name, me]);
      });
    },
    used(name, handler) {
      if (clock.now() - (told.get(name) ?? Number.NEGATIVE_INFINITY) < USED_MS) return;
      told.set(name, clock.now());
      written(name, handler).catch(() => told.delete(name));
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
/** Milliseconds between two words on the use of one address. */
const USED_MS = 60_000;

/**
 * KEYS of all: the book, and what is on trial, by name and gateway: until when that gateway is taken for alive, and the handler.
 * ARGV: name, gateway, and what is to be written.
 */
const TRY = `if redis.call('hexists', KEYS[1], ARGV[1]) == 1 then return 0 end
  local time = redis.call('time')
  local ends = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[3]
  return redis.call('hset', KEYS[2], ARGV[1] .. ' ' .. ARGV[2], string.format('%.0f', ends) .. ' ' .. ARGV[4])`;
/** KEYS: also the names of its owner, by their use. ARGV: name, handler, how many. */
const WRITE = `redis.call('hset', KEYS[1], ARGV[1], ARGV[2])
  local time = redis.call('time')
  redis.call('zadd', KEYS[3], time[1] * 1000 + math.floor(time[2] / 1000), ARGV[1])
  for _, old in ipairs(redis.call('zrange', KEYS[3], 0, -(tonumber(ARGV[3]) + 1))) do
    redis.call('zrem', KEYS[3], old)
    redis.call('hdel', KEYS[1], old)
  end
  return 1`;
/** KEYS: also the secret. ARGV: one, where there is none. */
const LOAD = `redis.call('set', KEYS[3], ARGV[1], 'NX')
  local found = { redis.call('get', KEYS[3]) }
  for _, text in ipairs(redis.call('hgetall', KEYS[1])) do found[#found + 1] = text end
  return found`;
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
