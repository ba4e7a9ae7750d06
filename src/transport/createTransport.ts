import type { Dispatcher } from 'undici';
import { Agent } from 'undici';
import type { Auth, AuthIo } from '../auth/types';
import { ImbotError } from '../errors/ImbotError';
import { backOff } from './backOff';
import { Call, NO_NAME, SETTLED } from './Call';
import { channels } from './channels';
import type { Clock } from './clock';
import { systemClock } from './clock';
import type { Limiter, LimiterRates } from './createLimiter';
import { encodeForm } from './encodeForm';
import type { Failure, Sender } from './exchange';
import { Exchange, errorCode } from './exchange';
import { isSafe, mayMove } from './hosts';
import type { Refusal } from './judge';
import { judge } from './judge';
import { limiterFor } from './limiterFor';
import { onAbort } from './onAbort';
import { processState } from './processState';
import { OUTCOME_TEXTS } from './texts';
import type { Envelope, Params, SendOptions, Transport } from './types';

/** `'standard'` is 50 calls at once and 2 per second, `'enterprise'` 250 and 5; `false` leaves it to the caller. */
export type Limits = 'standard' | 'enterprise' | LimiterRates | Limiter | false;

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
  /** Milliseconds for a whole call, queues and repeats included. Default 30 000. */
  timeout?: number | undefined;
  /** Hosts besides the portal's own to which a renamed portal may send us. */
  allowHosts?: readonly string[] | undefined;
  clock?: Clock | undefined;
}

