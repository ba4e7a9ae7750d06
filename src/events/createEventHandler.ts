import { putAdapterInPlace } from './adapterInPlace';
import { applicationTokens, type TokenCheck, type VerifyOptions } from './applicationTokens';
import { createDispatcher, type DispatchEnd, type DispatchOptions } from './createDispatcher';
import { createTokenKeeper } from './createTokenKeeper';
import { decodeEvent } from './decodeEvent';
import type { EventTokens } from './keepTokens';
import { LIMITS } from './limits';
import { type BodyProblem, isBodyStream, isReadBefore, readRequestBody } from './readRequestBody';
import { safeHook } from './safeHook';
import type { DecodedEvent, DecodeProblem } from './types';
import { waitUntilOf } from './waitUntilOf';

/** What `createEventHandler` takes: handlers (`on`), the application token, and what to do where something fails. */
export interface EventHandlerOptions extends DispatchOptions, VerifyOptions {
  /** `first`: 200 before the work; `after` (the default): 200 when it is done, 500 when it failed. */
  answer?: 'first' | 'after';
  /**
   * Keeps the OAuth pairs that events bring, in the store that `oauth` reads, or one chosen by portal (`member_id`).
   * An older pair, one without a refresh token or one of another user never replaces what is stored. A store that fails or
   * hangs is told to `onError` and keeps no event waiting for more than 2 s; the pair of ONAPPINSTALL is tried again.
   */
  tokens?: EventTokens;
  /**
   * The application whose events come here, beside `tokens`. A pair that a store holds for another application is then left
   * alone, and told, also at ONAPPINSTALL, whose event does not say which application was installed.
   */
  clientId?: string;
  /** What a handler threw, or a store did; `what` says which. Default: `console.error`. */
  onError?: (error: unknown, event: DecodedEvent, what: EventTrouble) => unknown;
  /**
   * A delivery that was not let in. Its body is not to be trusted. `too-large`: over 4 MB; `too-slow`: not there within 30 s;
   * in both the rest of the body was not read. Default: nothing.
   */
  onRefused?: (reason: Exclude<TokenCheck, 'ok'> | DecodeProblem | BodyProblem, event: DecodedEvent) => unknown;
}

/**
 * What `onError` is about: the handler, the verification (the event is refused), the store of tokens or of seen events (the
 * event is handled), another process that handles the same event and comes to no end (answered 503), or a body that was read
 * before it came here (answered 500).
 */
export type EventTrouble = 'handler' | 'verification' | 'tokens' | 'duplicates' | 'busy' | 'body';

/** The HTTP answer to a delivery. 503: somebody else handles the event and has not come to an end; send it again. */
export interface DeliveryReply {
  /** What Bitrix24 is answered. */
  status: 200 | 400 | 403 | 408 | 413 | 500 | 503;
  /** One word, for the log of whoever called. */
  text: string;
}

/** A Fetch API handler that other servers' adapters can feed with bodies they have read already. */
export interface EventHandler {
  (request: Request, context?: { waitUntil?(work: Promise<unknown>): void }): Promise<Response>;
  /**
   * @param given whatever the runtime hands over besides the request, in any order: `waitUntil` is looked for in it, which keeps
   * a worker alive for work that goes on after the answer. `export default { fetch: handler }` is a whole worker
   */
  (request: Request, ...given: unknown[]): Promise<Response>;
  /**
   * A body as text, bytes, already parsed, or a stream of bytes, which is read within the limits. With `answer: 'first'`
   * resolves before the work is done.
   */
  deliver(body: unknown, info?: { contentType?: string }): Promise<DeliveryReply>;
  /** Resolves when the work of all deliveries so far is done. */
  settled(): Promise<void>;
}

/**
 * Takes deliveries of either generation, verifies them and calls the handlers of `on` with the v1 shape.
 *
 * @throws ImbotError CONFIG when there is no application token to compare with
 * @see api-reference/chat-bots/chat-bots-v2/imbot.v2/events/events.md of the REST documentation
 * @example
 * const handler = createEventHandler({
 *   imbot,
 *   applicationToken: process.env.APPLICATION_TOKEN ?? '',
 *   on: {
 *     ONIMBOTMESSAGEADD: async ({ data: { PARAMS } }) => {
 *       await imbot.message.add({ DIALOG_ID: PARAMS.DIALOG_ID, MESSAGE: `You said: ${PARAMS.MESSAGE}` });
 *     },
 *   },
 * });
 * createServer(toNodeHandler(handler)).listen(3000);
 */
