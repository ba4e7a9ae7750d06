import type { Params } from './types';

/**
 * Parameters as a PHP form: nesting as bracket keys, flags as `Y` and `N` (as text `false` would be true there), an empty list
 * or map as an empty value, since a form cannot say "empty" otherwise.
 */
export function encodeForm(params: Params): string {
  const pairs: [string, string][] = [];
  for (const [name, value] of Object.entries(params)) add(pairs, name, value, []);
  return new URLSearchParams(pairs).toString();
}

function add(pairs: [string, string][], key: string, given: unknown, within: readonly object[]): void {
  const value = typeof given === 'object' && given !== null && hasToJSON(given) ? given.toJSON() : given;
  if (typeof value === 'object' && value !== null) {
    if (within.includes(value)) throw new TypeError('a value holds itself');
    const entries = Object.entries(value);
    if (entries.length === 0) pairs.push([key, '']);
    for (const [name, inner] of entries) add(pairs, `${key}[${name}]`, inner, [...within, value]);
    return;
  }
  const text = textOf(value);
  if (text !== undefined) pairs.push([key, text]);
}

function textOf(value: unknown): string | undefined {
  if (value === true) return 'Y';
  if (value === false) return 'N';
  if (value === null) return '';
  return value === undefined || typeof value === 'function' || typeof value === 'symbol' ? undefined : String(value);
}

function hasToJSON(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}
