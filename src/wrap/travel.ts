import type { Engine } from '../engine/createEngine';
import { type BatchCalls, runBatch } from '../engine/runBatch';
import type { Send } from '../engine/runPlan';
import type { CallOptions, Envelope, Via } from '../engine/types';
import { ImbotError } from '../errors/ImbotError';
import type { SendOptions } from '../transport/types';
import type { Params } from './readBody';
import { type Failure, readFailure } from './readFailure';
import { WRAP_TEXTS } from './texts';

/**
 * What a foreign transport answered, read: an envelope, an error of the portal, or neither. `nothing` is no misfit of the
 * layout: null and the like, by which some transports say that a call failed, and pages of gateways.
 */
export type Reading =
  | { readonly envelope: Envelope }
  | { readonly failure: Failure }
  | { readonly unreadable: string; readonly nothing?: boolean };

/** A foreign transport, for one call. */
export interface Carrier<R> {
  readonly portal: string | undefined;
  /** Sends one call the transport's own way. Rejects with whatever the transport throws. */
  carry(method: string, params: Params, options: SendOptions): Promise<R>;
  read(answer: R): Reading;
  /** Reads what was thrown. Default: looks in the usual places. */
  readThrown?(thrown: unknown): Failure;
  /** Called when an answer is not in the form that the layout says. */
  onMisfit?(explanation: string): void;
}

/** The last thing that was sent for a call. */
type Sent<R> =
  | { readonly method: string; readonly answer: R; readonly failed: boolean }
  | { readonly method: string; readonly thrown: unknown; readonly failed: true };

/** How a call ended. `original` is what the transport itself gave for it, where it gave something. */
export type Arrival<R> =
  /** Sent as it was: hand the original on. */
  | { readonly kind: 'untouched'; readonly original: Sent<R> }
  | { readonly kind: 'answer'; readonly envelope: Envelope; readonly original?: Sent<R> }
  | { readonly kind: 'error'; readonly error: unknown; readonly original?: Sent<R> };

interface Errand {
  readonly method: string;
  readonly params: Params;
  readonly own?: CallOptions;
  /** The commands, where the call is a batch. */
  readonly batch?: { readonly calls: BatchCalls; readonly halt: boolean };
}

/** Takes a call through the engine. Never rejects. */
export type Travel<R> = (carrier: Carrier<R>, errand: Errand) => Promise<Arrival<R>>;

/**
 * Takes calls through the engine over a foreign transport. What happened is in the arrival, so that each facade can
 * answer in its transport's own form.
 */
export function createTravel<R>(engine: Engine): Travel<R> {
  /** What the transport gave for an error: calls that waited for one look-up all fail by the same. */
  const origins = new WeakMap<ImbotError, Sent<R>>();

  return async (carrier, errand) => {
    const { method, params, own, batch } = errand;
    const trip: { last?: Sent<R> } = {};
    const via: Via = { send: sender(carrier, errand, trip, origins), portal: carrier.portal };
    try {
      const envelope = batch
        ? await runBatch(engine, via, batch.calls, { ...own, halt: batch.halt })
        : await engine.request(via, method, params, own);
      const { last } = trip;
      const same = last !== undefined && !last.failed && !batch && sameMethod(last.method, method);
      return same ? { kind: 'untouched', original: last } : { kind: 'answer', envelope, original: last };
    } catch (error) {
      if (!(error instanceof ImbotError)) return { kind: 'error', error };
      const original = trip.last?.failed ? trip.last : origins.get(error);
      if (original === undefined) return { kind: 'error', error };
      return error.v2Code === undefined ? { kind: 'untouched', original } : { kind: 'error', error, original };
    }
  };
}

function sender<R>(
  carrier: Carrier<R>,
  { method, params }: Errand,
  trip: { last?: Sent<R> },
  origins: WeakMap<ImbotError, Sent<R>>,
): Send {
  function failed(sent: Sent<R>, error: ImbotError): ImbotError {
    trip.last = sent;
    origins.set(error, sent);
    return error;
  }

  return async (name, sentParams, options) => {
    const as = options.as ?? name;
    let answer: R;
    try {
      answer = await carrier.carry(name, withAuth(sentParams, params), options);
    } catch (thrown) {
      const error =
        thrown instanceof ImbotError ? thrown : failureError(as, (carrier.readThrown ?? readFailure)(thrown));
      throw failed({ method: name, thrown, failed: true }, error);
    }
    const reading = carrier.read(answer);
    if ('envelope' in reading) {
      trip.last = { method: name, answer, failed: false };
      return { ...reading.envelope };
    }
    const sent: Sent<R> = { method: name, answer, failed: true };
    if ('failure' in reading) throw failed(sent, failureError(as, reading.failure));
    if (reading.nothing || sameMethod(name, method)) throw failed(sent, badForm(as, reading.unreadable));
    // What v2 answers in a form that nobody reads is of no use to a v1 caller.
    trip.last = undefined;
    carrier.onMisfit?.(`${as}: ${reading.unreadable}.`);
    throw badForm(as, reading.unreadable);
  };
}

function badForm(method: string, why: string): ImbotError {
  return new ImbotError({ code: 'BAD_ANSWER', method, outcome: 'ran', message: `${method}: ${why}. The call ran.` });
}

function failureError(method: string, { code, description, status }: Failure): ImbotError {
  const said = code === undefined ? WRAP_TEXTS.noAnswer : `${WRAP_TEXTS.failed(code)}.`;
  return new ImbotError({
    code: code ?? 'NO_ANSWER',
    method,
    outcome: code === undefined || (status !== undefined && status >= 500) ? 'unknown' : 'refused',
    status,
    description,
    message: `${method}: ${said}`,
  });
}

/** A look-up of ours speaks for the same user as the call it is made for. */
function withAuth(sent: Params, given: Params): Params {
  const name = Object.keys(given).find((key) => key.toLowerCase() === 'auth');
  if (name === undefined || sent === given || Object.keys(sent).some((key) => key.toLowerCase() === 'auth'))
    return sent;
  return { ...sent, [name]: given[name] };
}

function sameMethod(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
