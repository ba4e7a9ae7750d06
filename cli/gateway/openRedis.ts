import { UsageError } from '../../src/errors/UsageError';
import type { RedisClient } from '../../src/events/redisOffsetStore';
import { systemClock } from '../../src/http/clock';
import { inTime } from '../../src/http/inTime';
import { foreignCause, redact } from '../../src/http/redact';
import type { RedisLike } from '../../src/redis/askRedis';

/** A connection to Redis, which makes itself anew by itself. */
export interface OpenRedis {
  readonly client: RedisLike & RedisClient;
  close(): Promise<void>;
}

/** Milliseconds that the start waits for it. */
const PATIENCE = 3_000;

export function isRedisUrl(text: string | undefined): text is string {
  return text !== undefined && /^rediss?:\/\//i.test(text);
}

/**
 * Connects by `ioredis`, or by `redis` where that one is installed. A Redis that is away is told and waited for by nobody: each
 * question fails at once until it is back. One that takes the connection and says nothing (stopped, or no Redis) is away too.
 * @throws UsageError where neither is installed, or Redis does not let us in: no database of that number, another password
 */
export async function openRedis(
  url: string,
  tell: (error: Error) => void,
  patience: number = PATIENCE,
): Promise<OpenRedis> {
  let isTold = false;
  let isStarted = false;
  let refused: string | undefined;
  let leave = (): void => {};
  const onError = (error: unknown): void => {
    const cause = foreignCause(error, [url]);
    if (!isTold) tell(cause);
    isTold = true;
    const isElsewhere = NO_DATABASE.test(cause.message);
    if (isElsewhere)
      refused = `Redis has no database of the number in ${redact(url)}, or does not let this user have it.`;
    else if (NO_LOGIN.test(cause.message))
      refused = `Redis does not take the user and password of ${redact(url)}, or wants some.`;
    // A password that is changed later may be put back. In another database ioredis would go on, among what is somebody else's.
    if (isElsewhere || (refused !== undefined && !isStarted)) leave();
  };
  const there = (opened: OpenRedis): OpenRedis => {
    isStarted = true;
    if (refused === undefined) return opened;
    throw new UsageError(refused);
  };
  const onReady = (): void => {
    isTold = false;
  };
  const answered = (ask: (done: () => void) => void): Promise<void> =>
    inTime(
      new Promise<void>((resolve) => ask(resolve)),
      patience,
      systemClock,
      `Redis did not answer in ${patience} ms`,
    ).catch(onError);
  const io = await loaded(() => import('ioredis'));
  if (io !== undefined) {
    const client = new io.Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy: pauseOf });
    leave = () => client.disconnect();
    client.on('error', onError).on('ready', onReady);
    await answered((done) => void client.once('ready', done).once('error', done));
    return there({
      client: {
        eval: worded((...given: Parameters<typeof client.eval>) => client.eval(...given)),
        get: worded((key: string) => client.get(key)),
        set: worded((key: string, value: string) => client.set(key, value)),
      },
      close: async () => client.disconnect(),
    });
  }
  const node = await loaded(() => import('redis'));
  if (node === undefined) throw new UsageError('Redis needs a client: npm install ioredis (or redis).');
  const client = node.createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy: pauseOf } });
  let isClosed = false;
  leave = () => {
    if (!isClosed) client.destroy();
    isClosed = true;
  };
  client.on('error', onError).on('ready', onReady);
  await answered((done) => {
    client.once('ready', done).once('error', done);
    client.connect().catch(onError);
  });
  return there({
    client: {
      eval: worded((script: string, options: { keys: string[]; arguments: string[] }) => client.eval(script, options)),
      evalSha: client.evalSha,
      get: worded((key: string) => client.get(key)),
      set: worded((key: string, value: string) => client.set(key, value)),
    },
    close: async () => leave(),
  });
}

const NO_LOGIN = /^(?:NOAUTH|WRONGPASS)\b|invalid password/i;
const NO_DATABASE = /DB index is out of range|invalid DB index|NOPERM.*select/i;
/** What the clients say of a connection that is not there, in terms of their own settings. */
const AWAY = /^Stream isn't writeable|^Reached the max retries|^Connection is closed|^The client is |^Socket closed/;

function worded<Given extends unknown[]>(
  ask: (...given: Given) => Promise<unknown>,
): (...given: Given) => Promise<unknown> {
  return async (...given) => {
    try {
      return await ask(...given);
    } catch (error) {
      if (error instanceof Error && AWAY.test(error.message)) throw new Error('Redis cannot be reached');
      throw error;
    }
  };
}

/** Milliseconds before the next try to connect. */
function pauseOf(times: number): number {
  return Math.min(times * 200, 2_000);
}

async function loaded<Module>(load: () => Promise<Module>): Promise<Module | undefined> {
  try {
    return await load();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