export function createEventHandler(options: EventHandlerOptions): EventHandler {
  const onError = safeHook('createEventHandler', options.onError ?? report);
  const onRefused = safeHook('createEventHandler', options.onRefused ?? (() => {}));
  const { answer = 'after', tokens, clientId } = options;
  const verify = applicationTokens(options, (error, event) => onError(error, event, 'verification'));
  const dispatcher = createDispatcher(options, {
    tell: (error, event) => onError(error, event, 'duplicates'),
    onlyReader: false,
  });
  const keep =
    tokens === undefined
      ? undefined
      : createTokenKeeper(tokens, (error, event) => onError(error, event, 'tokens'), clientId);
  putAdapterInPlace();
  const running = new Set<Promise<unknown>>();

  async function receive(
    given: unknown,
    contentType?: string,
  ): Promise<{ delivery: DeliveryReply; work?: Promise<unknown> }> {
    if (isBodyStream(given) && isReadBefore(given)) return unreadable();
    const body = isBodyStream(given) ? await readRequestBody(given) : given;
    if (isBodyStream(given) && (body === 'too-large' || body === 'too-slow')) return refused(body, decodeEvent(''));
    const event = decodeEvent(body, { contentType });
    if (event.problem !== undefined) return refused(event.problem, event);
    try {
      const verdict = await verify(event);
      if (verdict !== 'ok') {
        await onRefused(verdict, event);
        return { delivery: { status: 403, text: verdict } };
      }
    } catch (error) {
      await onError(error, event, 'verification');
      return { delivery: { status: 500, text: 'failed' } };
    }
    await keep?.(event);
    const work = track(event);
    if (answer === 'first') return { delivery: { status: 200, text: 'ok' }, work };
    const outcome = await work;
    return { delivery: { status: STATUS[outcome], text: outcome } };
  }

  /** A mistake in the program around the handler, which would lose every event. */
  async function unreadable(): Promise<{ delivery: DeliveryReply }> {
    await onError(new TypeError(READ_BEFORE), decodeEvent(''), 'body');
    return { delivery: { status: 500, text: 'failed' } };
  }

  async function refused(
    problem: BodyProblem | DecodeProblem,
    event: DecodedEvent,
  ): Promise<{ delivery: DeliveryReply }> {
    await onRefused(problem, event);
    return { delivery: { status: REFUSED[problem], text: problem } };
  }

  function track(event: DecodedEvent): Promise<DispatchEnd | 'failed'> {
    const work = (async () => {
      // Lets the answer out before a handler that computes.
      if (answer === 'first') await new Promise((resolve) => setTimeout(resolve, 0));
      try {
        const outcome = await dispatcher.dispatch(event);
        if (outcome === 'busy') await onError(new Error(BUSY), event, 'busy');
        return outcome;
      } catch (error) {
        await onError(error, event, 'handler');
        return 'failed';
      }
    })();
    running.add(work);
    work.finally(() => running.delete(work)).catch(() => {});
    return work;
  }

  async function handle(request: Request, ...given: unknown[]): Promise<Response> {
    if (request.method !== 'POST') return new Response('post only', { status: 405, headers: { allow: 'POST' } });
    const contentType = request.headers.get('content-type') ?? undefined;
    const announced = Number(request.headers.get('content-length'));
    const { delivery, work = undefined }: Awaited<ReturnType<typeof receive>> = request.bodyUsed
      ? await unreadable()
      : announced > LIMITS.characters
        ? await refused('too-large', decodeEvent(''))
        : await receive(request.body ?? '', contentType);
    if (work !== undefined) waitUntilOf(given)?.(work);
    return new Response(delivery.text, { status: delivery.status });
  }

  return Object.assign(handle, {
    deliver: async (body: unknown, info: { contentType?: string } = {}) =>
      (await receive(body, info.contentType)).delivery,
    settled: async () => {
      await Promise.allSettled(running);
    },
  });
}

const REFUSED = {
  'too-large': 413,
  'too-slow': 408,
  'not-an-event': 400,
  'bad-json': 400,
  'too-many-fields': 400,
  'too-deep': 400,
  'bad-id': 403,
} as const satisfies Record<BodyProblem | DecodeProblem, number>;
const STATUS = { handled: 200, ignored: 200, duplicate: 200, busy: 503, failed: 500 } as const;
const READ_BEFORE =
  'the body was read before the handler got it: give what was read to handler.deliver(body, { contentType }), or a clone of the request';
const BUSY = 'another process handles this event and has not come to an end; answered 503, so that it is sent again';

const TROUBLE: Readonly<Record<EventTrouble, string>> = {
  handler: 'the handler failed',
  verification: 'the application token could not be checked or kept',
  tokens: 'the OAuth pair of the event could not be kept; the event is handled',
  duplicates: 'the store of seen events failed; the event is handled',
  busy: 'not handled here',
  body: 'not handled',
};

function report(error: unknown, event: DecodedEvent, what: EventTrouble): void {
  console.error(`imbot-compat: ${event.event || 'a delivery'}: ${TROUBLE[what]}:`, error);
}
