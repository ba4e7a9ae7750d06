import type { Awaitable } from './types';

/** Where the poller keeps how far each bot has been read. Offsets are of the portal's own counting. */
export interface OffsetStore {
  /** The offset of a bot, or undefined before the first. */
  get(botId: number): Awaitable<number | undefined>;
  /** Resolves when the offset is safe: a crash afterwards must not lose it. */
  set(botId: number, offset: number): unknown;
  /** When the queue was last read, in milliseconds since 1970, as `noteRead` said; so that a restart knows what it missed. */
  lastRead?(botId: number): Awaitable<number | undefined>;
  /** About once an hour. */
  noteRead?(botId: number, at: number): unknown;
}

/**
 * Offsets for the life of the process. After a restart the portal hands out again what it was not told to forget.
 * @example
 * await pollEvents(imbot, { botId: 39, offsetStore: memoryOffsetStore(), on });
 */
export function memoryOffsetStore(): OffsetStore {
  const offsets = new Map<number, number>();
  const reads = new Map<number, number>();
  return {
    get: (botId) => offsets.get(botId),
    set: (botId, offset) => {
      offsets.set(botId, offset);
    },
    lastRead: (botId) => reads.get(botId),
    noteRead: (botId, at) => {
      reads.set(botId, at);
    },
  };
}
