import { ImbotError } from '../errors/ImbotError';
import { V2 } from '../map/v2Names';
import { putAdapterInPlace } from './adapterInPlace';
import { claimReader } from './claimReader';
import { createDispatcher, type Dispatcher, type DispatchOptions } from './createDispatcher';
import { decodeEvent } from './decodeEvent';
import { isFields } from './isFields';
import { memoryOffsetStore, type OffsetStore } from './memoryOffsetStore';
import { pause } from './pause';
import type { DecodedEvent, EventClient } from './types';

export interface PollOptions extends Omit<DispatchOptions, 'imbot'> {
  botId: number;
  /** Default: `memoryOffsetStore()`. `fileOffsetStore` and `redisOffsetStore` survive restarts. */
  offsetStore?: OffsetStore;
  /** Stops after the event in hand. */
  signal?: AbortSignal;
  /** Events per call, 1 to 1000. Default: 100. */
  limit?: number;
  /** Read the user's `ONIMV2…` events too (scope `im`, subscription needed); they go to `'*'`. */
  withUserEvents?: boolean;
  /** How often an event's handler is tried before the event is set aside. Default: 5. */
  tries?: number;
  /** An event that was set aside. Default: `console.error`. */
  onPoisoned?: (event: DecodedEvent, error: unknown) => unknown;
  /** A call that failed and will be repeated; `wait` in milliseconds. Default: nothing. */
  onError?: (error: unknown, wait: number) => unknown;
  /** For tests: waits milliseconds, ends early on abort. */
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** What a poller did until it stopped. */
export interface PollReport {
  polls: number;
  handled: number;
  ignored: number;
  duplicates: number;
  /** Failed calls that were repeated. */
  errors: number;
  /** The ids of the events set aside. */
  poisoned: number[];
  stopped: 'signal' | 'bot-deleted';
}

/** Waits in milliseconds; the first two as the documentation asks. */
const WAIT = { more: 2_000, idleMin: 5_000, idleMax: 30_000, errorMax: 60_000, retry: 1_000 } as const;

/** Refusals that no repeat will change. */
const FINAL = new Set([
  'BOT_NOT_FOUND',
  'BOT_ID_REQUIRED',
  'BOT_ID_ERROR',
  'BOT_OWNERSHIP_ERROR',
  'APP_ID_ERROR',
  'BOT_TOKEN_NOT_SPECIFIED',
  'CLIENT_ID_NOT_SPECIFIED',
  'ERROR_METHOD_NOT_FOUND',
  'SCOPE_ERROR',
  'USER_NOT_SUBSCRIBED',
  'insufficient_scope',
  'CONFIG',
  'CLOSED',
  'REINSTALL',
]);

interface Batch {
  events: DecodedEvent[];
  nextOffset?: number;
  hasMore: boolean;
}

/**
 * Reads a bot's queue with `imbot.v2.Event.get` and calls the handlers of `on` with the v1 shape, at least once each: the
 * offset is stored when the handler is done, so a crash repeats events and loses none. Resolves when stopped.
 *
 * @throws ImbotError CONFIG when the bot is polled in this process already; the portal's refusal when no repeat can help
 */
export async function pollEvents(imbot: EventClient, options: PollOptions): Promise<PollReport> {
  const release = claimReader(imbot, options.botId);
  putAdapterInPlace();
  try {
    return await run(imbot, options);
  } finally {
    release();
  }
}

async function run(imbot: EventClient, options: PollOptions): Promise<PollReport> {
  const { botId, signal, offsetStore = memoryOffsetStore(), sleep = pause, onError } = options;
  const dispatcher = createDispatcher({ ...options, imbot });
  const report: PollReport = {
    polls: 0,
    handled: 0,
    ignored: 0,
    duplicates: 0,
    errors: 0,
    poisoned: [],
    stopped: 'signal',
  };
  let offset = await offsetStore.get(botId);
  let idle: number = WAIT.idleMin;
  let failures = 0;

  while (!signal?.aborted) {
    let wait: number;
    try {
      const batch = await fetchBatch(imbot, options, offset);
      report.polls += 1;
      failures = 0;
      await dispatcher.announce(batch.events);
      for (const event of batch.events) {
        if (!(await handle(event, dispatcher, options, report, sleep))) return report;
        if (event.eventId !== undefined) offset = await advance(offsetStore, botId, offset, event.eventId + 1);
        if (event.event === 'ONIMBOTV2DELETE') return { ...report, stopped: 'bot-deleted' };
        if (signal?.aborted) return report;
      }
      offset = await advance(offsetStore, botId, offset, batch.nextOffset);
      idle = batch.events.length > 0 ? WAIT.idleMin : Math.min(idle * 1.5, WAIT.idleMax);
      wait = batch.hasMore ? WAIT.more : idle;
    } catch (error) {
      if (signal?.aborted) return report;
      if (error instanceof ImbotError && (FINAL.has(error.code) || FINAL.has(error.v2Code ?? ''))) throw error;
      report.errors += 1;
      wait = Math.min(WAIT.idleMin * 2 ** failures, WAIT.errorMax);
      failures += 1;
      await onError?.(error, wait);
    }
    await sleep(wait, signal);
  }
  return report;
}

async function fetchBatch(imbot: EventClient, options: PollOptions, offset: number | undefined): Promise<Batch> {
  const { botId, limit = 100, withUserEvents, signal } = options;
  const answer = await imbot.call(
    V2.eventGet,
    { botId, limit, ...(offset === undefined ? {} : { offset }), ...(withUserEvents ? { withUserEvents } : {}) },
    signal === undefined ? {} : { signal },
  );
  if (!isFields(answer) || !Array.isArray(answer['events'])) {
    throw new ImbotError({
      code: 'BAD_ANSWER',
      method: V2.eventGet,
      outcome: 'ran',
      message: 'imbot.v2.Event.get answered without a list of events. Nothing was confirmed; it will be asked again.',
    });
  }
  const nextOffset = Number(answer['nextOffset'] ?? undefined);
  return {
    events: answer['events'].map((event) => decodeEvent(event)),
    ...(Number.isSafeInteger(nextOffset) ? { nextOffset } : {}),
    hasMore: answer['hasMore'] === true,
  };
}

/** Runs one event to its end, which may be that it is set aside. False when stopped before that. */
async function handle(
  event: DecodedEvent,
  dispatcher: Dispatcher,
  options: PollOptions,
  report: PollReport,
  sleep: NonNullable<PollOptions['sleep']>,
): Promise<boolean> {
  const { tries = 5, signal, onPoisoned = tell } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const outcome = await dispatcher.dispatch(event);
      report[outcome === 'duplicate' ? 'duplicates' : outcome] += 1;
      return true;
    } catch (error) {
      if (attempt >= tries) {
        report.poisoned.push(event.eventId ?? 0);
        await onPoisoned(event, error);
        return true;
      }
    }
    await sleep(WAIT.retry * 2 ** (attempt - 1), signal);
    if (signal?.aborted) return false;
  }
}

/** Offsets only grow: a smaller one would ask for what is gone. */
async function advance(
  store: OffsetStore,
  botId: number,
  offset: number | undefined,
  next: number | undefined,
): Promise<number | undefined> {
  if (next === undefined || (offset !== undefined && next <= offset)) return offset;
  await store.set(botId, next);
  return next;
}

function tell(event: DecodedEvent, error: unknown): void {
  console.error(
    `imbot-compat: event ${event.eventId} (${event.event}) was set aside, its handler keeps failing:`,
    error,
  );
}
