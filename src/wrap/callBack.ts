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
  const { self, args, call, portal, onMisfit, onUnheard, own, callback: place } = invocation;
  const callbacks = callbacksOf(args, self, place);
  const { success, failure } = callbacks;

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
        const first = waiting;
        waiting = undefined;
        if (first && method === REVISION_GET) return first;
        const isOurs = QUESTIONS.has(method) && methodEntry(call.method)?.v2.includes(method) !== true;
        return withCallbacks(invocation, call.argumentsFor(method, params), callbacks, isOurs).given;
      },
      read: form.read,
      peek,
      fits: () => form.fits,
      mayBeMute: true,
      onMisfit,
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
  const target = toHear?.isError ? (failure ?? success) : success;
  if (toHear === undefined || target === undefined) return;
  // What the callback throws is the caller's, as if the transport had called it.
  queueMicrotask(() => void Reflect.apply(target, toHear.self, toHear.values));
}

/** Nobody is called back: what the transport threw is thrown all the same. */
function mute(sent: Sent<CallbackCall>): undefined {
  if ('thrown' in sent) throw sent.thrown;
  return undefined;
}
