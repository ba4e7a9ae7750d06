import { callError } from '../errors/callError';
import type { ImbotError, Outcome } from '../errors/ImbotError';
import { CODE_TEXTS, OUTCOME_TEXTS } from '../errors/texts';
import type { Exchange } from '../http/exchange';
import { errorCode } from '../http/exchange';
import { foreignCause, redact, safeCode, secretsIn } from '../http/redact';
import { mayRepeat } from './mayRepeat';
import { enterTargets, type Turn } from './targets';
import type { Envelope, Params, SendOptions } from './types';

interface CallErrorDetails {
  outcome: Outcome;
  status?: number | undefined;
  description?: string | undefined;
  cause?: unknown;
  text?: string;
}

/** Thrown inside a call that has already been settled; nobody sees it. */
export const SETTLED = Symbol('settled');

/** Anything else could change the address, and an address in its place would put a webhook's secret into errors. */
const METHOD_NAME = /^[\w.]+$/;
export const NO_NAME = '(no method name)';

/** One `send` from its first attempt to its answer: may be ended from outside at every moment. */
export class PendingCall {
  readonly method: string;
  readonly as: string;
  settled = false;
  failure: ImbotError | undefined;
  /** When its time is up (ms). */
  deadline = Number.POSITIVE_INFINITY;
  attempts = 0;
  /** An earlier attempt may have run: from here on the outcome can not be better than `unknown`. */
  mayHaveRun = false;
  /** Its place among the calls that set the same things. */
  turn: Turn | undefined;
  /** The request on its way. */
  exchange: Exchange | undefined;
  /** Ends the pause or the place in a queue that the call waits at. */
  leave: (() => void) | undefined;
  /** Set by the transport: undoes the timer and the signal listener. */
  release: () => void = () => {};

  constructor(
    method: string,
    readonly params: Params,
    readonly options: SendOptions,
    private readonly knownSecrets: () => readonly string[],
    private readonly fulfil: (envelope: Envelope) => void,
    private readonly fail: (error: ImbotError) => void,
  ) {
    this.method = METHOD_NAME.test(method) ? method : NO_NAME;
    this.as = options.as === undefined || !METHOD_NAME.test(options.as) ? this.method : options.as;
  }

  /** Takes its place among the calls of its targets, before it is first sent. */
  enter(origin: string): void {
    const { target } = this.options;
    if (target === undefined || this.turn !== undefined) return;
    this.turn = enterTargets(origin, typeof target === 'string' ? [target] : target);
  }

  /** Asks the one rule of repeats, `mayRepeat`. */
  mayGoAgain(outcome: Outcome): boolean {
    const soFar = this.mayHaveRun && outcome === 'refused' ? 'unknown' : outcome;
    return mayRepeat(soFar, this.options.replay, this.turn?.overtaken() ?? 'no');
  }

  resolve(envelope: Envelope): void {
    if (this.settled) return;
    this.settled = true;
    this.turn?.leave(true);
    this.release();
    this.fulfil(envelope);
  }

  reject(error: ImbotError): void {
    if (this.settled) return;
    this.settled = true;
    this.failure = error;
    this.turn?.leave(error.outcome !== 'refused');
    this.release();
    this.fail(error);
  }

  /** Ends the call at once, whatever it waits for. */
  giveUp(code: 'TIMEOUT' | 'ABORTED' | 'CLOSED', cause?: unknown): void {
    if (this.settled) return;
    const { exchange } = this;
    const outcome = this.mayHaveRun || exchange?.sent ? 'unknown' : 'refused';
    const error = this.error(code, { outcome });
    // The reason of an abort is the caller's own object, handed back untouched.
    if (cause !== undefined) Object.defineProperty(error, 'cause', { value: cause, enumerable: false });
    this.reject(error);
    exchange?.cancel(error);
    this.leave?.();
  }

  /** Every secret that an answer to this call could quote. */
  secrets(): string[] {
    return [...this.knownSecrets(), ...secretsIn(this.params)];
  }

  error(code: string, details: CallErrorDetails): ImbotError {
    const outcome = this.mayHaveRun && details.outcome === 'refused' ? 'unknown' : details.outcome;
    const secrets = this.secrets();
    const description = details.description === undefined ? undefined : redact(details.description, secrets);
    const cause = details.cause === undefined ? undefined : foreignCause(details.cause, secrets);
    const safe = safeCode(code, secrets);
    const why = [
      details.text ?? CODE_TEXTS[code] ?? '',
      description ?? '',
      errorCode(cause),
      details.status === undefined ? '' : `HTTP ${details.status}`,
    ].filter((part) => part !== '');
    return callError({
      code: safe,
      method: this.as,
      outcome,
      text: `${safe}${why.length > 0 ? ` (${why.join('; ')})` : ''}. ${OUTCOME_TEXTS[outcome]}`,
      status: details.status,
      description,
      cause,
    });
  }
}
