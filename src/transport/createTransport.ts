import type { Dispatcher } from 'undici';
import type { Auth } from '../auth/types';
import { channels } from '../http/channels';
import type { Clock } from '../http/clock';
import { systemClock } from '../http/clock';
import { onAbort } from '../http/onAbort';
import { undiciSender } from '../http/senders/undiciSender';
import { drive } from './drive';
import { formPortals } from './formPortals';
import { type Limits, limiterFor } from './limiterFor';
import { createMethodBlocks } from './methodBlocks';
import { PendingCall } from './PendingCall';
import type { TransportState } from './TransportState';
import { tell } from './tell';
import type { Envelope, Params, SendOptions, Transport } from './types';

export interface TransportOptions {
  auth: Auth;
  /** Default `'standard'`. */
  limits?: Limits | undefined;
  /** Proxies, mocks, tests. Default: an Agent of its own with at most `connections` sockets per portal. Never closed here. */
  dispatcher?: Dispatcher | undefined;
  /** Sockets per portal of the default Agent. Default 16. */
  connections?: number | undefined;
  /** Default: JSON, and a form for portals that turn out to refuse JSON bodies. */
  encoding?: 'json' | 'form' | undefined;
  /** Milliseconds for a whole call, queues and repeats included. Default 60,000: as long as the portal lets a request run. */
  timeout?: number | undefined;
  /** Bytes of one answer of the portal; a longer one fails the call with BAD_ANSWER. Default 64 MB. */
  maxAnswer?: number | undefined;
  /** Hosts besides the portal's own to which a renamed portal may send us. */
  allowHosts?: readonly string[] | undefined;
  clock?: Clock | undefined;
}

/**
 * Milliseconds for a whole call where nobody says: a request may run 60 s on the portal.
 * Source: limits.md of the REST documentation.
 */
export const DEFAULT_TIMEOUT = 60_000;
/** The machine's own: tests may put a fake in its place. */
const { setImmediate } = globalThis;
/** The longest delay that a timer can hold; from there on a timeout means none. */
const FOREVER = 2 ** 31;

/**
 * Sends REST calls to one portal: limits, repeats that can not run twice, renewal, redirects, encodings. It knows no method by
 * name; what may be repeated comes with the call.
 *
 * Rejects with ImbotError: the portal's own code, or TIMEOUT, ABORTED, NO_ANSWER, BAD_ANSWER, CONFIG, CLOSED, REINSTALL.
 */
export function createTransport(options: TransportOptions): Transport {
  const { auth } = options;
  const clock = options.clock ?? systemClock;
  const sender = undiciSender(options.dispatcher, options.connections ?? 16);
  const timeout = options.timeout ?? DEFAULT_TIMEOUT;
  const state: TransportState = {
    auth,
    io: { sender, clock },
    limiter: limiterFor(options.limits ?? 'standard', clock),
    blocks: createMethodBlocks(clock),
    encoding: options.encoding,
    maxAnswer: options.maxAnswer,
    allowHosts: options.allowHosts,
    portal: () => auth.portalKey(),
    address: undefined,
    askedFor: new Set(),
    forms: formPortals(),
    isClosing: false,
  };
  const secrets = () => auth.secrets();
  const running = new Set<PendingCall>();
  let closed: Promise<void> | undefined;
  /** Closing, and what was begun before is done. */
  let isOver = false;
  /** Closing, and what has no time limit of its own has had as long as a request may run. */
  let isPast = false;
  let whenIdle: (() => void) | undefined;

  function send(method: string, params: Params, sendOptions: SendOptions): Promise<Envelope> {
    return new Promise((resolve, reject) => {
      const call = new PendingCall(method, params, sendOptions, secrets, resolve, reject);
      if (state.isClosing && (isOver || sendOptions.late)) return call.giveUp('CLOSED');
      const { signal } = sendOptions;
      if (signal?.aborted) return call.giveUp('ABORTED', signal.reason);
      const now = clock.now();
      const { timeout: own, until } = sendOptions;
      const ms = until === undefined ? (own ?? timeout) : Math.min(own ?? Number.POSITIVE_INFINITY, until - now);
      if (until !== undefined && ms <= 0) return call.giveUp('TIMEOUT');
      const isLimited = ms > 0 && ms < FOREVER;
      if (isPast && !isLimited) return call.giveUp('CLOSED');
      if (isLimited) call.deadline = now + ms;
      const callOff = isLimited ? clock.after(ms, () => call.giveUp('TIMEOUT')) : undefined;
      const unlisten = signal === undefined ? undefined : onAbort(signal, (reason) => call.giveUp('ABORTED', reason));
      running.add(call);
      call.release = () => {
        callOff?.();
        running.delete(call);
        if (running.size === 0) whenIdle?.();
        unlisten?.();
      };
      if (channels.call.hasSubscribers) tell.call(call, state.portal, clock);
      void drive(call, state);
    });
  }

  async function shutDown(): Promise<void> {
    // What has not been sent is not sent any more; what is on its way gets its answer, or its time-out.
    for (const call of [...running]) if (call.exchange === undefined) call.giveUp('CLOSED');
    const callOff = clock.after(DEFAULT_TIMEOUT, () => {
      isPast = true;
      for (const call of [...running]) if (call.deadline === Number.POSITIVE_INFINITY) call.giveUp('CLOSED');
    });
    do {
      await new Promise<void>((resolve) => {
        whenIdle = resolve;
        if (running.size === 0) resolve();
      });
      // What was on its way may have been a question, and its answer lets a call go that was made before.
      await new Promise((resolve) => setImmediate(resolve));
    } while (running.size > 0);
    callOff();
    isOver = true;
    try {
      await auth.close(state.io);
    } finally {
      await sender.end();
    }
  }

  return {
    send,
    portalKey: state.portal,
    eventAuth: async () => (await auth.eventAuth?.({ io: state.io })) ?? {},
    renew: () => auth.renew(state.io),
    close() {
      state.isClosing = true;
      closed ??= shutDown();
      return closed;
    },
  };
}
