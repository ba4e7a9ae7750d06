import { isSparse } from '../values/structures';
import { expandFlatKeys } from './expandFlatKeys';
import type { Params } from './types';

export interface NormalisedParams {
  readonly params: Record<string, unknown>;
  readonly auth?: { readonly auth: unknown };
}

/**
 * v1 parameters as the server reads them: top-level names in capitals, `KEYBOARD[0][TEXT]` as nested values,
 * null and undefined as not given, `auth` apart. `known` holds the names of the method.
 */
export function normalise(input: Params | null | undefined, known: object = {}): NormalisedParams {
  const params: Record<string, unknown> = {};
  if (input === null || input === undefined || typeof input !== 'object') return { params };
  let auth: { auth: unknown } | undefined;
  const flat: [string, unknown][] = [];
  for (const name of Object.keys(input)) {
    const given = input[name];
    const value = Array.isArray(given) && isSparse(given) ? Object.fromEntries(Object.entries(given)) : given;
    if (value === undefined || value === null) continue;
    // Most callers write the names as the documentation does; nothing is to be folded then.
    if (Object.hasOwn(known, name)) {
      params[name] = value;
      continue;
    }
    const upper = name.toUpperCase();
    if (upper === 'AUTH') auth = { auth: value };
    else if (name.includes('[')) flat.push([name, value]);
    else params[upper] = value;
  }
  if (flat.length > 0) expandFlatKeys(params, flat);
  return auth ? { params, auth } : { params };
}
