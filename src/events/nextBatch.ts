import { callError } from '../errors/callError';
import type { ImbotError } from '../errors/ImbotError';
import { EVENT_GET } from '../map/v2Names';
import { type Batch, type BatchQuestion, fetchBatch, type QueueItem } from './fetchBatch';
import type { EventClient } from './types';

export interface Round {
  /** What is to be handled. */
  readonly items: readonly QueueItem[];
  /** Events that were handled before and not yet confirmed. */
  readonly repeats: number;
  readonly nextOffset?: number;
  readonly hasMore: boolean;
  /** The queue counts anew, beginning here, below what was reached. */
  readonly restartedAt?: number;
  /** A whole page and more stands below this offset that was reached: it is taken for handled. */
  readonly heldBelow?: number;
}

const LARGEST_PAGE = 1000;

/**
 * The next events, seen from where this bot's reader stands.
 *
 * A queue may count anew: the portal came back from a backup, or the store's offset is of another portal. Its events stand
 * below `reached`, and so do those that were handled and never confirmed, before a crash. Among the latter is the very
 * last one, `reached - 1`: they are confirmed all at once, and the portal drops the oldest first.
 *
 * @throws ImbotError BAD_ANSWER when a question with an offset brings a page of nothing but events below it, and says that more stand behind
 */
export async function nextBatch(
  imbot: EventClient,
  question: BatchQuestion,
  reached: number | undefined,
): Promise<Round> {
  const batch = await fetchBatch(imbot, question);
  if (reached === undefined || !hasBelow(batch, reached)) return batch;
  const isConfirmed = question.offset !== undefined;
  const cut = !isConfirmed && batch.hasMore && !hasLast(batch, reached) && question.limit < LARGEST_PAGE;
  const page = cut ? await fetchBatch(imbot, { ...question, limit: LARGEST_PAGE }) : batch;
  const isUnknown = !isConfirmed && hasBelow(page, reached) && !hasLast(page, reached);
  const items = page.items.filter(({ id }) => id === undefined || id >= reached);
  const repeats = page.repeats + page.items.length - items.length;
  // More than can ever be left unconfirmed: where a queue of so many counts anew is not to be told from a portal that goes on
  // to hand out what was confirmed, and thousands of answers given twice are worse.
  if (isUnknown && page.hasMore && items.length === 0) return { ...page, items, repeats, heldBelow: reached };
  if (isUnknown) {
    return { ...page, restartedAt: Math.min(...page.items.map(({ id }) => id ?? reached)) };
  }
  if (isConfirmed && items.length === 0 && page.hasMore) throw nothingNew(reached);
  return { ...page, items, repeats };
}

/** Such an answer is an old one, for the portal was told to forget these events; what is new stands behind them. */
function nothingNew(reached: number): ImbotError {
  return callError({
    code: 'BAD_ANSWER',
    method: EVENT_GET,
    outcome: 'ran',
    text: `asked from ${reached} on, the portal answered with older events only, which are handled. It will be asked again.`,
  });
}

function hasBelow({ items }: Batch, reached: number): boolean {
  return items.some(({ id }) => id !== undefined && id < reached);
}

function hasLast({ items }: Batch, reached: number): boolean {
  return items.some(({ id }) => id === reached - 1);
}
