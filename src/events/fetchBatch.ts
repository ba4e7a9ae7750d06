import { callError } from '../errors/callError';
import { EVENT_GET } from '../map/v2Names';
import { isFields } from '../values/structures';
import { decodeEvent } from './decodeEvent';
import type { DecodedEvent, EventClient } from './types';

/** One page of a bot's queue. */
export interface Batch {
  readonly items: readonly QueueItem[];
  /** Events that stood in the page a second time. */
  readonly repeats: number;
  readonly nextOffset?: number;
  readonly hasMore: boolean;
}

export interface QueueItem {
  readonly event: DecodedEvent;
  /** Its place in the queue, also of an event that cannot be read; undefined where it tells none. */
  readonly id?: number;
  /** When it happened, as the portal wrote it. */
  readonly date?: string;
}

export interface BatchQuestion {
  readonly botId: number;
  readonly limit: number;
  /** Confirms everything below: the portal forgets it. Left out, nothing is confirmed. */
  readonly offset?: number;
  readonly withUserEvents?: boolean;
  readonly signal: AbortSignal;
}

/**
 * Asks `imbot.v2.Event.get` for the next events, by ascending id.
 *
 * @throws ImbotError BAD_ANSWER when the answer holds no list of events
 */
export async function fetchBatch(imbot: EventClient, question: BatchQuestion): Promise<Batch> {
  const { botId, limit, offset, withUserEvents, signal } = question;
  const answer = await imbot.call(
    EVENT_GET,
    { botId, limit, ...(offset === undefined ? {} : { offset }), ...(withUserEvents ? { withUserEvents } : {}) },
    { signal },
  );
  if (!isFields(answer) || !Array.isArray(answer['events'])) {
    throw callError({
      code: 'BAD_ANSWER',
      method: EVENT_GET,
      outcome: 'ran',
      text: 'the answer has no list of events. Nothing was confirmed; it will be asked again.',
    });
  }
  const nextOffset = idOf(answer['nextOffset']);
  const all = answer['events'].map((event): QueueItem => {
    const id = isFields(event) ? idOf(event['eventId']) : undefined;
    const date = isFields(event) ? event['date'] : undefined;
    return {
      event: decodeEvent(event),
      ...(id === undefined ? {} : { id }),
      ...(typeof date === 'string' ? { date } : {}),
    };
  });
  const items = onceEach(all);
  return {
    items,
    repeats: all.length - items.length,
    ...(nextOffset === undefined ? {} : { nextOffset }),
    hasMore: answer['hasMore'] === true,
  };
}

/** By ascending id, where all tell theirs; an id that stands twice in a page is one event. */
function onceEach(items: readonly QueueItem[]): QueueItem[] {
  const ids = new Set<number>();
  const once = items.filter(({ id }) => id === undefined || (!ids.has(id) && ids.add(id)));
  return once.every(({ id }) => id !== undefined) ? once.sort((a, b) => Number(a.id) - Number(b.id)) : once;
}

function idOf(value: unknown): number | undefined {
  const id = typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN;
  return Number.isSafeInteger(id) ? id : undefined;
}
