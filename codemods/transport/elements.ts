import type { Value } from './types';
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
      return value.what === 'Set' || value.what === 'Map'
        ? joined(...value.held, ...value.from.map(elementOf))
        : unknown(value);
    case 'union':
      return NONE;
    default:
      return unknown(value);
  }
}
