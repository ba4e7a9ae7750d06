import { askOffsets } from './askOffsets';
import type { OffsetStore } from './memoryOffsetStore';
import { NoAnswerInTime } from './within';

/** How far a bot's queue has been handled: in memory for this process, in the store for the next. */
export interface KeptOffset {
  /** Everything below is handled. Undefined: nothing is known. */
  readonly reached: number | undefined;
  /** Reads the store. Rejects when it fails or does not answer in time: without it nobody knows where to begin. */
  load(): Promise<void>;
  /** Everything below `next` is handled. It never moves back. A store that fails is told and does not hold this up. */
  moveTo(next: number | undefined): Promise<void>;
  /** The queue counts anew. */
  restart(): void;
  /** At the end of a round: tries to store what is not. Whether all is stored. */
  settle(): Promise<boolean>;
}

const NO_OFFSET =
  'the offset store answered with something that is no offset; the queue is read from what the portal still holds';

/**
 * @param onFailure told of each failure to store; nothing is lost by one, since the portal is asked from `reached` on, but
 * a process that is started anew handles again what is not stored
 */
export function keepOffset(
  store: OffsetStore,
  botId: number,
  onFailure: (error: unknown, offset: number) => Promise<void>,
): KeptOffset {
  let reached: number | undefined;
  let stored: number | undefined;
  /** What this round has tried to store already. */
  let tried: number | undefined;
  let hangs = false;

  async function save(offset: number): Promise<void> {
    // A store that hangs would hold each event of the round up.
    if (hangs) return;
    tried = offset;
    try {
      await askOffsets(() => store.set(botId, offset));
      stored = offset;
    } catch (error) {
      hangs = error instanceof NoAnswerInTime;
      await onFailure(error, offset);
    }
  }

  return {
    get reached() {
      return reached;
    },
    async load() {
      const kept: unknown = await askOffsets(() => store.get(botId));
      const isNone = kept === undefined || kept === null || kept === '';
      reached = isNone ? undefined : offsetOf(kept);
      stored = reached;
      if (!isNone && reached === undefined) await onFailure(new TypeError(NO_OFFSET), 0);
    },
    async moveTo(next) {
      if (next === undefined || (reached !== undefined && next <= reached)) return;
      reached = next;
      await save(next);
    },
    restart() {
      reached = undefined;
    },
    async settle() {
      if (reached !== undefined && stored !== reached && tried !== reached) await save(reached);
      tried = undefined;
      hangs = false;
      return reached === undefined || stored === reached;
    },
  };
}

/** Redis and SQL drivers hand out whole numbers as text or as a bigint. */
function offsetOf(kept: unknown): number | undefined {
  const isWritten = typeof kept === 'bigint' || (typeof kept === 'string' && /^\d{1,16}$/.test(kept));
  const offset = isWritten ? Number(kept) : kept;
  return typeof offset === 'number' && Number.isSafeInteger(offset) && offset >= 0 ? offset : undefined;
}