/** Repeats after the first attempt. */
const REPEATS: Readonly<Record<'refused' | 'unsent' | 'unknown' | 'renew', number>> = {
  refused: 5,
  unsent: 3,
  unknown: 2,
  renew: 2,
};
const JSON_HEADERS = ['content-type', 'application/json'];
const FORM_HEADERS = ['content-type', 'application/x-www-form-urlencoded'];
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
  const own = options.dispatcher === undefined ? ownAgent(options.connections ?? 16) : undefined;
  const sender: Sender = {
    dispatcher: own ?? options.dispatcher ?? ownAgent(1),
    announces: own !== undefined,
    own: own !== undefined,
  };
  const io: AuthIo = { sender, clock };
  const limiter = limiterFor(options.limits ?? 'standard', clock);
  const timeout = options.timeout ?? 30_000;
  const secrets = () => auth.secrets();
  const running = new Set<Call>();
  /** Until when a method is blocked, and what its last good answer said about the end of the next block (ms). */
  const blocked = new Map<string, number>();
  const resetAt = new Map<string, number>();
  let closing: Promise<void> | undefined;
  let whenIdle: (() => void) | undefined;
  let address: Address | undefined;

  function send(method: string, params: Params, sendOptions: SendOptions): Promise<Envelope> {
    return new Promise((resolve, reject) => {
      const call = new Call(method, params, sendOptions, secrets, resolve, reject);
      if (closing !== undefined) return call.giveUp('CLOSED');
      const { signal } = sendOptions;
      if (signal?.aborted) return call.giveUp('ABORTED', signal.reason);
      const ms = sendOptions.timeout ?? timeout;
      const startedAt = clock.now();
      const limited = ms > 0 && ms < FOREVER;
      if (limited) call.deadline = startedAt + ms;
      const callOff = limited ? clock.after(ms, () => call.giveUp('TIMEOUT')) : undefined;
      const unlisten = signal === undefined ? undefined : onAbort(signal, (reason) => call.giveUp('ABORTED', reason));
      running.add(call);
      call.release = () => {
        callOff?.();
        running.delete(call);
        if (running.size === 0) whenIdle?.();
        unlisten?.();
      };
      if (channels.call.hasSubscribers) report(call, startedAt);
      run(call).then(
        (envelope) => call.resolve(envelope),
        (error: unknown) => {
          if (error !== SETTLED) call.reject(asImbotError(call, error));
        },
      );
    });
  }

  async function run(call: Call): Promise<Envelope> {
    const count = { refused: 0, unsent: 0, unknown: 0, renew: 0 };
    let moved = false;
    let form: boolean | undefined;
    let jsonRefusal: Refusal | undefined;
    if (call.method === NO_NAME) {
      throw call.error('CONFIG', {
        outcome: 'refused',
        text: 'a method name holds letters, digits, dots and underscores',
      });
    }
    for (;;) {
      let params = await authorised(call);
      const target = await targetOf(call);
      if (await queued(call, target.origin)) params = await authorised(call);
      form ??= options.encoding === 'form' || (options.encoding === undefined && formPortals().has(target.origin));
      call.attempts++;
      const exchange = new Exchange(sender, {
        origin: target.origin,
        path: target.path + call.method,
        method: 'POST',
        headers: form ? FORM_HEADERS : JSON_HEADERS,
        body: encode(call, params, form),
      });
      call.exchange = exchange;
      const answer = await exchange.done;
      call.exchange = undefined;
      if (call.settled) throw SETTLED;

      if ('error' in answer) {
        await afterFailure(call, answer, count);
        continue;
      }
      const verdict = judge(answer);
      if (verdict.envelope !== undefined) {
        if (jsonRefusal !== undefined) formPortals().add(target.origin);
        noteOperating(call.method, verdict.envelope);
        return verdict.envelope;
      }
      if (verdict.outcome === 'unknown') {
        await mayRepeatUnknown(call, count, verdict);
        continue;
      }
      if (verdict.repeat === 'moved' && !moved) {
        moved = true;
        follow(call, target, answer.location ?? '', verdict);
        continue;
      }
      if (verdict.repeat === 'renew' && count.renew < REPEATS.renew && (await auth.renewAfter?.(params, { io }))) {
        count.renew++;
        if (call.settled) throw SETTLED;
        continue;
      }
      if (verdict.repeat === 'form' && !form && options.encoding === undefined) {
        jsonRefusal = verdict;
        form = true;
        continue;
      }
      if (verdict.repeat === 'operating') block(call.method);
      if (verdict.repeat === 'wait') limiter?.full?.(target.origin);
      if ((verdict.repeat === 'wait' || verdict.repeat === 'operating') && count.refused < REPEATS.refused) {
        const until = verdict.repeat === 'operating' ? blocked.get(call.method) : undefined;
        const ms = until === undefined ? backOff(count.refused, clock) : until - clock.now();
        count.refused++;
        if (await pausedFor(call, ms, verdict.code, 'refused')) continue;
      }
      throw refusalError(call, jsonRefusal?.code === verdict.code ? jsonRefusal : verdict);
    }
  }

  /** The parameters with the authorisation; waits only where a renewal is due. */
  async function authorised(call: Call): Promise<Params> {
    const params = await auth.authorise(call.params, { io });
    if (call.settled) throw SETTLED;
    return params;
  }

  async function targetOf(call: Call): Promise<Address> {
    const base = await auth.endpoint();
    if (address?.base !== base) address = parseAddress(call, base);
    return address;
  }

  /** Waits for the method to be unblocked and for a place at the portal. True if there was a wait. */
  async function queued(call: Call, origin: string): Promise<boolean> {
    const until = blocked.get(call.method);
    let waited = false;
    if (until !== undefined) {
      const ms = until - clock.now();
      if (ms <= 0) blocked.delete(call.method);
      else {
        announceWait(call, 'operating');
        waited = await pausedFor(call, ms);
        if (!waited) throw call.error('OPERATION_TIME_LIMIT', { outcome: 'refused' });
      }
    }
    const place = limiter?.take(origin);
    if (place === undefined) return waited;
    if (closing !== undefined) {
      place.cancel();
      throw call.error('CLOSED', { outcome: 'refused' });
    }
    announceWait(call, 'limit');
    call.leave = place.cancel;
    await place.ready;
    call.leave = undefined;
    if (call.settled) throw SETTLED;
    return true;
  }

  async function afterFailure(call: Call, failure: Failure, count: Record<keyof typeof REPEATS, number>) {
    const cause = failure.error;
    if (failure.sent) {
      await mayRepeatUnknown(call, count, undefined, cause);
      return;
    }
    const again = count.unsent < REPEATS.unsent && isPassing(cause);
    if (again && (await pausedFor(call, backOff(count.unsent++, clock), 'NO_ANSWER', 'refused'))) return;
    throw call.error('NO_ANSWER', { outcome: 'refused', cause });
  }

  async function mayRepeatUnknown(
    call: Call,
    count: Record<keyof typeof REPEATS, number>,
    verdict: Refusal | undefined,
    cause?: Error,
  ): Promise<void> {
    const code = verdict?.code ?? 'NO_ANSWER';
    const again = call.options.replay !== 'never' && verdict?.repeat !== 'no' && count.unknown < REPEATS.unknown;
    call.mayHaveRun = true;
    if (again && (await pausedFor(call, backOff(count.unknown++, clock), code, 'unknown'))) return;
    throw verdict === undefined ? call.error(code, { outcome: 'unknown', cause }) : refusalError(call, verdict);
  }

  function follow(call: Call, from: Address, location: string, verdict: Refusal): void {
    const here = new URL(from.path + call.method, from.origin);
    const there = URL.canParse(location, here) ? new URL(location, here) : undefined;
    // A rename keeps the path; any other path is a log-in page or a trap.
    const samePath = there !== undefined && (there.pathname === here.pathname || there.pathname === '/');
    if (there === undefined || !samePath || !mayMove(here, there, options.allowHosts ?? auth.allowHosts ?? [])) {
      throw call.error('BAD_ANSWER', {
        outcome: 'refused',
        status: verdict.status,
        text: 'the portal redirects to an address that is not allowed; `allowHosts` adds hosts',
      });
    }
    auth.moved?.(there.origin);
  }

  /** False, at once, when the call would be over before the pause is. */
  async function pausedFor(call: Call, ms: number, code?: string, outcome?: string): Promise<boolean> {
    if (closing !== undefined || clock.now() + ms >= call.deadline) return false;
    if (code !== undefined && channels.retry.hasSubscribers) {
      const { method, as, attempts: attempt } = call;
      channels.retry.publish({ method, as, portal: auth.portalKey(), code, outcome, attempt, ms });
    }
    await new Promise<void>((resolve, reject) => {
      const callOff = clock.after(ms, () => {
        call.leave = undefined;
        resolve();
      });
      call.leave = () => {
        callOff();
        reject(SETTLED);
      };
    });
    return true;
  }

  /** The documentation's advice: `operating_reset_at` of the last good answer first, then one-minute steps. */
  function block(method: string): void {
    const now = clock.now();
    const known = resetAt.get(method) ?? 0;
    blocked.set(method, known > now ? known : now + 60_000);
  }

  function noteOperating(method: string, envelope: Envelope): void {
    const { time } = envelope;
    if (typeof time !== 'object' || time === null || !('operating_reset_at' in time)) return;
    const seconds = Number(time.operating_reset_at);
    if (seconds > 0) resetAt.set(method, seconds * 1000);
  }

  function announceWait(call: Call, reason: 'limit' | 'operating'): void {
    if (!channels.wait.hasSubscribers) return;
    channels.wait.publish({ method: call.method, as: call.as, portal: auth.portalKey(), reason });
  }

  function report(call: Call, startedAt: number): void {
    const { release } = call;
    call.release = () => {
      release();
      const { method, as, attempts, failure } = call;
      const { code, outcome, status } = failure ?? {};
      const ms = clock.now() - startedAt;
      channels.call.publish({
        method,
        as,
        portal: auth.portalKey(),
        ok: !failure,
        code,
        outcome,
        status,
        attempts,
        ms,
      });
    };
  }

  async function shutDown(): Promise<void> {
    // What has not been sent is not sent any more; what is on its way gets its answer, or its time-out.
    for (const call of [...running]) if (call.exchange === undefined) call.giveUp('CLOSED');
    await new Promise<void>((resolve) => {
      whenIdle = resolve;
      if (running.size === 0) resolve();
    });
    try {
      await auth.close(io);
    } finally {
      await own?.close();
    }
  }

  return {
    send,
    portalKey: () => auth.portalKey(),
    renew: () => auth.renew(io),
    close() {
      closing ??= shutDown();
      return closing;
    },
  };
}

