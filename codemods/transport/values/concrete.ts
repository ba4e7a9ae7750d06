import type { Value } from '../types';
import { literal } from './Value';

/** Not known before the code runs. */
export const OPEN = Symbol('open');

/** What a value is in JavaScript, for each name that the method has: first as v1, then as v2. */
export function concretes(value: Value, names: number): unknown[] {
  return Array.from({ length: names }, (_one, at) => concrete(value, at));
}

function concrete(value: Value, at: number): unknown {
  switch (value.kind) {
    case 'literal':
      return value.value;
    case 'method':
      return at === 0 ? value.v1 : (value.v2[at - 1] ?? OPEN);
    case 'text': {
      const parts = value.parts.map((part) => concrete(part, at));
      return parts.includes(OPEN) ? OPEN : parts.map(String).join('');
    }
    case 'list': {
      const items = value.items.map((item) => concrete(item, at));
      return value.open || items.includes(OPEN) ? OPEN : items;
    }
    case 'object': {
      if (value.others.length > 0 || value.spreads.length > 0) return OPEN;
      const entries = [...value.fields].map(([key, one]): [string, unknown] => [key, concrete(one, at)]);
      return Object.fromEntries(entries.map(([key, one]) => [key, one === OPEN ? {} : one]));
    }
    case 'made': {
      if (value.what !== 'Set' || value.held.length > 0) return OPEN;
      const [from] = value.from;
      const items = from ? concrete(from, at) : [];
      return Array.isArray(items) ? new Set(items) : OPEN;
    }
    case 'union': {
      const [only] = value.of;
      return value.of.length === 1 && only ? concrete(only, at) : OPEN;
    }
    default:
      return OPEN;
  }
}

/** A JavaScript value as one that is followed; undefined where it differs between the names and is no text. */
export function lifted(results: readonly unknown[]): Value | undefined {
  const [first, ...rest] = results;
  if (results.includes(OPEN)) return undefined;
  if (Array.isArray(first)) {
    const lists = results.filter(Array.isArray);
    if (lists.length !== results.length || lists.some(({ length }) => length !== first.length)) return undefined;
    const items = first.map((_one, index) => lifted(lists.map((list) => list[index])));
    const known = items.filter((one) => one !== undefined);
    return known.length === items.length ? { kind: 'list', items: known, open: false } : undefined;
  }
  if (!isScalar(first)) return undefined;
  if (rest.every((one) => one === first)) return literal(first);
  const texts = results.filter((one) => typeof one === 'string');
  const [v1, ...v2] = texts;
  return texts.length === results.length && v1 !== undefined ? { kind: 'method', v1, v2 } : undefined;
}

function isScalar(value: unknown): value is string | number | boolean | null | undefined {
  return value === null || /^(?:string|number|boolean|undefined)$/.test(typeof value);
}
