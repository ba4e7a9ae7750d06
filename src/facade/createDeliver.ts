import type { Engine } from '../engine/createEngine';
import { originalFailure } from '../engine/errors';
import type { Connection, Envelope, Send } from '../engine/types';
import { callError } from '../errors/callError';
import { ImbotError } from '../errors/ImbotError';
import { isV2Imbot } from '../map/imbotName';
import { REVISION_GET } from '../map/index';
import { LOOKUPS } from '../map/lookups';
import { refuses } from '../transport/refuses';
import type { SendOptions } from '../transport/types';
import type { Replay } from '../values/answers';
import { field } from '../values/answers';
import type { Params } from '../values/structures';
import { createEcho, type Echo } from './echo';
import type { Failure } from './Failure';
import type { FacadeCall, Form, Sent } from './Form';
import { isQuestion } from './isQuestion';
import { isOfPortal, readFailure, statusOf } from './readFailure';
import { jsonText, speakV1, type Wording, wordingOf } from './speakV1';
import * as texts from './texts';
import { withPatience } from './withPatience';
import { writtenName } from './writtenName';

/** Takes one call. Rejects with what the form throws, and with nothing else. */
export type Deliver<Given> = <Got>(call: FacadeCall, form: Form<Given, Got>) => Promise<Got>;

/**
 * Takes calls of one face through the engine, over its transport, and puts what became of them into its form. The one place
 * that tells the ends of a call apart.
 */
export function createDeliver<Given>(engine: Engine): Deliver<Given> {
  /** What the transport gave for an error: calls that waited for one look-up all fail by the same. */
  const origins = new WeakMap<ImbotError, Sent<Given>>();

  return async (call, form) => {
    const { method, params, own, batch } = call;
    const sent: { last?: Sent<Given> } = {};
    const connection: Connection = {
      send: sender(form, call, sent, origins),
      portal: form.portal,
      foreign: form.tellsRefusals !== true,
      mute: form.mayBeMute === true,
    };
    let envelope: Envelope;
    try {
      envelope = batch
        ? asFromV1(await engine.batch(connection, batch.calls, { ...own, halt: batch.halt }))
        : await engine.request(connection, method, params, own);
    } catch (error) {
      if (!(error instanceof ImbotError)) return form.writeError(error, undefined);
      // A question that was answered may have been the last to be sent; the failure is what the caller has to see.
      const original = origins.get(originalFailure(error)) ?? (sent.last?.failed ? sent.last : undefined);
      if (original === undefined) return form.writeError(error, undefined);
      if (sameMethod(original.method, method)) return form.pass(original, undefined);
      return error.v2Code === undefined ? form.pass(original, error) : form.writeError(error, original);
    }
    const { last } = sent;
    const isSame = last !== undefined && !last.failed && !batch && sameMethod(last.method, method);
    return isSame ? form.pass(last, undefined) : form.write(envelope, last);
  };
}

/** An error in a batch as v1 writes it: what v2 said is told by clients of our own, a wrapper's answer stays what it was. */
function asFromV1(envelope: Awaited<ReturnType<Engine['batch']>>): Envelope {
  const { result_error: errors } = envelope.result;
  for (const [key, error] of Object.entries(errors)) {
    if (typeof error !== 'object' || error === null || !('v2Code' in error)) continue;
    const { v2Code: _code, v2Description: _text, ...v1 } = { v2Description: undefined, ...error };
    Reflect.set(errors, key, v1);
  }
  return envelope;
}

/** What was thrown, in v1's words: the same object, wherever that can be. */
export function thrownInV1(
  original: Extract<Sent<unknown>, { thrown: unknown }>,
  error: ImbotError | undefined,
): unknown {
  const wording = error && original.wording?.(error);
  if (wording === undefined) return original.thrown;
  const root = original.peeked?.replace((body) => jsonText(body, wording) ?? body, wording.status) ?? original.thrown;
  return speakV1(root, wording);
}

