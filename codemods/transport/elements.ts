import type { MadeValue, Value } from './types';
import { alternatives, joined, NONE, UNKNOWN, unknown } from './Value';

/** What a loop over a value goes through. */
export function elementOf(value: Value): Value {
  return joined(...alternatives(value).map(one));
}

function one(value: Value): Value {
  switch (value.kind) {
    case 'list':
      return value.items.length > 0 ? joined(...value.items) : value.open ? UNKNOWN : NONE;
    case 'params':
    case 'part':
      return { kind: 'part' };
    case 'made':
      if (value.what === 'Map') return joined(...pairsOf(value), ...value.from.map(elementOf));
      return value.what === 'Set' ? joined(...value.held, ...value.from.map(elementOf)) : unknown(value);
    case 'union':
      return NONE;
    default:
      return unknown(value);
  }
}

/** What was put into a Map, as pairs. */
export function pairsOf({ held }: MadeValue): Value[] {
  return held.flatMap((key, at): Value[] => {
    const one = held[at + 1];
    return at % 2 === 0 && one ? [{ kind: 'list', items: [key, one], open: false }] : [];
  });
}
