import { ImbotError } from '../errors/ImbotError';
import { type Deliver, thrownInV1 } from '../facade/createDeliver';
import { answerIn, passed, type Sent } from '../facade/Form';
import { peek } from '../facade/peek';
import { isKnownCode } from '../facade/readFailure';
import * as texts from '../facade/texts';
import { methodEntry, REVISION_GET } from '../map/index';
import { V2 } from '../map/v2Names';
import {
  type CallbackCall,
  callbacksOf,
  errorGiven,
  type GivenForm,
  withCallbacks,
  writeError,
} from './createGivenForm';
import type { Invocation } from './types';

/** What we ask before a call: its failure is ours to hear, also where the call itself hears of none. */
const QUESTIONS: ReadonlySet<string> = new Set([REVISION_GET, V2.botGet, V2.botList, V2.commandList]);

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
  /** What the question for the revision is told, where it is asked already. */
  asked?: Promise<CallbackCall>,
): Promise<void> {
  let waiting = asked;
  const { self, args, call, portal, onMisfit, onSilence, onUnheard, own, callback: place } = invocation;
  const callbacks = callbacksOf(args, self, place);
  const { success, failure } = callbacks;

  /** What came after the first. */
  const later: CallbackCall[] = [];
  let hand = (given: CallbackCall): void => void later.push(given);
  /** What the call itself was told first, and the name that it went out under. */
  let told: { readonly first: CallbackCall; readonly isOriginal: boolean } | undefined;

  /** Keeps what the caller heard of a failure as a model of the next one. */
  function heard(sent: Sent<CallbackCall> | undefined, values: readonly unknown[], isError: boolean): Heard {
    const given = answerIn(sent);
    if (given) form.learn({ ...given, values, isError }, sent?.failed === true);
    return { values, isError, self: given?.self };
  }

  const toHear = await deliver<Heard | undefined>(
    { ...call, own },
    {
      portal,
      async carry(method, params) {
        const question = waiting;
        waiting = undefined;
        if (question && method === REVISION_GET) return question;
        const isOurs = QUESTIONS.has(method) && methodEntry(call.method)?.v2.includes(method) !== true;
        const list = call.argumentsFor(method, params);
        if (isOurs) return withCallbacks(invocation, list, callbacks, true).given;
        const first = await withCallbacks(invocation, list, callbacks, false, (more) => hand(more)).given;
        told = { first, isOriginal: method.toLowerCase() === call.method.toLowerCase() };
        return first;
      },
      read: form.read,
      peek,
      fits: () => form.fits,
      mayBeMute: true,
      onMisfit,
      onSilence,
      pass(sent, error) {
        const given = passed(sent);
        if (success === undefined) return undefined;
        const wording = error && sent.wording?.(error);
        return heard(sent, wording ? writeError(given, wording) : given.values, given.isError);
      },
      write(envelope, sent) {
        const given = answerIn(sent);
        if (success === undefined) return sent && mute(sent);
        return { values: form.write(envelope, given), isError: false, self: given?.self };
      },
      writeError(error, sent) {
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
        const refused = form.refusal(error) ?? { values: errorGiven(error, callbacks), isError: true };
        return heard(sent, refused.values, refused.isError);
      },
    },
  );
  if (toHear === undefined) return;
  const give = ({ self: whose, values, isError }: Heard): void => {
    const target = isError ? (failure ?? success) : success;
    // What the callback throws is the caller's, as if the transport had called it.
    if (target !== undefined) queueMicrotask(() => void Reflect.apply(target, whose, values));
  };
  give(toHear);
  // A transport that calls back again: of what v2 said the caller hears what it has heard, of v1 whatever comes.
  hand = (given) => {
    if (told?.isOriginal) give(given);
    else if (told !== undefined && isSameCall(given, told.first)) give(toHear);
  };
  for (const given of later) hand(given);
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
