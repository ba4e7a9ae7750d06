import { isSameName } from './beforeName';
import { nameArrives } from './nameArrives';
import type { Value } from './types';
import { holds, insideOf, isName } from './values/Value';

/** Do commands of a batch, or whatever a function gets, hold the name as it was given? */
export function nameStays(value: Value, v1: string, seen: Set<Value> = new Set()): boolean {
  if (seen.has(value) || !holds(value, isName)) return true;
  seen.add(value);
  if (value.kind === 'method') return isSameName(value.v1, v1);
  if (value.kind === 'text') return nameArrives(value, v1);
  return insideOf(value).every((one) => nameStays(one, v1, seen));
}
