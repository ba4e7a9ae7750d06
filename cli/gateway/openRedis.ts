import { UsageError } from '../../src/errors/UsageError';
import type { RedisClient } from '../../src/events/redisOffsetStore';
import { systemClock } from '../../src/http/clock';
import { inTime } from '../../src/http/inTime';
import { foreignCause } from '../../src/http/redact';
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
 * @throws UsageError where neither is installed
 */
export async function openRedis(
  url: string,
  tell: (error: Error) => void,
  patience: number = PATIENCE,
): Promise<OpenRedis> {
  let isTold = false;
  const onError = (error: unknown): void => {
    if (!isTold) tell(foreignCause(error, [url]));
    isTold = true;
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
    client.on('error', onError).on('ready', onReady);
    await answered((done) => void client.once('ready', done).once('error', done));
    return { client, close: async () => client.disconnect() };
  }
  const node = await loaded(() => import('redis'));
  if (node === undefined) throw new UsageError('Redis needs a client: npm install ioredis (or redis).');
  const client = node.createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy: pauseOf } });
  client.on('error', onError).on('ready', onReady);
  await answered((done) => {
    client.once('ready', done).once('error', done);
    client.connect().catch(onError);
  });
  return { client, close: async () => client.destroy() };
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
