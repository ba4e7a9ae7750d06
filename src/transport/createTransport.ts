import type { Dispatcher } from 'undici';
import { Agent } from 'undici';
import type { Auth, AuthIo } from '../auth/types';
import type { ImbotError, Outcome } from '../errors/ImbotError';
import { backOff } from '../http/backOff';
import type { Clock } from '../http/clock';
import { systemClock } from '../http/clock';
import type { Failure, Sender } from '../http/exchange';
import { Exchange, errorCode, TOO_LONG } from '../http/exchange';
import { isSafe, mayMove } from '../http/hosts';
import { onAbort } from '../http/onAbort';
import { processState } from '../http/processState';
import { METHOD_BLOCKED } from '../http/systemCodes';
import { type Address, parseAddress } from './address';
import { asImbotError } from './asImbotError';
import { Call, NO_NAME, SETTLED } from './Call';
import { encodeForm } from './encodeForm';
import type { Refusal } from './judge';
import { judge } from './judge';
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

/** Repeats after the first attempt. */
const REPEATS = { refused: 5, unsent: 3, unknown: 2, renew: 1, adopted: 3, moved: 1 } as const;
type Counts = Record<keyof typeof REPEATS, number>;
const JSON_HEADERS = ['content-type', 'application/json'];
const FORM_HEADERS = ['content-type', 'application/x-www-form-urlencoded'];
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
  const own = options.dispatcher === undefined ? ownAgent(options.connections ?? 16) : undefined;
  const sender: Sender = {
    dispatcher: own ?? options.dispatcher ?? ownAgent(1),
    announces: own !== undefined,
    own: own !== undefined,
  };
  const io: AuthIo = { sender, clock };
  const limiter = limiterFor(options.limits ?? 'standard', clock);
  const timeout = options.timeout ?? DEFAULT_TIMEOUT;
  const secrets = () => auth.secrets();
  const running = new Set<Call>();
  const blocks = createMethodBlocks(clock);
  const portal = () => auth.portalKey();
  let closing: Promise<void> | undefined;
  let whenIdle: (() => void) | undefined;
  let address: Address | undefined;
  /** Addresses for which the authorization server was asked. */
  const askedFor = new Set<string>();

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
      tell.call(call, portal, clock);
      run(call).then(
        (envelope) => call.resolve(envelope),
        (error: unknown) => {
          if (error !== SETTLED) call.reject(asImbotError(call, error));
        },
      );
    });
  }

  async function run(call: Call): Promise<Envelope> {
    const count: Counts = { refused: 0, unsent: 0, unknown: 0, renew: 0, adopted: 0, moved: 0 };
    let form: boolean | undefined;
    let jsonRefusal: Refusal | undefined;
    let failed: Refusal | undefined;
    if (call.method === NO_NAME) {
      throw call.error('CONFIG', {
        outcome: 'refused',
        text: 'a method name holds letters, digits, dots and underscores',
      });
    }
    for (;;) {
      let params = await authorised(call);
      const target = await targetOf(call);
      call.enter(target.origin);
      if (await queued(call, target.origin)) params = await authorised(call);
      // Another call may have come while this one waited.
      if (failed !== undefined && !call.mayGoAgain(failed.outcome)) throw overtaken(call, failed);
      form ??= options.encoding === 'form' || (options.encoding === undefined && formPortals().has(target.origin));
      call.attempts++;
      const path = target.path + call.method;
      const exchange = new Exchange(sender, {
        origin: target.origin,
        path,
        method: 'POST',
        headers: form ? FORM_HEADERS : JSON_HEADERS,
        body: encode(call, params, form),
        maxAnswer: options.maxAnswer,
      });
      call.exchange = exchange;
      const answer = await exchange.done;
      call.exchange = undefined;
      if (call.settled) throw SETTLED;

      const verdict = 'error' in answer ? noAnswer(answer) : judge(answer, { origin: target.origin, path });
      if (verdict.envelope !== undefined) {
        if (jsonRefusal !== undefined) formPortals().add(target.origin);
        blocks.note(call.method, verdict.envelope);
        return verdict.envelope;
      }
      if (verdict.outcome !== 'refused') call.mayHaveRun = true;
      // An older portal answers a form with the same refusal; the first one tells more.
      failed = jsonRefusal?.code === verdict.code ? jsonRefusal : verdict;
      if (!call.mayGoAgain(verdict.outcome)) throw overtaken(call, failed);
      if (verdict.repeat === 'form' && !form && options.encoding === undefined) {
        jsonRefusal = verdict;
        form = true;
      } else if (!(await repeats(call, verdict, count, params, target.origin))) throw refusalError(call, failed);
    }
  }

  /**
   * Waits for what makes a repeat worth while: a pause, a new token, an unblocked method, a new address. False where none is.
   * Whether the call may go again is not decided here.
   */
  async function repeats(
    call: Call,
    verdict: Refusal,
    count: Counts,
    params: Params,
    origin: string,
  ): Promise<boolean> {
    const { repeat, code, outcome } = verdict;
    if (repeat === 'operating') blocks.block(call.method);
    if (repeat === 'wait' && outcome === 'refused') limiter?.full?.(origin);
    const kind = kindOf(verdict);
    if (kind === undefined || count[kind] >= REPEATS[kind]) return false;
    const before = count[kind]++;
    if (kind === 'moved') return follow(call, verdict, origin, params);
    if (kind === 'renew') {
      // A pair that somebody else had renewed is not the one renewal of this call: it may have expired too.
      const adopted = () => {
        if (count.adopted++ < REPEATS.adopted) count.renew--;
      };
      const renewed = (await auth.renewAfter?.(params, { io, adopted })) ?? false;
      if (call.settled) throw SETTLED;
      return renewed;
    }
    const ms = repeat === 'operating' ? blocks.left(call.method) : backOff(before, clock);
    return pausedFor(call, ms, code, outcome);
  }

  /** The parameters with the authorisation; waits only where a renewal is due. */
  async function authorised(call: Call): Promise<Params> {
    const params = await auth.authorise(call.params, { io });
    if (call.settled) throw SETTLED;
    return params;
  }

  async function targetOf(call: Call): Promise<Address> {
    const base = await auth.endpoint();
    if (address?.base === base) return address;
    address = parseAddress(base);
    if (address !== undefined) return address;
    throw call.error('CONFIG', { outcome: 'refused', text: 'the address of the portal is not an https: address' });
  }

  /** Waits for the method to be unblocked and for a place at the portal. True if there was a wait. */
  async function queued(call: Call, origin: string): Promise<boolean> {
    const ms = blocks.left(call.method);
    if (ms > 0) {
      tell.wait(call, portal, 'operating');
      if (!(await pausedFor(call, ms))) throw call.error(METHOD_BLOCKED, { outcome: 'refused' });
    }
    const place = limiter?.take(origin);
    if (place === undefined) return ms > 0;
    if (closing !== undefined) {
      place.cancel();
      throw call.error('CLOSED', { outcome: 'refused' });
    }
    tell.wait(call, portal, 'limit');
    call.leave = place.cancel;
    await place.ready;
    call.leave = undefined;
    if (call.settled) throw SETTLED;
    return true;
  }

  /**
   * Goes where the portal says it has moved to, if that is allowed: a host that the caller named, or, with OAuth, the address
   * that the authorization server now gives for this portal.
   */
  async function follow(call: Call, verdict: Refusal, origin: string, params: Params): Promise<boolean> {
    const { there, status } = verdict;
    if (there === undefined) return false;
    if (mayMove(new URL(origin), there, options.allowHosts ?? auth.allowHosts ?? [])) {
      auth.moved?.(there.origin);
      return true;
    }
    if (auth.renewalNamesPortal && isSafe(there) && !askedFor.has(there.origin)) {
      // Once for each address: a renewal spends a token.
      if (askedFor.size < MOST_ASKED) askedFor.add(there.origin);
      const renewed = askedFor.has(there.origin) && (await auth.renewAfter?.(params, { io }));
      if (call.settled) throw SETTLED;
      if (renewed && parseAddress(await auth.endpoint())?.origin === there.origin) return true;
    }
    const text = `the portal says that it has moved to ${there.host}, which is not allowed; \`allowHosts\` adds hosts`;
    throw call.error('BAD_ANSWER', { outcome: 'refused', status, text });
  }

  /** False, at once, when the call would be over before the pause is. */
  async function pausedFor(call: Call, ms: number, code?: string, outcome: Outcome = 'refused'): Promise<boolean> {
    if (closing !== undefined || clock.now() + ms >= call.deadline) return false;
    if (code !== undefined) tell.retry(call, portal, code, outcome, ms);
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
      await own?.destroy();
    }
  }

  return {
    send,
    portalKey: portal,
    renew: () => auth.renew(io),
    close() {
      closing ??= shutDown();
      return closing;
    },
  };
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

