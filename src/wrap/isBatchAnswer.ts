import type { Reading } from '../facade/Form';
import { field } from '../values/answers';

/**
 * Is an answer what REST gives to a batch where nothing failed? Many wrappers take the results out, each in its own way, and some
 * only where nothing failed: one with errors shows nothing.
 */
export function isBatchAnswer(reading: Reading | undefined): boolean {
  if (reading === undefined || !('envelope' in reading)) return false;
  const { result } = reading.envelope;
  const [results, errors] = [field(result, 'result'), field(result, 'result_error')];
  return isObject(results) && isObject(errors) && Object.keys(errors).length === 0;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
