import { notSent } from '../engine/errors';
import { portalState } from '../engine/shared';
import { configError } from '../errors/callError';
import { ImbotError } from '../errors/ImbotError';
import { type Deliver, thrownInV1 } from '../facade/createDeliver';
import { NO_ECHO } from '../facade/echo';
import { answerIn, passed, type Sent } from '../facade/Form';
import { isQuestion } from '../facade/isQuestion';
import { peek } from '../facade/peek';
import { isKnownCode } from '../facade/readFailure';
import * as texts from '../facade/texts';
import { v1Outcome } from '../map/errors';
import { REVISION_GET } from '../map/index';
import type { CallbackCall } from './CallbackCall';
import { callbacksOf, errorGiven, type GivenForm, withCallbacks, writeError } from './createGivenForm';
import { givenUp } from './givenUp';
import { isBatchAnswer } from './isBatchAnswer';
import { isUnreadBatch } from './isUnreadBatch';
import { quiet } from './promiseKind';
import { saysFailure } from './saysFailure';
import { settled } from './settled';
import { soon } from './soon';
import { againInV2, batchTaken, placeUntold } from './texts';
import type { Invocation } from './types';
import type { UnderWay } from './UnderWay';

/** What the callback of a call gets. */
interface Heard {
  readonly values: readonly unknown[];
  /** For the callback of errors, where there is one of its own. */
  readonly isError: boolean;
  /** What the transport gave for it, as whose the callback is called. */
  readonly self: unknown;
}

