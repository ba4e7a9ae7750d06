import type { Value } from '../types';
import { alternatives, holds, isName } from './Value';

/**
 * Does a value bring the name of a method to where it is used? As what it holds, or as what a function that is made of it
 * (`const say = later('imbot.message.add')`), or an instance, keeps for its own calls.
 */
export function carriesName(value: Value, depth = 3): boolean {
  if (holds(value, isName)) return true;
  if (depth === 0) return false;
  return alternatives(value).some((one) => keptBy(one).some((kept) => carriesName(kept, depth - 1)));
}

function keptBy(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'function':
      return [
        ...(value.bound ?? []),
        ...(value.around.runs ? [...(value.around.given ?? []), ...value.around.values.values()] : []),
      ];
    case 'instance':
    case 'object':
      return [...value.fields.values()];
    case 'list':
      return value.items;
    default:
      return [];
  }
}
