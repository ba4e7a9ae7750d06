import type { Dispatcher } from 'undici';
import type { Auth } from '../auth/types';
import type { Clock } from '../http/clock';
import { systemClock } from '../http/clock';
import { onAbort } from '../http/onAbort';
import { undiciSender } from '../http/senders/undiciSender';
import { asImbotError } from './asImbotError';
import { Call, SETTLED } from './Call';
import type { Connection } from './Connection';
import { drive } from './drive';
import { type Limits, limiterFor } from './limiterFor';
import { createMethodBlocks } from './methodBlocks';
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
  const connection: Connection = {
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
    isClosing: false,
  };
  const secrets = () => auth.secrets();
  const running = new Set<Call>();
  let closed: Promise<void> | undefined;
  let whenIdle: (() => void) | undefined;

  function send(method: string, params: Params, sendOptions: SendOptions): Promise<Envelope> {
    return new Promise((resolve, reject) => {
      const call = new Call(method, params, sendOptions, secrets, resolve, reject);
      if (connection.isClosing) return call.giveUp('CLOSED');
      const { signal } = sendOptions;
      if (signal?.aborted) return call.giveUp('ABORTED', signal.reason);
      const callOff = limit(call, sendOptions.timeout ?? timeout);
      const unlisten = signal === undefined ? undefined : onAbort(signal, (reason) => call.giveUp('ABORTED', reason));
      running.add(call);
      call.release = () => {
        callOff?.();
        running.delete(call);
        if (running.size === 0) whenIdle?.();
        unlisten?.();
      };
      tell.call(call, connection.portal, clock);
      drive(call, connection).then(
        (envelope) => call.resolve(envelope),
        (error: unknown) => {
          if (error !== SETTLED) call.reject(asImbotError(call, error));
        },
      );
    });
  }

  /** Gives the call its time; undefined where it has no end. */
  function limit(call: Call, ms: number): (() => void) | undefined {
    if (!(ms > 0 && ms < FOREVER)) return undefined;
    call.deadline = clock.now() + ms;
    return clock.after(ms, () => call.giveUp('TIMEOUT'));
  }

  async function shutDown(): Promise<void> {
    // What has not been sent is not sent any more; what is on its way gets its answer, or its time-out.
    for (const call of [...running]) if (call.exchange === undefined) call.giveUp('CLOSED');
    await new Promise<void>((resolve) => {
      whenIdle = resolve;
      if (running.size === 0) resolve();
    });
    try {
      await auth.close(connection.io);
    } finally {
      await sender.end();
    }
  }

  return {
    send,
    portalKey: connection.portal,
    eventAuth: async () => (await auth.eventAuth?.({ io: connection.io })) ?? {},
    renew: () => auth.renew(connection.io),
    close() {
      connection.isClosing = true;
      closed ??= shutDown();
      return closed;
    },
  };
}
