import type { Engine } from '../engine/createEngine';
import { sourceOf } from '../engine/errors';
import { type BatchCalls, runBatch } from '../engine/runBatch';
import type { Send } from '../engine/runPlan';
import type { CallOptions, Envelope, Via } from '../engine/types';
import { ImbotError } from '../errors/ImbotError';
import { refuses } from '../transport/refuses';
import type { Replay, SendOptions } from '../transport/types';
import { createEcho, type Echo } from './echo';
import type { Failure } from './Failure';
import type { Peeked } from './peek';
import type { Params } from './readBody';
import { isOfPortal, readFailure, statusOf } from './readFailure';
import { jsonText, speakV1, type Wording, wordingOf } from './speakV1';
import * as texts from './texts';

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
  /** `echo`: what the request holds; nothing in it is a word of the portal. */
  read(answer: R, echo: Echo): Reading;
  /** Reads bodies that a thrown value carries unread. Default: none are read. */
  peek?(thrown: unknown): Promise<Peeked>;
  /** Reads what was thrown. Default: looks in the usual places. */
  readThrown?(thrown: unknown): Failure;
  /** Has an answer been read by this layout? Then what cannot be read is a failure of the transport's own form. */
  fits?(): boolean;
  /** May it tell a refusal by nothing, null for example, as long as it has not shown how it tells one? Default: no. */
  readonly mayBeMute?: boolean;
  /** Called when an answer is not in the form that the layout says. */
  onMisfit?(explanation: string): void;
}

/** The last thing that was sent for a call. */
export type Sent<R> = { readonly method: string; readonly wording?: (error: ImbotError) => Wording } & (
  | { readonly answer: R; readonly failed: boolean }
  | { readonly thrown: unknown; readonly failed: true; readonly peeked?: Peeked }
);

/** How a call ended. `original` is what the transport itself gave for it, where it gave something. */
export type Arrival<R> =
  /** Nothing of v1 to say in its place: hand the original on. With `error` the call had gone out under another name. */
  | { readonly kind: 'untouched'; readonly original: Sent<R>; readonly error?: ImbotError }
  | { readonly kind: 'answer'; readonly envelope: Envelope; readonly original?: Sent<R> }
  | { readonly kind: 'error'; readonly error: unknown; readonly original?: Sent<R> };

interface Errand {
  readonly method: string;
  /** The method as the caller wrote it; default `method`. */
  readonly named?: string;
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
  /** It has shown a refusal as one: by its code, or a status. */
  let speaks = false;

  return async (carrier, errand) => {
    const { method, params, own, batch } = errand;
    const trip: { last?: Sent<R> } = {};
    const onFailure = ({ code, status = 0 }: Failure): void => {
      speaks ||= code !== undefined || (status >= 400 && status < 500);
    };
    const via: Via = {
      send: sender(carrier, errand, trip, origins, onFailure),
      portal: carrier.portal,
      foreign: true,
      mute: carrier.mayBeMute === true && !speaks,
    };
    try {
      const envelope = batch
        ? asFromV1(await runBatch(engine, via, batch.calls, { ...own, halt: batch.halt }))
        : await engine.request(via, method, params, own);
      const { last } = trip;
      const same = last !== undefined && !last.failed && !batch && sameMethod(last.method, method);
      return same ? { kind: 'untouched', original: last } : { kind: 'answer', envelope, original: last };
    } catch (error) {
      if (!(error instanceof ImbotError)) return { kind: 'error', error };
      // A question that was answered may have been the last to be sent; the failure is what the caller has to see.
      const original = origins.get(sourceOf(error)) ?? (trip.last?.failed ? trip.last : undefined);
      if (original === undefined) return { kind: 'error', error };
      if (sameMethod(original.method, method)) return { kind: 'untouched', original };
      return error.v2Code === undefined ? { kind: 'untouched', original, error } : { kind: 'error', error, original };
    }
  };
}

/** An error in a batch as v1 writes it: what v2 said is told by clients of our own, a wrapper's answer stays what it was. */
function asFromV1(envelope: Awaited<ReturnType<typeof runBatch>>): Envelope {
  const { result_error: errors } = envelope.result;
  for (const [key, error] of Object.entries(errors)) {
    if (typeof error !== 'object' || error === null || !('v2Code' in error)) continue;
    const { v2Code: _code, v2Description: _text, ...v1 } = { v2Description: undefined, ...error };
    Reflect.set(errors, key, v1);
  }
  return envelope;
}

