import { askRedis, type RedisLike } from '../../redis/askRedis';
import type { DeadLetters } from './DeadLetters';
import { lettersOf } from './lettersOf';

/** Dead letters on Redis, in a list that all gateways share. */
export function redisDeadLetters(client: RedisLike, key: string): DeadLetters {
  const ask = askRedis(client);
  const keys = [`{${key}}:dead`, `{${key}}:replaying`];
  const read = async (script: string): Promise<ReturnType<typeof lettersOf>> => lettersOf(await ask(script, keys));
  return {
    bury: async (letter) =>
      void (await ask("return redis.call('rpush', KEYS[1], ARGV[1])", keys, [JSON.stringify(letter)])),
    list: () => read("return redis.call('lrange', KEYS[1], 0, -1)"),
    async replay(send) {
      let [sent, left] = [0, 0];
      // What a killed replay took is gone through before.
      for (const script of [ALL, TAKEN]) {
        left = 0;
        for (const letter of await read(script)) {
          if (await send(letter).catch(() => false)) sent += 1;
          else {
            left += 1;
            await this.bury(letter);
          }
          await ask("return redis.call('lpop', KEYS[2])", keys);
        }
      }
      return { sent, left };
    },
  };
}

const ALL = "return redis.call('lrange', KEYS[2], 0, -1)";
/** The list is taken away, for a running gateway may bury more meanwhile. */
const TAKEN = `if redis.call('exists', KEYS[1]) == 1 then redis.call('rename', KEYS[1], KEYS[2]) end ${ALL}`;
