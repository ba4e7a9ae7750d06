import { ImbotError } from '../errors/ImbotError';
import { NO_SCOPE, NO_SUCH_METHOD } from '../http/systemCodes';
import { BRIDGE_REFUSALS } from '../map/bridgeRefusals';
import { putAdapterInPlace } from './adapterInPlace';
import { claimReader } from './claimReader';
import { createDispatcher, type Dispatcher, type DispatchOptions } from './createDispatcher';
import type { QueueItem } from './fetchBatch';
import { followSignal } from './followSignal';
import { keepOffset } from './keepOffset';
import { memoryOffsetStore, type OffsetStore } from './memoryOffsetStore';
import { nextBatch } from './nextBatch';
import { pause } from './pause';
import { safeHook } from './safeHook';
import type { DecodedEvent, EventClient } from './types';
import { watchLag } from './watchLag';
import { withClientAuth } from './withClientAuth';

/** What `pollEvents` takes: the bot, its handlers (`on`), and where its offset is kept. */
export interface PollOptions extends Omit<DispatchOptions, 'imbot'> {
  /** The bot whose queue is read; its event mode is `fetch`. */
  botId: number;
  /** Default: `memoryOffsetStore()`. `fileOffsetStore` and `redisOffsetStore` survive restarts. */
  offsetStore?: OffsetStore;
  /** Stops after the event in hand. */
  signal?: AbortSignal;
  /** Events per call, 1 to 1000. Default: 100, and 1000 to catch up. */
  limit?: number;
  /** Read the user's `ONIMV2…` events too (scope `im`, subscription needed); they go to `'*'`. */
  withUserEvents?: boolean;
  /** How often an event's handler is tried before the event is set aside; one that cannot be read is not tried. Default: 5. */
  tries?: number;
  /** An event that was set aside. Default: `console.error`. */
  onPoisoned?: (event: DecodedEvent, error: unknown) => unknown;
  /**
   * Each call that failed and will be repeated, each offset that could not be stored or read, a queue that counts anew or that
   * was not read for longer than the 24 hours it keeps an event, a handler that has not come to an end for a minute: the events
   * behind it wait. `wait` is how many milliseconds pass before
   * the next question; `what` says which of them it is. Default: `console.error`.
   */
  onError?: (error: unknown, wait: number, what: PollTrouble) => unknown;
  /** For tests: waits milliseconds, ends early on abort. */
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** What `onError` is about: the question for events, the store of offsets or of seen events, a queue that counts anew, a handler. */
export type PollTrouble = 'call' | 'offset' | 'duplicates' | 'queue' | 'handler';

/** What a poller did until it stopped. */
export interface PollReport {
  /** Questions that were answered. */
  polls: number;
  /** Events whose handler came to its end. */
  handled: number;
  /** Events without a handler. */
  ignored: number;
  /** Events that had been handled before. */
  duplicates: number;
  /** Failed calls that were repeated, and offsets that could not be stored at once. */
  errors: number;
  /** The ids of the events set aside. */
  poisoned: number[];
  /** Why it ended. */
  stopped: 'signal' | 'bot-deleted';
}

/** Waits in milliseconds; the first two as the documentation asks. */
const WAIT = { more: 2_000, idleMin: 5_000, idleMax: 30_000, errorMax: 60_000, retry: 1_000, handler: 60_000 } as const;

/** Events per call: as the documentation has it, and to catch up. */
const PAGE = { usual: 100, most: 1_000 } as const;

/** Refusals that no repeat will change. */
const FINAL = new Set([
  ...BRIDGE_REFUSALS,
  'BOT_ID_REQUIRED',
  'BOT_ID_ERROR',
  'APP_ID_ERROR',
  NO_SUCH_METHOD,
  NO_SCOPE,
  'SCOPE_ERROR',
  'USER_NOT_SUBSCRIBED',
  'CONFIG',
  'CLOSED',
  'REINSTALL',
]);

/**
 * Reads a bot's queue with `imbot.v2.Event.get` and calls the handlers of `on` with the v1 shape, at least once each: the
 * offset is stored when the handler is done, so a crash repeats events and loses none. An offset that cannot be stored is
 * told and kept in memory, and the bot goes on. Resolves when stopped.
 *
 * @throws ImbotError CONFIG when the bot is polled in this process already; the portal's refusal when no repeat can help;
 * what the offset store says when it cannot be read at the start
 * @see api-reference/chat-bots/chat-bots-v2/imbot.v2/events/event-get.md of the REST documentation
 * @example
 * const stop = new AbortController();
 * process.once('SIGTERM', () => stop.abort());
 * const { handled } = await pollEvents(imbot, {
 *   botId: 39,
 *   offsetStore: fileOffsetStore('./offsets.json'),
 *   signal: stop.signal,
 *   on: { ONIMBOTMESSAGEADD: ({ data }) => console.log(data.PARAMS.MESSAGE_ID) },
 * });
 */
export async function pollEvents(imbot: EventClient, options: PollOptions): Promise<PollReport> {
  const release = claimReader(imbot, options.botId);
  putAdapterInPlace();
  const followed = followSignal(options.signal);
  try {
    return await run(imbot, { ...options, signal: followed.signal });
  } finally {
    followed.release();
    release();
  }
}

type RunOptions = PollOptions & { signal: AbortSignal };

async function run(imbot: EventClient, options: RunOptions): Promise<PollReport> {
  const { botId, signal, offsetStore = memoryOffsetStore(), sleep = pause, withUserEvents } = options;
  const onError = safeHook('pollEvents', options.onError ?? tellTrouble(botId));
  const dispatcher = createDispatcher(
    { ...options, imbot },
    { tell: (error) => onError(error, 0, 'duplicates'), onlyReader: true },
  );
  const report: PollReport = {
    polls: 0,
    handled: 0,
    ignored: 0,
    duplicates: 0,
    errors: 0,
    poisoned: [],
    stopped: 'signal',
  };
  let failures = 0;
  const backOff = (): number => Math.min(WAIT.idleMin * 2 ** failures, WAIT.errorMax);
  const offset = keepOffset(offsetStore, botId, async (error) => {
    report.errors += 1;
    await onError(error, backOff(), 'offset');
  });
  await offset.load();
  const lag = watchLag(
    offsetStore,
    botId,
    () => offset.reached !== undefined,
    (error) => onError(error, 0, 'queue'),
  );
  await lag.load();
  // To ask with an offset makes the portal forget what is below it, so the first events are seen before that.
  let seen = offset.reached === undefined;
  let idle: number = WAIT.idleMin;
  let isBehind = false;

  while (!signal.aborted) {
    let wait: number;
    try {
      const { reached } = offset;
      const limit = Math.min(options.limit ?? (isBehind ? PAGE.most : PAGE.usual), PAGE.most);
      const question = { botId, limit, withUserEvents, signal, ...(seen ? { offset: reached } : {}) };
      const batch = await nextBatch(imbot, question, reached);
      report.polls += 1;
      isBehind = batch.hasMore;
      await lag.read(batch.items[0]?.date);
      report.duplicates += batch.repeats;
      seen ||= batch.items.length > 0 || batch.repeats > 0;
      if (batch.restartedAt !== undefined) {
        await onError(countsAnew(botId, batch.restartedAt, reached), 0, 'queue');
        offset.restart();
      }
      if (batch.heldBelow !== undefined) await onError(heldBelow(botId, batch.heldBelow), 0, 'queue');
      await dispatcher.announce(await Promise.all(batch.items.map(({ event }) => withClientAuth(event, imbot))));
      for (const item of batch.items) {
        // Anew for each: a token may expire while a page is handled.
        const told = { ...item, event: await withClientAuth(item.event, imbot) };
        if (!(await handle(told, dispatcher, options, report, sleep, onError))) return report;
        if (item.id !== undefined) await offset.moveTo(item.id + 1);
        if (item.event.event === 'ONIMBOTV2DELETE') return { ...report, stopped: 'bot-deleted' };
        if (signal.aborted) return report;
      }
      await offset.moveTo(batch.nextOffset);
      idle = batch.items.length > 0 ? WAIT.idleMin : Math.min(idle * 1.5, WAIT.idleMax);
      wait = batch.hasMore ? WAIT.more : idle;
      if (await offset.settle()) failures = 0;
      else {
        wait = backOff();
        failures += 1;
      }
    } catch (error) {
      if (signal.aborted) return report;
      if (error instanceof ImbotError && (FINAL.has(error.code) || FINAL.has(error.v2Code ?? ''))) throw error;
      report.errors += 1;
      wait = backOff();
      failures += 1;
      await onError(error, wait, 'call');
    }
    await sleep(wait, signal);
  }
  return report;
}

/** Runs one event to its end, which may be that it is set aside. False when stopped before that. */
async function handle(
  { event, id = 0 }: QueueItem,
  dispatcher: Dispatcher,
  options: RunOptions,
  report: PollReport,
  sleep: NonNullable<PollOptions['sleep']>,
  onError: NonNullable<PollOptions['onError']>,
): Promise<boolean> {
  const { tries = 5, signal } = options;
  const onPoisoned = safeHook('pollEvents', options.onPoisoned ?? tellPoisoned(id));
  for (let attempt = 1; ; attempt += 1) {
    try {
      const outcome = await watched(dispatcher.dispatch(event), () => onError(endless(event, id), 0, 'handler'));
      // Only a reader that is not the only one leaves an event to another.
      if (outcome === 'busy') throw new Error('somebody else handles this event and has not come to an end');
      report[outcome === 'duplicate' ? 'duplicates' : outcome] += 1;
      return true;
    } catch (error) {
      if (attempt >= tries || event.problem !== undefined) {
        report.poisoned.push(id);
        await onPoisoned(event, error);
        return true;
      }
    }
    await sleep(Math.min(WAIT.retry * 2 ** (attempt - 1), WAIT.errorMax), signal);
    if (signal.aborted) return false;
  }
}

/** `tell` is called when the work takes longer than a handler should. */
async function watched<Value>(work: Promise<Value>, tell: () => unknown): Promise<Value> {
  const timer = setTimeout(tell, WAIT.handler);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

function endless({ event }: DecodedEvent, id: number): Error {
  return new Error(
    `the handler of event ${id} (${event}) has not come to an end for a minute; the events behind it wait`,
  );
}

function countsAnew(botId: number, begins: number, reached: number | undefined): Error {
  return new Error(
    `The queue of bot ${botId} begins at ${begins}, below the offset ${reached} that was reached: it counts anew (a portal ` +
      'restored from a backup, or the offset of another one). It is read from its start.',
  );
}

function heldBelow(botId: number, offset: number): Error {
  return new Error(
    `The queue of bot ${botId} holds over a thousand events below the offset ${offset} that was reached: they are taken ` +
      'for handled. Where it counts anew (a portal restored from a backup), they are not handled.',
  );
}

function tellPoisoned(id: number): (event: DecodedEvent, error: unknown) => void {
  return ({ event, problem }, error) => {
    const why = problem === undefined ? 'its handler keeps failing' : 'it cannot be read';
    console.error(`imbot-compat: event ${id} (${event}) was set aside, ${why}:`, error);
  };
}

const TROUBLE: Readonly<Record<PollTrouble, string>> = {
  call: 'events could not be read',
  offset: 'the offset could not be stored; a restart would handle the same events again',
  duplicates: 'the store of seen events failed; the event is handled',
  queue: 'the queue is not as it was left',
  handler: 'a handler does not come to an end',
};

function tellTrouble(botId: number): (error: unknown, wait: number, what: PollTrouble) => void {
  return (error, wait, what) => {
    console.error(
      `imbot-compat: bot ${botId}: ${TROUBLE[what]}${wait > 0 ? `; next question in ${wait / 1000} s` : ''}:`,
      error,
    );
  };
}
