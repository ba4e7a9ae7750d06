import { isGiven } from '../values/flags';
import { isFields, json, type Params } from '../values/structures';
import type { ParamEntry, ParamKind } from './entry';

/**
 * Is there a value that v1 may read otherwise than v2, by what the parameter is: a list or a truth value where a text, a number
 * or an id belongs; an empty row, block or button, of which flat transports leave nothing; half of a surrogate pair, which some
 * encoders refuse? Each transport makes its own of these.
 */
export function mayDiffer(params: Params, entries: Readonly<Record<string, ParamEntry>>): boolean {
  for (const name of Object.keys(params)) {
    const value = params[name];
    const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (!entry || value === null) continue;
    const { kind, fields } = entry;
    if (fields) {
      if (isFields(value) && mayDiffer(value, fields)) return true;
    } else if (DEEP.includes(kind)) {
      const deep = json(value);
      if (kind === 'ids' && (deep === true || holdsMore(deep))) return true;
      if (typeof deep !== 'object' || deep === null) continue;
      const inner = Object.values(deep);
      if (inner.some(isOdd) || (kind === 'languages' && inner.some(holdsMore))) return true;
    } else if (typeof value === 'object' || (typeof value === 'boolean' && kind !== 'flag')) return true;
  }
  return false;
}

/** What is a structure itself. */
const DEEP: readonly ParamKind[] = ['attach', 'keyboard', 'menu', 'ids', 'languages'];

/** Does a list or an object hold a list, an object or a truth value in place of a text or an id? */
function holdsMore(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((one) => typeof one === 'boolean' || (typeof one === 'object' && one !== null));
}

function isOdd(value: unknown): boolean {
  // Most texts hold no surrogate at all, and the first pattern is many times faster.
  if (typeof value === 'string') return /[\ud800-\udfff]/.test(value) && /\p{Cs}/u.test(value);
  if (typeof value !== 'object' || value === null) return false;
  let isEmpty = true;
  for (const one of Object.values(value)) {
    if (isOdd(one)) return true;
    if (isGiven(one)) isEmpty = false;
  }
  return isEmpty;
}
