import type { ImbotError } from '../errors/ImbotError';
import { envelopeFailure } from '../facade/envelopes';
import { errorFields } from '../facade/errorFields';
import { field } from '../values/answers';
import { ANSWER_FORMS, formOf } from './answerForms';
import type { CallbackCall } from './CallbackCall';
import { fromMethods } from './resultMethods';

/**
 * Where a transport puts an answer among the arguments of a callback, and what stands beside it: `(null, answer)`,
 * `(true, answer)`, `(answer, null)`. Nobody says, so it is seen from an answer that is known: the portal's revision.
 */
export interface AnswerPlace {
  readonly seen: CallbackCall;
  readonly at: number;
}

/** The place of the revision among the arguments; undefined where they tell none. */
export function answerPlace(given: CallbackCall): AnswerPlace | undefined {
  if (given.isError || given.values.some((value) => value instanceof Error)) return undefined;
  const at = given.values.findIndex((value) => Number(field(resultIn(value), 'rest')) > 0);
  return at < 0 ? undefined : { seen: given, at };
}

function resultIn(value: unknown): unknown {
  const read = fromMethods(value) ?? formOf(value).read(value);
  return 'envelope' in read ? read.envelope.result : undefined;
}

/**
 * May an answer stand there? What stands beside it has to be as it was. An envelope tells by itself what it is.
 */
export function isAsSeen({ seen, at }: AnswerPlace, { values, isError }: CallbackCall): boolean {
  if (isError) return false;
  const value = values[at];
  if (fromMethods(seen.values[at])) return fromMethods(value) !== undefined;
  const before = formOf(seen.values[at]);
  if (before !== ANSWER_FORMS.result) return before === formOf(value, before);
  if (value instanceof Error || envelopeFailure(value)) return false;
  return seen.values.every((one, index) => index === at || saysTheSame(one, values[index]));
}

function saysTheSame(before: unknown, now: unknown): boolean {
  if (!before || !now) return !before && !now;
  if (typeof before !== typeof now || now instanceof Error) return false;
  // An address, a time, an id may stand there as well as a status.
  if (typeof before === 'number' && typeof now === 'number') return isStatus(before) ? now < 400 : true;
  return typeof before !== 'string' || before === now;
}

function isStatus(value: number): boolean {
  return value >= 100 && value < 400;
}

/** A refusal that nobody sent, where no failure of this transport was seen; undefined where errors stand first, or alone. */
export function refusedIn({ seen: { values }, at }: AnswerPlace, error: ImbotError): unknown[] | undefined {
  const [first] = values;
  if (at > 0)
    return first ? values.map((one, index) => (index === at ? errorFields(error) : failed(one, error))) : undefined;
  if (values.length < 2) return undefined;
  const told = [values[1] === undefined ? undefined : null, values[1] ? failed(values[1], error) : error];
  return values[1] ? [...told, errorFields(error)] : told;
}

/** What stands beside an answer, for a failure. */
function failed(value: unknown, { status = 400 }: ImbotError): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return isStatus(value) ? status : 0;
  return typeof value === 'string' ? 'error' : null;
}
