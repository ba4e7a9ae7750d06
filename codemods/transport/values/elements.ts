import type { MadeValue, Value } from '../types';
import { alternatives, joined, NONE, REPLACED, UNKNOWN, unknown } from './Value';

/** What a loop over a value goes through. */
export function elementOf(value: Value): Value {
  return joined(...alternatives(value).map(one));
}

function one(value: Value): Value {
  switch (value.kind) {
    case 'list':
      return value.items.length > 0
        ? joined(...value.items)
        : value.isFilledLater
          ? REPLACED
          : value.open
            ? UNKNOWN
            : NONE;
    case 'params':
    case 'part':
      return { kind: 'part' };
    case 'made':
      if (value.what === 'Map') return joined(...pairsOf(value), ...value.from.map(elementOf));
      if (value.what !== 'Set') return unknown(value);
      // Nobody goes through one that nothing is ever put into.
      return value.held.length + value.from.length === 0
        ? REPLACED
        : joined(...value.held, ...value.from.map(elementOf));
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
