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
}

const LARGEST_PAGE = 1000;

/**
 * The next events, seen from where this bot's reader stands.
 *
 * A queue may count anew: the portal came back from a backup, or the store's offset is of another portal. Its events stand
 * below `reached`, and so do those that were handled and never confirmed, before a crash. Among the latter is the very
 * last one, `reached - 1`: they are confirmed all at once, and the portal drops the oldest first.
 */
export async function nextBatch(
  imbot: EventClient,
  question: BatchQuestion,
  reached: number | undefined,
): Promise<Round> {
  const batch = await fetchBatch(imbot, question);
  if (reached === undefined || !hasBelow(batch, reached)) return { ...batch, repeats: 0 };
  const cut = batch.hasMore && !hasLast(batch, reached) && question.limit < LARGEST_PAGE;
  const page = cut ? await fetchBatch(imbot, { ...question, limit: LARGEST_PAGE }) : batch;
  if (!hasLast(page, reached) && hasBelow(page, reached)) {
    return { ...page, repeats: 0, restartedAt: Math.min(...page.items.map(({ id }) => id ?? reached)) };
  }
  const items = page.items.filter(({ id }) => id === undefined || id >= reached);
  return { ...page, items, repeats: page.items.length - items.length };
}

function hasBelow({ items }: Batch, reached: number): boolean {
  return items.some(({ id }) => id !== undefined && id < reached);
}

function hasLast({ items }: Batch, reached: number): boolean {
  return items.some(({ id }) => id === reached - 1);
}