/** Portals that refuse JSON bodies. */
export function formPortals(): Set<string> {
  return processState('form portals', () => new Set<string>());
}

function refusalError(call: Call, { code, outcome, status, description, cause, text }: Refusal): ImbotError {
  return call.error(code, { outcome, status, description, cause, ...(text === undefined ? {} : { text }) });
}

function overtaken(call: Call, failed: Refusal): ImbotError {
  if (call.turn?.overtaken() === 'no' || call.options.replay === 'never') return refusalError(call, failed);
  const text = 'a later call has set the same thing meanwhile, so this one was not repeated';
  return refusalError(call, { ...failed, text: failed.text ?? text });
}

/** No whole answer came. */
function noAnswer({ sent, error: cause }: Failure): Refusal {
  const none = { status: undefined, description: undefined, cause };
  if (errorCode(cause) === TOO_LONG) {
    return {
      ...none,
      code: 'BAD_ANSWER',
      outcome: 'unknown',
      repeat: 'no',
      text: 'the answer is longer than `maxAnswer`',
    };
  }
  if (sent) return { ...none, code: 'NO_ANSWER', outcome: 'unknown', repeat: 'wait' };
  return { ...none, code: 'NO_ANSWER', outcome: 'refused', repeat: isPassing(cause) ? 'unsent' : 'no' };
}

/** Which kind of repeat could help, if any. */
function kindOf({ repeat, outcome }: Refusal): keyof Counts | undefined {
  if (repeat === 'no' || repeat === 'form') return undefined;
  if (outcome !== 'refused') return 'unknown';
  return repeat === 'wait' || repeat === 'operating' ? 'refused' : repeat;
}

/** Addresses that may be asked for in the life of a client. */
const MOST_ASKED = 20;

/** Is it worth another try? A wrong certificate or an invalid request stays what it is. */
function isPassing(error: Error): boolean {
  return !/CERT|TLS|SELF_SIGNED|VERIFY|INVALID_ARG|DESTROYED|CLOSED/.test(errorCode(error));
}
