import type { Reading } from '../facade/Form';
import { field } from '../values/answers';

/** Does an answer to a batch tell neither results nor errors as REST does? Then nothing of it was read. */
export function isUnreadBatch(reading: Reading): boolean {
  if (!('envelope' in reading)) return false;
  const { result } = reading.envelope;
  return ['result', 'result_error'].every((name) => typeof (field(result, name) ?? undefined) !== 'object');
}
