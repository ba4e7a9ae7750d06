import { isFields } from '../values/structures';
import type { Fields } from './types';

/**
 * A decoded form has objects only; those whose keys count 0, 1, 2 … become lists, as JSON delivers the same event. Ids
 * never begin at 0, so the v1 maps by id stay maps.
 */
export function lists(form: Fields): Fields {
  return Object.fromEntries(Object.entries(form).map(([key, value]) => [key, listOf(value)]));
}

function listOf(value: unknown): unknown {
  if (!isFields(value)) return value;
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key, index) => key === String(index))) return Object.values(value).map(listOf);
  return lists(value);
}