/** Makes a wrapped call and hands its outcome to the caller's callback, in the form the transport uses. */
export async function callBack(
  invocation: Invocation,
  deliver: Deliver<CallbackCall>,
  form: GivenForm,
  { asked, learning, inV1, underWay }: CallBackOptions,
): Promise<void> {
  let waiting = asked;
  let { own } = invocation;
  const { self, args, call, portal, onMisfit, onSilence, onUnheard, callback: place, batches } = invocation;
  const callbacks = callbacksOf(args, self, place);
  const { success, failure } = callbacks;

  /** What came behind the end. */
  const later: [given: CallbackCall, request: Request][] = [];
  let told: Request | undefined;
  let handLater = (given: CallbackCall, request: Request): void => void later.push([given, request]);

  /** What there is to say where mode `v2` does not send: nobody knows how this transport tells an answer. */
  let unsent: { readonly given: CallbackCall } | { readonly error: ImbotError } | undefined;
  if (learning !== undefined && success !== undefined && !form.knowsPlace) {
    const end = await learning;
    if (end === 'silent') {
      onSilence();
      own = { ...own, mode: 'v1' };
    } else if (!form.knowsPlace && own.mode === 'v2') {
      unsent = end && form.saysFailure(end) ? { given: end } : { error: configError(call.method, placeUntold) };
    }
  }
  // Another function may have seen that this portal has v2: nothing else would keep the call from it.
  const isUntold = success !== undefined && !form.knowsPlace && own.mode !== 'v2';
  if (isUntold && portal !== undefined && portalState(portal).v2 === true) own = { ...own, mode: 'v1' };
  if (invocation.isAsGiven) own = { ...own, mode: 'audit' };
  const isAsGiven = call.batch !== undefined && (own.mode === 'v1' || own.mode === 'audit');

  /** Keeps what the caller heard of a failure as a model of the next one. */
  function heard(sent: Sent<CallbackCall> | undefined, values: readonly unknown[], isError: boolean): Heard {
    const given = answerIn(sent);
    if (given) form.learn({ ...given, values, isError }, sent?.failed === true);
    return { values, isError, self: given?.self };
  }

  function refused(error: ImbotError) {
    return form.refusal(error) ?? { values: errorGiven(error, callbacks), isError: true };
  }

  function give({ self: whose, values, isError }: Heard): void {
    const target = isError ? (failure ?? success) : success;
    // What the callback throws is the caller's, as if the transport had called it.
    if (target !== undefined) soon(() => void Reflect.apply(target, whose, values));
  }

  function put(list: readonly unknown[]): Promise<CallbackCall> {
    const asked = withCallbacks(invocation, list, callbacks, { isQuestion: true, isEnd: form.isEnd });
    quiet(asked.returned);
    return asked.given;
  }

  /** What comes behind the end, in v1's words; undefined for an answer of v2 that nobody can put into them. */
  function translated(given: CallbackCall, method: string): readonly unknown[] | undefined {
    const read = form.read(given);
    if ('envelope' in read) {
      const { result } = read.envelope;
      // No method of v2 answers a text or a number.
      if (result !== true && (typeof result !== 'object' || result === null)) return given.values;
      const v1 = inV1(method, result);
      if (v1 === undefined) return undefined;
      if (told?.first) form.unlearn(told.first);
      return form.write({ ...read.envelope, ...v1 }, given);
    }
    const code = 'failure' in read ? read.failure.code : undefined;
    const outcome = code === undefined ? undefined : v1Outcome(call.method, method, code);
    if (code === undefined || outcome === undefined || 'answer' in outcome) return given.values;
    return writeError(given, { code: [code, outcome.code], method: [method, call.named], echo: NO_ECHO });
  }

  const toHear = await deliver<Heard | undefined>(
    { ...call, own },
    {
      portal,
      async carry(method, params) {
        if (unsent && 'error' in unsent) throw unsent.error;
        if (unsent) return unsent.given;
        const question = waiting;
        waiting = undefined;
        if (question && method === REVISION_GET) return question;
        // Its failure is ours to hear, also where the call itself hears of none.
        const isOurs = isQuestion(method, call.method);
        if (own.mode !== 'v2' && call.felt?.mayCarry(method, params) === false)
          throw notSent(method, 'UNTRANSLATABLE', []);
        const list = call.argumentsFor(method, isAsGiven ? call.params : params);
        const { isEnd } = form;
        if (isOurs) {
          const answer = await settled(call, method, params, put(list), { put, read: form.read });
          if (method === REVISION_GET && !form.knowsPlace) form.learnPlace(answer, true);
          return answer;
        }
        if (underWay.givenUp) throw givenUp(call.named);
        const isOriginal = method.toLowerCase() === call.method.toLowerCase();
        const request: Request = { method, isOriginal };
        const going = withCallbacks(invocation, list, callbacks, {
          isEnd: (given) => isOriginal || isEnd(given),
          onMore: (given, isBehind) => (isBehind ? handLater(given, request) : give(given)),
        });
        underWay.returned = going.returned;
        underWay.sent = going.returned;
        const first = await going.given;
        request.first = first;
        told = request;
        return first;
      },
      read: form.read,
      peek,
      fits: () => form.fits,
      mayBeMute: true,
      saysFailure,
      onMisfit,
      onFailure: (method, code) => call.felt?.heed(method, code),
      onSilence,
      pass(sent, error) {
        if (underWay.givenUp) return undefined;
        if (unsent && 'error' in unsent) {
          const { values, isError } = refused(unsent.error);
          return { values, isError, self: undefined };
        }
        const given = passed(sent);
        if (success === undefined) return undefined;
        const wording = error && sent.wording?.(error);
        return heard(sent, wording ? writeError(given, wording) : given.values, given.isError);
      },
      write(envelope, sent) {
        const given = answerIn(sent);
        if (success === undefined) return sent && mute(sent);
        if (isAsGiven && given) {
          if (isBatchAnswer(form.read(given))) batches.isWhole = true;
          return given;
        }
        if (call.batch && given && isUnreadBatch(form.read(given))) {
          onMisfit(batchTaken);
          return given;
        }
        return { values: form.write(envelope, given), isError: false, self: given?.self };
      },
      writeError(error, sent) {
        if (underWay.givenUp) return undefined;
        if (success === undefined) {
          const isMute = sent !== undefined && 'thrown' in sent;
          if (error instanceof ImbotError && !isMute) {
            onUnheard(texts.unheard(error.method, isKnownCode(error.code) ? error.code : undefined));
          }
          return sent && mute(sent);
        }
        if (!(error instanceof ImbotError)) return heard(sent, errorGiven(error, callbacks), true);
        const given = answerIn(sent);
        const wording = sent?.wording?.(error);
        if (given && wording) return heard(sent, writeError(given, wording), given.isError);
        if (sent && 'thrown' in sent) return { values: [thrownInV1(sent, error)], isError: true, self: undefined };
        const { values, isError } = refused(error);
        return heard(sent, values, isError);
      },
    },
  );
  const { givenUp: abort } = underWay;
  if (abort) {
    if (failure !== undefined) give({ values: abort, isError: true, self: undefined });
    return;
  }
  if (toHear === undefined) return;
  give(toHear);
  // A transport that calls back again: the caller hears it as often, of what v2 said in v1's words.
  handLater = (given, { method, isOriginal, first }) => {
    if (isOriginal) return give(given);
    if (told === undefined || told.first !== first) return;
    if (isSameCall(given, first ?? given)) return give(toHear);
    const values = translated(given, method);
    if (values === undefined) onMisfit(againInV2(call.method));
    else give({ ...given, values });
  };
  for (const [given, request] of later) handLater(given, request);
}

/** One sending of the call itself. */
interface Request {
  readonly method: string;
  /** It went out under the caller's own name. */
  readonly isOriginal: boolean;
  /** What it was told, at its end. */
  first?: CallbackCall;
}

/** Ends as the place of an answer is known, or with what else the question was told; undefined where the transport threw. */
export type Learning = Promise<CallbackCall | 'silent' | undefined>;

export interface CallBackOptions {
  readonly underWay: UnderWay;
  /** What the question for the revision is told, where it is asked already. */
  readonly asked?: Promise<CallbackCall> | undefined;
  /** The question for the place of an answer, where it is under way. */
  readonly learning?: Learning | undefined;
  /** The v1 result from one of the v2 call that this call is; undefined where that can not be told. */
  readonly inV1: (v2: string, result: unknown) => { readonly result: unknown } | undefined;
}

function isSameCall(given: CallbackCall, first: CallbackCall): boolean {
  return (
    given.isError === first.isError &&
    given.values.length === first.values.length &&
    given.values.every((value, index) => Object.is(value, first.values[index]))
  );
}

/** Nobody is called back: what the transport threw is thrown all the same. */
function mute(sent: Sent<CallbackCall>): undefined {
  if ('thrown' in sent) throw sent.thrown;
  return undefined;
}
