import type { Envelope } from '../engine/types';
import type { ImbotError } from '../errors/ImbotError';
import { field } from '../values/answers';
import { envelopeFailure } from './envelopes';
import { WRAP_TEXTS } from './texts';
import type { Reading } from './travel';

/** A form of answer: how to read one, and how to write a v1 answer or error in the same form. */
export interface AnswerForm {
  read(answer: unknown): Reading;
  /** `model` is what the transport answered last, where it did. */
  write(envelope: Envelope, model: unknown): unknown;
  writeError(error: ImbotError, model: unknown): unknown;
}

/** The forms a wrapper may answer in. A callback gets one of them as its argument. */
export const ANSWER_FORMS = {
  envelope: {
    read(answer) {
      const failure = envelopeFailure(answer);
      if (failure) return { failure };
      if (isEnvelope(answer)) return { envelope: answer };
      const hint =
        'result' in Object(field(answer, 'data') ?? {})
          ? WRAP_TEXTS.axiosHint
          : isObject(answer)
            ? WRAP_TEXTS.bareHint
            : '';
      return { unreadable: WRAP_TEXTS.unreadable('envelope', hint), nothing: !isObject(answer) };
    },
    write: (envelope, model) => withResult(model, envelope),
    writeError: (error, model) => ({ ...bare(model), ...errorFields(error) }),
  },
  result: {
    read(answer) {
      if (answer === undefined || answer === null)
        return { unreadable: WRAP_TEXTS.unreadable('result', ''), nothing: true };
      const failure = envelopeFailure(answer);
      if (failure) return { failure };
      if (isEnvelope(answer) && 'time' in answer) {
        return { unreadable: WRAP_TEXTS.unreadable('result', WRAP_TEXTS.envelopeHint) };
      }
      return { envelope: { result: answer } };
    },
    write: (envelope) => envelope.result,
    writeError: (error, model) => ({ ...bare(model), ...errorFields(error) }),
  },
  axios: {
    read(answer) {
      const data = field(answer, 'data');
      const failure = envelopeFailure(data);
      if (failure) {
        const status = field(answer, 'status');
        return { failure: typeof status === 'number' ? { ...failure, status } : failure };
      }
      if (isEnvelope(data)) return { envelope: data };
      const hint = isEnvelope(answer) ? WRAP_TEXTS.envelopeHint : '';
      return { unreadable: WRAP_TEXTS.unreadable('axios', hint), nothing: !isObject(answer) };
    },
    write: (envelope, model) => ({
      status: 200,
      statusText: 'OK',
      headers: {},
      config: {},
      ...bare(model),
      ...(envelopeFailure(field(model, 'data')) ? { status: 200, statusText: 'OK' } : {}),
      data: withResult(field(model, 'data'), envelope),
    }),
    writeError: (error, model) => ({
      ...bare(model),
      status: error.status ?? 400,
      data: { ...bare(field(model, 'data')), ...errorFields(error) },
    }),
  },
} as const satisfies Record<string, AnswerForm>;

/**
 * The form of what a callback received: nobody says, so it is seen from the value. `{ result: true }` and the answer of a
 * batch may be either, the bare result of v2 or an envelope: then it is what the transport usually gives.
 */
export function formOf(value: unknown, usual: AnswerForm = ANSWER_FORMS.result): AnswerForm {
  if (isAmbiguous(value)) return usual;
  if (isEnvelope(value) || envelopeFailure(value)) return ANSWER_FORMS.envelope;
  const data = field(value, 'data');
  return isEnvelope(data) || envelopeFailure(data) ? ANSWER_FORMS.axios : ANSWER_FORMS.result;
}

export function isAmbiguous(value: unknown): boolean {
  if (!isEnvelope(value)) return false;
  const names = Object.keys(value);
  return names.includes('result_error') || (names.length === 1 && typeof value.result === 'boolean');
}

export function errorFields(error: ImbotError): { error: string; error_description: string } {
  return { error: error.code, error_description: error.description ?? error.message };
}

function withResult(model: unknown, envelope: Envelope): unknown {
  if (!isObject(model)) return envelope;
  const copy: object = Object.assign(Object.create(Object.getPrototypeOf(model)), model, { result: envelope.result });
  for (const name of ['error', 'error_description']) Reflect.deleteProperty(copy, name);
  return copy;
}

function bare(model: unknown): object {
  return isObject(model) && !Array.isArray(model) ? model : {};
}

function isEnvelope(value: unknown): value is Envelope {
  return isObject(value) && 'result' in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
