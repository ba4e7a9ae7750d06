import type { Value } from '../types';
import { insideOf } from '../values/Value';

/** Does the portal's error code stand in a value, whichever of its values it has? */
export function hasCode(value: Value, seen: Set<Value> = new Set()): boolean {
  if (seen.has(value)) return false;
  seen.add(value);
  if (value.kind === 'answer') return value.stage !== 'description' && value.stage !== 'status' && value.stage !== 'ok';
  if (value.kind === 'union') return value.of.length > 0 && value.of.every((one) => hasCode(one, seen));
  return insideOf(value).some((one) => hasCode(one, seen));
}
