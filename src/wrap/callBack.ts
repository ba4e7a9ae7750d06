import { ImbotError } from '../errors/ImbotError';
import { callbackOf, errorGiven, type Given, type GivenForm, withCallback, writeError } from './createGivenForm';
import { type Arrival, type Carrier, type Travel, thrownInV1 } from './travel';
import type { LooseFunction, WrappedErrand } from './types';

/** Makes a wrapped call and hands its outcome to the caller's callback, in the form the transport uses. */
export async function callBack(
  { fn, self, args, call, portal, onMisfit }: WrappedErrand,
  travel: Travel<Given>,
  form: GivenForm,
): Promise<void> {
  const own = callbackOf(args);
  const index = own?.index ?? args.length;
  const carrier: Carrier<Given> = {
    portal,
    carry: (method, params) => withCallback(fn, self, call.argumentsFor(method, params), index),
    read: form.read,
    onMisfit,
  };
  const arrival = await travel(carrier, call);
  const given = arrival.original && 'answer' in arrival.original ? arrival.original.answer : undefined;
  const callback = own?.callback;
  if (callback === undefined) {
    if (arrival.kind === 'error' && arrival.error instanceof ImbotError) {
      onMisfit(arrival.error.message);
    }
    return;
  }
  const values = valuesOf(arrival, given, callback, form);
  // What the callback throws is the caller's, as if the transport had called it.
  queueMicrotask(() => {
    if (values) Reflect.apply(callback, given?.self, values);
    else if (arrival.original && 'thrown' in arrival.original) throw arrival.original.thrown;
  });
}

function valuesOf(
  arrival: Arrival<Given>,
  given: Given | undefined,
  callback: LooseFunction,
  form: GivenForm,
): readonly unknown[] | undefined {
  if (arrival.kind === 'untouched') return given?.values;
  if (arrival.kind === 'answer') return form.write(arrival.envelope, given);
  if (!(arrival.error instanceof ImbotError)) return errorGiven(arrival.error, callback);
  const { error, original: last } = arrival;
  if (given && last?.wording) return writeError(error, given, last.wording(error));
  if (last && 'thrown' in last) return [thrownInV1(last, error)];
  return errorGiven(error, callback);
}
