import { randomUUID } from 'node:crypto';
import { UsageError } from '../../errors/UsageError';
import { askRedis, type RedisLike } from '../../redis/askRedis';
import { type DeadLetters, ONE_REPLAY } from './DeadLetters';
import { lettersOf } from './lettersOf';

/** Dead letters on Redis, in a list that all gateways share. */
export function redisDeadLetters(client: RedisLike, key: string): DeadLetters {
  const ask = askRedis(client);
  const keys = [`{${key}}:dead`, `{${key}}:replaying`, `{${key}}:replayer`];
  const me = randomUUID();
  const read = async (script: string): Promise<ReturnType<typeof lettersOf>> => lettersOf(await ask(script, keys));
  return {
    bury: async (letter) =>
      void (await ask("return redis.call('rpush', KEYS[1], ARGV[1])", keys, [JSON.stringify(letter)])),
    list: () => read("return redis.call('lrange', KEYS[1], 0, -1)"),
    async replay(send) {
      let [sent, left] = [0, 0];
      if ((await ask(HOLD, keys, [me, LEASE])) !== 1) throw new UsageError(ONE_REPLAY);
      try {
        // What a killed replay took is gone through before.
        for (const script of [ALL, TAKEN]) {
          left = 0;
          for (const letter of await read(script)) {
            await ask(HOLD, keys, [me, LEASE]);
            if (await send(letter).catch(() => false)) sent += 1;
            else {
              left += 1;
              await this.bury(letter);
            }
            await ask("return redis.call('lpop', KEYS[2])", keys);
          }
        }
      } finally {
        // Where Redis went away meanwhile, it ends by itself; what is thrown stays the first error.
        await ask(RELEASE, keys, [me]).catch(() => {});
      }
      return { sent, left };
    },
  };
}

/** Milliseconds: longer than any letter takes. One that was killed is waited for so long. */
const LEASE = 60_000;
const HOLD = `local holder = redis.call('get', KEYS[3])
  if holder and holder ~= ARGV[1] then return 0 end
  redis.call('set', KEYS[3], ARGV[1], 'PX', ARGV[2])
  return 1`;
const RELEASE = `if redis.call('get', KEYS[3]) == ARGV[1] then redis.call('del', KEYS[3]) end return 1`;
const ALL = "return redis.call('lrange', KEYS[2], 0, -1)";
/** The list is taken away, for a running gateway may bury more meanwhile. */
const TAKEN = `if redis.call('exists', KEYS[1]) == 1 then redis.call('rename', KEYS[1], KEYS[2]) end ${ALL}`;