/** What was thrown, in v1's words: the same object, wherever that can be. */
export function thrownInV1<R>(original: Extract<Sent<R>, { thrown: unknown }>, error: ImbotError | undefined): unknown {
  const wording = error && original.wording?.(error);
  if (wording === undefined) return original.thrown;
  const root = original.peeked?.replace((body) => jsonText(body, wording) ?? body, wording.status) ?? original.thrown;
  return speakV1(root, wording);
}

function sender<R>(
  carrier: Carrier<R>,
  errand: Errand,
  trip: { last?: Sent<R> },
  origins: WeakMap<ImbotError, Sent<R>>,
  onFailure: (failure: Failure) => void,
): Send {
  const { method, params, named = method } = errand;

  function failed(sent: Sent<R>, error: ImbotError): ImbotError {
    trip.last = sent;
    origins.set(error, sent);
    return error;
  }

  return async (name, sentParams, options) => {
    const as = options.as ?? name;
    const echo = createEcho(params, sentParams);
    const isOwn = sameMethod(name, method);
    let answer: R;
    try {
      answer = await carrier.carry(name, withAuth(sentParams, params), options);
    } catch (thrown) {
      if (thrown instanceof ImbotError) throw failed({ method: name, thrown, failed: true }, thrown);
      // A call that goes out as it is, is handed on as it is: nothing of it is read.
      const peeked = isOwn ? undefined : await carrier.peek?.(thrown);
      const failure = (carrier.readThrown ?? ((error) => readFailure(error, echo, peeked?.bodies)))(thrown);
      onFailure(failure);
      const wording = (error: ImbotError): Wording =>
        wordingOf(error, { method: name, status: statusOf(thrown), description: failure.description }, named, echo);
      throw failed({ method: name, thrown, failed: true, peeked, wording }, failureError(as, failure, options, echo));
    }
    const reading = carrier.read(answer, echo);
    if ('envelope' in reading) {
      trip.last = { method: name, answer, failed: false };
      return { ...reading.envelope };
    }
    const isFailure = 'failure' in reading || reading.nothing === true || (carrier.fits?.() === true && !isOwn);
    if (isFailure) {
      const read = 'failure' in reading ? reading.failure : readFailure(answer, echo);
      const failure = isOfPortal(read, echo) ? read : { status: read.status };
      onFailure(failure);
      const wording = (error: ImbotError): Wording =>
        wordingOf(error, { method: name, status: failure.status, description: failure.description }, named, echo);
      const isTold = 'failure' in reading || failure.code !== undefined || failure.status !== undefined;
      const error = isTold ? failureError(as, failure, options, echo) : badForm(as, reading.unreadable, 'unknown');
      throw failed({ method: name, answer, failed: true, wording }, error);
    }
    const sent: Sent<R> = { method: name, answer, failed: true };
    if (isOwn) throw failed(sent, badForm(as, reading.unreadable, 'ran'));
    // What v2 answers in a form that nobody reads is of no use to a v1 caller.
    trip.last = undefined;
    carrier.onMisfit?.(`${as}: ${reading.unreadable}.`);
    throw badForm(as, reading.unreadable, 'ran');
  };
}

function badForm(method: string, why: string, outcome: 'ran' | 'unknown'): ImbotError {
  const end = outcome === 'ran' ? 'The call ran.' : 'The call may have run.';
  return new ImbotError({ code: 'BAD_ANSWER', method, outcome, message: `${method}: ${why}. ${end}` });
}

/**
 * A failure with what it proves. Only a code that a field says, beside a status that refuses, proves that nothing ran; a code
 * whose status nobody shows, a word of a text, and what the request holds too, leave it open.
 */
function failureError(method: string, failure: Failure, { replay }: { replay: Replay }, echo: Echo): ImbotError {
  const { code, description, status, from } = failure;
  const said = code === undefined ? texts.noAnswer : `${texts.failed(code)}.`;
  const open = code === undefined || from === 'text' || echo.holds(code);
  const isRefused = status !== undefined && refuses(status);
  // A question changes nothing, whatever became of it.
  const asked = replay === 'read' && (status === undefined || isRefused);
  return new ImbotError({
    code: code ?? 'NO_ANSWER',
    method,
    outcome: !open && (isRefused || asked) ? 'refused' : 'unknown',
    // Without its status an open code is one that a question can settle.
    ...(open && code !== undefined && isRefused ? {} : { status }),
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
