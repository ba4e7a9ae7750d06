import { UsageError } from '../../src/errors/UsageError';
import { fileOffsetStore } from '../../src/events/fileOffsetStore';
import type { OffsetStore } from '../../src/events/memoryOffsetStore';
import { redisOffsetStore } from '../../src/events/redisOffsetStore';
import type { DeadLetters } from '../../src/gateway/events/DeadLetters';
import { fileDeadLetters } from '../../src/gateway/events/fileDeadLetters';
import { fileHandlers } from '../../src/gateway/events/fileHandlers';
import { fileJournal } from '../../src/gateway/events/fileJournal';
import type { HandlerPages } from '../../src/gateway/events/HandlerPages';
import { holdJournal } from '../../src/gateway/events/holdJournal';
import type { Journal } from '../../src/gateway/events/Journal';
import { redisDeadLetters } from '../../src/gateway/events/redisDeadLetters';
import { redisHandlers } from '../../src/gateway/events/redisHandlers';
import { redisJournal } from '../../src/gateway/events/redisJournal';
import type { Log } from './createLog';
import type { OpenRedis } from './openRedis';

/** Where a gateway keeps what it must not lose about events. */
export interface Keeping {
  readonly journal: Journal;
  readonly dead: DeadLetters;
  readonly handlers: HandlerPages;
  offsetsOf(botId: number): OffsetStore;
  /** Another gateway may have it. */
  release(): Promise<void>;
}

/** On Redis, for several gateways: all names begin with the key. */
export async function sharedKeeping({ client }: Pick<OpenRedis, 'client'>, key: string, log: Log): Promise<Keeping> {
  const tell = telling(log);
  const handlers = redisHandlers(client, `{${key}}:handlers`, tell);
  await handlers.ready;
  return {
    journal: redisJournal(client, key, tell),
    dead: redisDeadLetters(client, key),
    handlers,
    offsetsOf: () => redisOffsetStore(client, { key: `{${key}}:offset` }),
    release: handlers.close,
  };
}

/**
 * In files beside each other, for this process alone.
 * @throws UsageError where another process has them; system errors of the files as they are
 */
export async function fileKeeping(path: string, log: Log): Promise<Keeping> {
  const release = await holdJournal(path);
  if (release === undefined)
    throw new UsageError('Another gateway of this machine uses this journal. Each needs one of its own.');
  try {
    // Before the journal, which is written anew where it is opened.
    const handlers = fileHandlers(`${path}.handlers`, telling(log));
    return {
      journal: await fileJournal(path),
      dead: fileDeadLetters(path),
      handlers,
      offsetsOf: (botId) => fileOffsetStore(`${path}.offset-${botId}`),
      async release() {
        await handlers.close();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

function telling(log: Log): (error: unknown) => void {
  return (error) => {
    const isNamed = error instanceof Error && 'code' in error;
    log('journal', { code: isNamed ? error.code : error instanceof Error ? error.message : 'unknown' });
  };
}
