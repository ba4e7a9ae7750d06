import { parseObject } from '../http/parseObject';
import { isFields } from '../values/structures';
import type { Reply } from './Incoming';

/** Which commands of a batch the portal took, by its answer; every one where that does not say. */
export function takenIn({ status, body }: Reply): (key: string) => boolean {
  if (status >= 300) return () => false;
  const result = parseObject(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'))?.['result'];
  if (!isFields(result)) return () => true;
  const [results, errors] = [membersOf(result['result']), membersOf(result['result_error'])];
  // Behind one that failed a batch may have halted: those have no answer at all.
  return (key) => !Object.hasOwn(errors, key) && (Object.hasOwn(results, key) || Object.keys(errors).length === 0);
}

/** PHP writes a map that is counted, and an empty one, as a list. */
function membersOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
