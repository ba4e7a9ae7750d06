import type { ImbotError } from '../errors/ImbotError';
import { type Echo, NO_ECHO } from '../facade/echo';
import { errorFields } from '../facade/errorFields';
import type { Reading } from '../facade/Form';
import { readFailure } from '../facade/readFailure';
import { field } from '../values/answers';

/** A result object with `data()` and `error()`, as the browser library hands it over. */
export function fromMethods(value: unknown, echo: Echo = NO_ECHO): Reading | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const data: unknown = Reflect.get(value, 'data');
  const error: unknown = Reflect.get(value, 'error');
  if (typeof data !== 'function' || typeof error !== 'function') return undefined;
  const failure: unknown = Reflect.apply(error, value, []);
  if (failure) return { failure: readFailure(field(failure, 'ex') ?? failure, echo) };
  return { envelope: { result: Reflect.apply(data, value, []) } };
}

/** The same object with an error in it. */
export function writeMethods(value: unknown, error: ImbotError): unknown {
  const ex = errorFields(error);
  const told = { status: error.status ?? 400, ex, ...ex, toString: () => `${ex.error}: ${ex.error_description}` };
  return Object.assign(Object.create(Object(value)), { data: () => undefined, error: () => told });
}
