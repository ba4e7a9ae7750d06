import qs from 'qs';
import { isSparse } from '../values/structures';
import type { Params } from './types';

/**
 * Parameters as a PHP form: nesting as bracket keys, flags as `Y` and `N` (as text `false` would be true there), an empty list
 * or map as an empty value, since a form cannot say "empty" otherwise.
 */
export function encodeForm(params: Params): string {
  return qs.stringify(prepare(params), { arrayFormat: 'indices', format: 'RFC1738' });
}

function prepare(value: unknown): unknown {
  if (value === true) return 'Y';
  if (value === false) return 'N';
  if (value === null) return '';
  if (Array.isArray(value) && !isSparse(value)) return value.length === 0 ? '' : value.map(prepare);
  if (typeof value !== 'object') return value;
  if (hasToJSON(value)) return prepare(value.toJSON());
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, isEmptyMap(item) ? '' : prepare(item)]));
}

function isEmptyMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !hasToJSON(value) && Object.keys(value).length === 0;
}

function hasToJSON(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}
