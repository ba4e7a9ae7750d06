import { ImbotError } from '../errors/ImbotError';
import type { AnswerForm } from './answerForms';
import { type Arrival, type Carrier, type Travel, thrownInV1 } from './travel';
import type { WrappedErrand } from './types';

/** Makes a wrapped call and answers it as the transport would: its own answer or its own error, in v1 terms. */
export async function answerCall(
  { fn, self, call, portal, onMisfit }: WrappedErrand,
  travel: Travel<unknown>,
  form: LearningForm,
): Promise<unknown> {
  const carrier: Carrier<unknown> = {
    portal,
    carry: async (method, params) => await Reflect.apply(fn, self, call.argumentsFor(method, params)),
    read: form.read,
    onMisfit,
  };
  const arrival = await travel(carrier, call);
  if (arrival.kind === 'untouched') return original(arrival);
  const model = arrival.original && 'answer' in arrival.original ? arrival.original.answer : undefined;
  if (arrival.kind === 'answer') return form.write(arrival.envelope, model);
  const { error } = arrival;
  if (!(error instanceof ImbotError)) throw error;
  if (arrival.original && 'thrown' in arrival.original) throw thrownInV1(arrival.original, error);
  const said = arrival.original !== undefined || (form.answersErrors && error.status !== undefined);
  if (said) return form.writeError(error, model);
  throw error;
}

function original(arrival: Extract<Arrival<unknown>, { kind: 'untouched' }>): unknown {
  if ('thrown' in arrival.original) throw thrownInV1(arrival.original, arrival.error);
  return arrival.original.answer;
}

/** A form that also learns whether this wrapper answers errors or throws them. */
export interface LearningForm extends AnswerForm {
  answersErrors: boolean;
}

export function learningForm(form: AnswerForm): LearningForm {
  const learning: LearningForm = {
    ...form,
    answersErrors: false,
    read(answer) {
      const reading = form.read(answer);
      if ('failure' in reading) learning.answersErrors = true;
      return reading;
    },
  };
  return learning;
}
