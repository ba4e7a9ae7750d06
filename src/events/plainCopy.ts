import { isFields } from '../values/structures';
import { isUnsafeKey } from './isUnsafeKey';
import { LIMITS } from './limits';
import { nestPairs } from './nestPairs';
import type { DecodeProblem, Fields } from './types';

class NotPlain {
  constructor(readonly problem: DecodeProblem) {}
}

/**
 * A copy of a parsed body made of plain objects and lists: without prototype keys, with bracket keys unfolded that flat
 * or shallow parsers left behind, within the limits.
 */
export function plainCopy(body: Fields): Fields | DecodeProblem {
  const budget = { fields: LIMITS.fields };
  try {
    return copyFields(body, 0, budget);
  } catch (refusal) {
    if (refusal instanceof NotPlain) return refusal.problem;
    throw refusal;
  }
}

function copy(value: unknown, depth: number, budget: { fields: number }): unknown {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) {
    return value;
  }
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return undefined;
  if (depth >= LIMITS.depth) throw new NotPlain('too-deep');
  if (Array.isArray(value)) {
    spend(value.length, budget);
    return value.map((item) => copy(item, depth + 1, budget));
  }
  return isFields(value) ? copyFields(value, depth, budget) : undefined;
}

function copyFields(value: Fields, depth: number, budget: { fields: number }): Fields {
  const keys = Object.keys(value);
  spend(keys.length, budget);
  const pairs = keys
    .filter((key) => !isUnsafeKey(key))
    .map((key) => [key, copy(value[key], depth + 1, budget)] as const);
  if (pairs.some(([key]) => key.includes('['))) {
    const nested = nestPairs(pairs);
    if (typeof nested === 'string') throw new NotPlain(nested);
    return nested;
  }
  return Object.fromEntries(pairs);
}

function spend(count: number, budget: { fields: number }): void {
  budget.fields -= count;
  if (budget.fields < 0) throw new NotPlain('too-many-fields');
}
