import type { Envelope } from '../engine/types';
import { ImbotError } from '../errors/ImbotError';
import { field } from '../values/answers';
import { ANSWER_FORMS, type AnswerForm, errorFields, formOf, isAmbiguous } from './answerForms';
import { envelopeFailure } from './envelopes';
import { readFailure } from './readFailure';
import { speakV1, type Wording } from './speakV1';
import type { Reading } from './travel';

export type Callback = (...given: unknown[]) => unknown;

/** What a callback was called with. */
export interface Given {
  readonly self: unknown;
  readonly values: readonly unknown[];
}

/** The callback of a call: its last function. */
export function callbackOf(args: readonly unknown[]): { index: number; callback: Callback } | undefined {
  const index = args.findLastIndex((arg) => typeof arg === 'function');
  const callback = args[index];
  return isCallback(callback) ? { index, callback } : undefined;
}

/** Calls `fn` with a callback of ours in its place; resolves to what it receives. */
export function withCallback(
  fn: (...args: unknown[]) => unknown,
  self: unknown,
  args: readonly unknown[],
  index: number,
): Promise<Given> {
  return new Promise((resolve, reject) => {
    const own = [...args];
    while (own.length < index) own.push(undefined);
    own[index] = function (this: unknown, ...values: unknown[]) {
      resolve({ self: this, values });
    };
    const returned: unknown = Reflect.apply(fn, self, own);
    if (returned instanceof Promise) returned.catch(reject);
  });
}

/** Reads and writes what callbacks of one transport receive. */
export interface GivenForm {
  /** Reads `cb(error, answer)`, `cb(answer)` and answers with `data()` and `error()`. */
  read(given: Given): Reading;
  /** The same arguments with the v1 answer in them. */
  write(envelope: Envelope, given: Given | undefined): unknown[];
}

/** Learns, from the answers that leave no doubt, which form this transport gives. */
export function createGivenForm(): GivenForm {
  let usual: AnswerForm | undefined;

  function form(value: unknown): AnswerForm {
    return formOf(value, usual);
  }

  return {
    read({ values }) {
      const at = payloadIndex(values);
      const value = values[at];
      if (at > 0 && values[0]) return { failure: readFailure(values[0]) };
      if (value instanceof Error) return { failure: readFailure(value) };
      const asked = fromMethods(value);
      if (asked) return asked;
      if (value !== undefined && value !== null && !isAmbiguous(value)) usual = form(value);
      return form(value).read(value);
    },
    write(envelope, given) {
      const values = given?.values ?? [null, undefined];
      const at = payloadIndex(values);
      const copy = [...values];
      if (at > 0) copy[0] = null;
      const before = values[at];
      if (fromMethods(before)) {
        copy[at] = Object.assign(Object.create(Object(before)), {
          data: () => envelope.result,
          error: () => undefined,
        });
        return copy;
      }
      copy[at] = (before === undefined ? (usual ?? ANSWER_FORMS.envelope) : form(before)).write(envelope, before);
      return copy;
    },
  };
}

/** The same arguments with the v1 error in them. */
export function writeError(error: ImbotError, { values }: Given, wording: Wording): unknown[] {
  return values.map((value) => {
    if (fromMethods(value) === undefined) return speakV1(value, wording);
    const ex = errorFields(error);
    const told = { status: error.status ?? 400, ex, ...ex, toString: () => `${ex.error}: ${ex.error_description}` };
    return Object.assign(Object.create(Object(value)), { data: () => undefined, error: () => told });
  });
}

/** The arguments that tell an error, where the transport gave none: error first, or an error envelope. */
export function errorGiven(error: unknown, callback: Callback): unknown[] {
  if (callback.length >= 2 || !(error instanceof ImbotError)) return [error];
  return [errorFields(error)];
}

function payloadIndex(values: readonly unknown[]): number {
  const found = values.findIndex((value) => isAnswer(value));
  if (found >= 0) return found;
  return values.length >= 2 ? 1 : 0;
}

function isAnswer(value: unknown): boolean {
  if (value instanceof Error) return false;
  return (
    fromMethods(value) !== undefined || envelopeFailure(value) !== undefined || formOf(value) !== ANSWER_FORMS.result
  );
}

/** A result object with `data()` and `error()`, as the browser library hands it over. */
function fromMethods(value: unknown): Reading | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const data: unknown = Reflect.get(value, 'data');
  const error: unknown = Reflect.get(value, 'error');
  if (typeof data !== 'function' || typeof error !== 'function') return undefined;
  const failure: unknown = Reflect.apply(error, value, []);
  if (failure) return { failure: readFailure(field(failure, 'ex') ?? failure) };
  return { envelope: { result: Reflect.apply(data, value, []) } };
}

function isCallback(value: unknown): value is Callback {
  return typeof value === 'function';
}
