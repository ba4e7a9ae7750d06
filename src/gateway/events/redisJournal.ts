import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../../http/clock';
import { askRedis, type RedisLike } from '../../redis/askRedis';
import type { Journal } from './Journal';
import type { Letter } from './Letter';
import { lettersOf } from './lettersOf';

/** Milliseconds: how long a gateway that fell silent is still taken for the leader, between signs of life, between looks for new letters. */
const SHARED_MS = { lease: 10_000, beat: 2_000, look: 100 } as const;

/** Entries that are read at a time. */
const READ = 500;

/**
 * A journal on Redis for several gateways: a stream that all of them write, and one of them, the leader, brings what stands in
 * it, so that the order within a dialog holds. A leader that is killed is followed within ten seconds by another, which begins
 * with whatever was left.
 *
 * @param key all names on Redis begin with it
 */
export function redisJournal(
  client: RedisLike,
  key: string,
  tell: (error: unknown) => void,
  clock: Clock = systemClock,
): Journal {
  const ask = askRedis(client, 1_000, clock);
  const keys = ['stream', 'attempts', 'leader', 'led', 'origins'].map((name) => `{${key}}:${name}`);
  const me = randomUUID();
  /** Letter → entry of the stream. */
  const entries = new Map<string, string>();
  /** Letters that Redis did not confirm, and that were brought at once: they may stand there all the same. */
  const unconfirmed = new Set<string>();
  /** What is over and Redis does not know yet. */
  const unsaved = new Set<string>();
  let take: (letter: Letter) => void = () => {};
  let drop: () => void = () => {};
  let onLead: (isLeading: boolean) => void = () => {};
  let isLeading = false;
  let isClosed = false;
  let isTold = false;
  let last = '0-0';
  let reading: Promise<void> | undefined;
  const callOffs = new Set<() => void>();

  async function beat(): Promise<void> {
    try {
      for (const entry of unsaved) {
        await ask(OVER, keys, [entry]);
        unsaved.delete(entry);
      }
      const answer = Number(await ask(LEAD, keys, [me, SHARED_MS.lease]));
      isTold = false;
      if (isClosed) return;
      const isNew = answer === ANEW || answer === FORGOTTEN;
      if (isLeading && answer === FORGOTTEN) {
        // Emptied, or begun anew: nobody else has brought what is in hand, and nobody else knows of it.
        last = '0-0';
        return;
      }
      if (isLeading && answer !== AGAIN) follow();
      if (isNew) lead();
    } catch (error) {
      // What is in hand goes on: nobody else can take it over from a Redis that is away.
      if (!isTold) tell(error);
      isTold = true;
    }
  }

  function lead(): void {
    isLeading = true;
    last = '0-0';
    entries.clear();
    void look();
    onLead(true);
  }

  function follow(): void {
    isLeading = false;
    drop();
    onLead(false);
  }

  /** One after the other: what comes meanwhile is read by the next one. */
  async function look(): Promise<void> {
    while (reading !== undefined) await reading;
    reading = read()
      .catch(tellOnce)
      .finally(() => {
        reading = undefined;
      });
    await reading;
  }

  function tellOnce(error: unknown): void {
    if (!isTold) tell(error);
    isTold = true;
  }

  async function read(): Promise<void> {
    for (;;) {
      if (!isLeading || isClosed) return;
      const answer = await ask(NEW, keys, [me, last, READ]);
      const found: unknown[] = Array.isArray(answer) ? answer : [];
      for (const one of found) {
        const [entry, text, attempts] = Array.isArray(one) ? one.map(String) : [];
        if (entry === undefined || text === undefined || !isLeading) continue;
        last = entry;
        const [letter] = lettersOf([text]);
        if (letter === undefined || unsaved.has(entry) || entries.get(letter.id) === entry) continue;
        if (unconfirmed.delete(letter.id)) {
          unsaved.add(entry);
          continue;
        }
        const [count, at] = (attempts ?? '').split(' ').map(Number);
        entries.set(letter.id, entry);
        take(count && at ? { ...letter, attempts: count, at } : letter);
      }
      if (found.length < READ) return;
    }
  }

  function every(ms: number, work: () => Promise<void>): void {
    const again = (): void => {
      const callOff = clock.after(ms, () => {
        callOffs.delete(callOff);
        void work().then(() => {
          if (!isClosed) again();
        });
      });
      callOffs.add(callOff);
    };
    again();
  }

  return {
    start(given, forget) {
      take = given;
      drop = forget;
      void beat();
      every(SHARED_MS.beat, beat);
      every(SHARED_MS.look, async () => {
        if (isLeading) await look();
      });
    },
    async add(letter, origin = '') {
      try {
        await ask(ADD, keys, [JSON.stringify(letter), origin]);
      } catch (error) {
        if (origin === '') unconfirmed.add(letter.id);
        throw error;
      }
      if (isLeading) void look();
    },
    async failed({ id, attempts, at }) {
      const entry = entries.get(id);
      if (entry !== undefined) await ask(FAILED, keys, [entry, `${attempts} ${at}`]);
    },
    async over(id) {
      const entry = entries.get(id);
      if (entry === undefined) return;
      entries.delete(id);
      unsaved.add(entry);
      await ask(OVER, keys, [entry]);
      unsaved.delete(entry);
    },
    onLead(given) {
      onLead = given;
      if (isLeading) given(true);
    },
    async close() {
      isClosed = true;
      for (const callOff of callOffs) callOff();
      await reading;
      isLeading = false;
      await ask(LEAVE, keys, [me]).catch(() => {});
    },
  };
}

const AGAIN = 1;
const ANEW = 2;
/** Nobody has led before, as far as Redis knows. */
const FORGOTTEN = 3;

/** KEYS of all: the stream, attempts by entry, the leader, who led last, what letters were made of. */
const LEAD = `local leader = redis.call('get', KEYS[3])
  if leader and leader ~= ARGV[1] then return 0 end
  local before = redis.call('get', KEYS[4])
  redis.call('set', KEYS[3], ARGV[1], 'PX', ARGV[2])
  redis.call('set', KEYS[4], ARGV[1])
  if before == ARGV[1] then return ${AGAIN} end
  if not before then return ${FORGOTTEN} end
  return ${ANEW}`;
const LEAVE = `if redis.call('get', KEYS[3]) ~= ARGV[1] then return 0 end
  return redis.call('del', KEYS[3])`;
/** A made letter is known for a day. */
const ADD = `if ARGV[2] ~= '' then
    local now = redis.call('time')[1]
    if redis.call('zadd', KEYS[5], 'NX', now, ARGV[2]) == 0 then return '' end
    redis.call('zremrangebyscore', KEYS[5], 0, now - 86400)
  end
  return redis.call('xadd', KEYS[1], '*', 'letter', ARGV[1])`;
const NEW = `if redis.call('get', KEYS[3]) ~= ARGV[1] then return {} end
  local found = {}
  for _, entry in ipairs(redis.call('xrange', KEYS[1], '(' .. ARGV[2], '+', 'COUNT', ARGV[3])) do
    found[#found + 1] = { entry[1], entry[2][2], redis.call('hget', KEYS[2], entry[1]) or '' }
  end
  return found`;
const FAILED = `if redis.call('xrange', KEYS[1], ARGV[1], ARGV[1])[1] then redis.call('hset', KEYS[2], ARGV[1], ARGV[2]) end return 1`;
const OVER = `redis.call('hdel', KEYS[2], ARGV[1]) return redis.call('xdel', KEYS[1], ARGV[1])`;
