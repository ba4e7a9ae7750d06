import { ImbotError } from '../errors/ImbotError';
import { REVISION_GET } from '../map/index';
import {
  type Callbacks,
  callbacksOf,
  errorGiven,
  type Given,
  type GivenForm,
  withCallbacks,
  writeError,
} from './createGivenForm';
import { peek } from './peek';
import { isKnownCode } from './readFailure';
import * as texts from './texts';
import { type Arrival, type Carrier, type Travel, thrownInV1 } from './travel';
import type { WrappedErrand } from './types';

/** Makes a wrapped call and hands its outcome to the caller's callback, in the form the transport uses. */
export async function callBack(
  errand: WrappedErrand,
  travel: Travel<Given>,
  form: GivenForm,
  /** What the question for the revision is told, where it is asked already. */
  asked?: Promise<Given>,
): Promise<void> {
  let waiting = asked;
  const { self, args, call, portal, onMisfit, onUnheard, own, callback: place } = errand;
  const callbacks = callbacksOf(args, self, place);
  const carrier: Carrier<Given> = {
    portal,
    async carry(method, params) {
      const first = waiting;
      waiting = undefined;
      if (first && method === REVISION_GET) return first;
      return withCallbacks(errand, call.argumentsFor(method, params), callbacks).given;
    },
    read: form.read,
    peek,
    fits: () => form.fits,
    mayBeMute: true,
    onMisfit,
  };
  const arrival = await travel(carrier, { ...call, own });
  const given = arrival.original && 'answer' in arrival.original ? arrival.original.answer : undefined;
  if (callbacks.success === undefined) {
    const isMute = arrival.original !== undefined && 'thrown' in arrival.original;
    if (arrival.kind === 'error' && arrival.error instanceof ImbotError && !isMute) {
      const { code, method } = arrival.error;
      onUnheard(texts.unheard(method, isKnownCode(code) ? code : undefined));
    }
    if (arrival.original && 'thrown' in arrival.original) throw arrival.original.thrown;
    return;
  }
  const heard = valuesOf(arrival, given, callbacks, form);
  if (heard === undefined) {
    if (arrival.original && 'thrown' in arrival.original) throw arrival.original.thrown;
    return;
  }
  if (given && arrival.kind !== 'answer') form.learn({ ...given, ...heard }, arrival.original?.failed === true);
  const target = heard.isError ? (callbacks.failure ?? callbacks.success) : callbacks.success;
  // What the callback throws is the caller's, as if the transport had called it.
  queueMicrotask(() => void Reflect.apply(target, given?.self, heard.values));
}

interface Heard {
  readonly values: readonly unknown[];
  /** For the callback of errors, where there is one of its own. */
  readonly isError: boolean;
}

function valuesOf(
  arrival: Arrival<Given>,
  given: Given | undefined,
  callbacks: Callbacks,
  form: GivenForm,
): Heard | undefined {
  if (arrival.kind === 'answer') return { values: form.write(arrival.envelope, given), isError: false };
  const wording = arrival.error instanceof ImbotError ? arrival.original?.wording?.(arrival.error) : undefined;
  if (arrival.kind === 'untouched') {
    if (given === undefined) return undefined;
    return { values: wording ? writeError(given, wording) : given.values, isError: given.isError };
  }
  if (!(arrival.error instanceof ImbotError)) return { values: errorGiven(arrival.error, callbacks), isError: true };
  const { error, original: last } = arrival;
  if (given && wording) return { values: writeError(given, wording), isError: given.isError };
  if (last && 'thrown' in last) return { values: [thrownInV1(last, error)], isError: true };
  return form.refusal(error) ?? { values: errorGiven(error, callbacks), isError: true };
}
