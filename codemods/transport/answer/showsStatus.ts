import type { FunctionRun, Trace, Value } from '../types';
import { alternatives, holds } from '../values/Value';
import type { GivenBack } from './givesBack';
import { hasCode } from './hasCode';

/**
 * Does a function tell a failure by the HTTP status where the facade cannot put v1's in its place? It can in a field beside
 * the code, in an object that holds the result, or the envelope, under a name. A text of the status stays v2's, and so does
 * a field that the function puts into the envelope.
 */
export function showsStatus({ node }: FunctionRun, gives: GivenBack, { thrown, rejected, returned }: Trace): boolean {
  const given = (returned.get(node) ?? []).flatMap(({ value, isThrown }) => (isThrown ? [] : alternatives(value)));
  const told = [...thrown, ...rejected]
    .flatMap(alternatives)
    .some((one) => one.kind !== 'answer' && holds(one, isStatus));
  return (
    told || given.some((one) => one.kind === 'object' && holds(one, isStatus) && !(isRead(gives) && isInField(one)))
  );
}

/** The status of an answer in this form is read together with the code. */
function isRead(gives: GivenBack): boolean {
  return gives.form === 'result' || (gives.form === 'envelope' && 'at' in gives);
}

function isInField(value: Extract<Value, { kind: 'object' }>): boolean {
  const others = [...value.fields].filter(([name]) => !FIELDS.test(name)).map(([, one]) => one);
  const isPlain = [...value.fields].every(([name, one]) => !FIELDS.test(name) || alternatives(one).every(isStatus));
  return (
    isPlain && hasCode(value) && ![...others, ...value.spreads, ...value.others].some((one) => holds(one, isStatus))
  );
}

const FIELDS = /^status(?:Code)?$/;

function isStatus(one: Value): boolean {
  return one.kind === 'answer' && one.stage === 'status';
}