function sender<Given>(
  form: Form<Given, unknown>,
  call: FacadeCall,
  state: { last?: Sent<Given> },
  origins: WeakMap<ImbotError, Sent<Given>>,
): Send {
  const { method, params, named = method } = call;

  function failed(sent: Sent<Given>, error: ImbotError): ImbotError {
    state.last = sent;
    origins.set(error, sent);
    form.onFailure?.(sent.method, error.code);
    return error;
  }

  async function patiently(going: Promise<Given>): Promise<Given> {
    try {
      return await withPatience(going);
    } catch (thrown) {
      if (thrown instanceof Error && thrown.message === texts.silent) form.onSilence?.();
      throw thrown;
    }
  }

  return async (name, sentParams, options) => {
    const as = options.as ?? name;
    const echo = createEcho(params, sentParams);
    const isOwn = sameMethod(name, method);
    let answer: Given;
    try {
      const going = form.carry(name, withAuth(sentParams, params), options);
      answer = await (form.mayBeMute === true && isQuestion(name, method) ? patiently(going) : going);
    } catch (thrown) {
      if (thrown instanceof ImbotError) throw failed({ method: name, thrown, failed: true }, thrown);
      // A call that goes out as it is, is handed on as it is: nothing of it is read.
      const peeked = isOwn ? undefined : await form.peek?.(thrown);
      const failure = (form.readThrown ?? ((error) => readFailure(error, echo, peeked?.bodies)))(thrown);
      const wording = (error: ImbotError): Wording =>
        wordingOf(error, { method: name, status: statusOf(thrown), description: failure.description }, named, echo);
      throw failed({ method: name, thrown, failed: true, peeked, wording }, failureError(as, failure, options, echo));
    }
    const reading = form.read(answer, echo);
    const isInstead =
      'envelope' in reading &&
      !isOwn &&
      form.mayBeMute === true &&
      (standsInstead(name, reading.envelope.result, options) ||
        (isV2Imbot(name) && form.saysFailure?.(reading.envelope.result) === true));
    if ('envelope' in reading && !isInstead) {
      state.last = { method: name, answer, failed: false };
      return { ...reading.envelope };
    }
    const why = 'unreadable' in reading ? reading.unreadable : texts.instead;
    const isFailure =
      isInstead || !('unreadable' in reading) || reading.nothing === true || (form.fits?.() === true && !isOwn);
    if (isFailure) {
      const read = 'failure' in reading ? reading.failure : readFailure(answer, echo);
      const failure = isOfPortal(read, echo) ? read : { status: read.status };
      const wording = (error: ImbotError): Wording =>
        wordingOf(error, { method: name, status: failure.status, description: failure.description }, named, echo);
      const isTold = 'failure' in reading || failure.code !== undefined || failure.status !== undefined;
      const error = isTold ? failureError(as, failure, options, echo) : badForm(as, why, 'unknown');
      throw failed({ method: name, answer, failed: true, wording }, error);
    }
    const sent: Sent<Given> = { method: name, answer, failed: true };
    if (isOwn) throw failed(sent, badForm(as, why, 'ran'));
    // What v2 answers in a form that nobody reads is of no use to a v1 caller.
    state.last = undefined;
    form.onMisfit?.(`${as}: ${why}.`);
    throw badForm(as, why, 'ran');
  };
}

/**
 * Is a result something that a transport gives in place of one: a number, a text, null, an error, an empty object, or
 * `{ success: false }`? Methods of v2 answer true, or an object with what they made (source: chat-bots-v2 of the documentation);
 * reads may find nothing.
 */
function standsInstead(name: string, result: unknown, { replay }: Pick<SendOptions, 'replay'>): boolean {
  if (!isV2Imbot(name) || sameMethod(name, REVISION_GET)) return false;
  if (typeof result === 'string') return !/^\s*[[{]/.test(result);
  if (typeof result !== 'object' || result === null) return result !== true;
  if (field(result, 'success') === false || field(result, 'ok') === false) return true;
  const mayBeEmpty = replay === 'read' && Array.isArray(result) && !LOOKUPS.has(name);
  return result instanceof Error || (Object.keys(result).length === 0 && !mayBeEmpty);
}

function badForm(method: string, why: string, outcome: 'ran' | 'unknown'): ImbotError {
  const end = outcome === 'ran' ? 'The call ran.' : 'The call may have run.';
  return callError({ code: 'BAD_ANSWER', method, outcome, text: `${why}. ${end}` });
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
  return callError({
    code: code ?? 'NO_ANSWER',
    method,
    outcome: !open && (isRefused || asked) ? 'refused' : 'unknown',
    // Without its status an open code is one that a question can settle.
    ...(open && code !== undefined && isRefused ? {} : { status }),
    description,
    text: said,
  });
}

/** A look-up of ours speaks for the same user as the call it is made for. */
function withAuth(sent: Params, given: Params): Params {
  const name = writtenName(given, 'auth');
  if (name === undefined || sent === given || writtenName(sent, 'auth') !== undefined) return sent;
  return { ...sent, [name]: given[name] };
}

function sameMethod(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
