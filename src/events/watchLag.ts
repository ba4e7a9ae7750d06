import { askOffsets } from './askOffsets';
import type { OffsetStore } from './memoryOffsetStore';

const HOUR = 3_600_000;
/** The queue keeps an event for a day. */
const DAY = 24 * HOUR;

/** Knows whether a reader has fallen further behind than its queue reaches. */
export interface Lag {
  /** Before the first question: when a former process asked last. */
  load(): Promise<void>;
  /** The queue was read; `oldest` is when its first event happened. */
  read(oldest: string | undefined): Promise<void>;
}

/**
 * @param tell told once for each time that it happens: the events of the time between are gone, or about to go
 * @param hasReached whether this bot was ever read: a new one has missed nothing
 */
export function watchLag(
  store: OffsetStore,
  botId: number,
  hasReached: () => boolean,
  tell: (error: Error) => Promise<void>,
): Lag {
  let readAt: number | undefined;
  let notedAt: number | undefined;
  let isAtTheEdge = false;

  /** Now and then, so that a restart knows; a store that fails costs no more than that knowledge. */
  async function note(now: number): Promise<void> {
    if (notedAt !== undefined && now - notedAt < HOUR) return;
    notedAt = now;
    await askOffsets(() => store.noteRead?.(botId, now)).catch(() => {});
  }

  return {
    async load() {
      readAt = await askOffsets(() => store.lastRead?.(botId)).catch(() => undefined);
    },
    async read(oldest) {
      const now = Date.now();
      const pause = readAt === undefined || !hasReached() ? 0 : now - readAt;
      readAt = now;
      if (pause > DAY) await tell(queueOf(botId, 'was not read for', pause, 'older ones are gone'));
      const age = oldest === undefined ? 0 : now - Date.parse(oldest);
      // What is much older than the queue reaches back is a clock that is wrong.
      const reachesEdge = age > DAY - HOUR && age < DAY + 2 * HOUR;
      if (reachesEdge && !isAtTheEdge && pause <= DAY)
        await tell(queueOf(botId, 'is behind by', age, 'what waits longer is deleted'));
      isAtTheEdge = reachesEdge;
      await note(now);
    },
  };
}

function queueOf(botId: number, state: string, milliseconds: number, then: string): Error {
  const hours = Math.floor(milliseconds / HOUR);
  return new Error(`The queue of bot ${botId} ${state} ${hours} hours. It keeps an event for 24 hours: ${then}.`);
}