interface Address {
  base: string;
  origin: string;
  path: string;
}

function parseAddress(call: Call, base: string): Address {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url === undefined || !isSafe(url)) {
    throw call.error('CONFIG', { outcome: 'refused', text: 'the address of the portal is not an https: address' });
  }
  return { base, origin: url.origin, path: url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/` };
}

function encode(call: Call, params: Params, form: boolean): string {
  try {
    return form ? encodeForm(params) : JSON.stringify(params);
  } catch (cause) {
    throw call.error('CONFIG', { outcome: 'refused', text: 'the parameters can not be encoded', cause });
  }
}

function ownAgent(connections: number): Agent {
  return new Agent({ connections, headersTimeout: 0, bodyTimeout: 0 });
}

function formPortals(): Set<string> {
  return processState().formPortals;
}

function refusalError(call: Call, { code, outcome, status, description }: Refusal): ImbotError {
  return call.error(code, { outcome, status, description });
}

/** An authorisation's own errors know nothing of the call; they get its name and its outcome. */
function asImbotError(call: Call, error: unknown): ImbotError {
  if (!(error instanceof ImbotError)) return call.error('NO_ANSWER', { outcome: 'refused', cause: error });
  if (error.method === call.as) return error;
  const { code, status, description, cause } = error;
  const renamed = new ImbotError({
    code,
    method: call.as,
    outcome: call.mayHaveRun ? 'unknown' : 'refused',
    message: `${call.as}: ${error.message} ${OUTCOME_TEXTS[call.mayHaveRun ? 'unknown' : 'refused']}`,
    ...(status === undefined ? {} : { status }),
    ...(description === undefined ? {} : { description }),
    ...(cause === undefined ? {} : { cause }),
  });
  return renamed;
}

/** Is it worth another try? A wrong certificate or an invalid request stays what it is. */
function isPassing(error: Error): boolean {
  return !/CERT|TLS|SELF_SIGNED|VERIFY|INVALID_ARG|DESTROYED|CLOSED/.test(errorCode(error));
}
