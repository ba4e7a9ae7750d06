import type { ParamEntry } from '../map/entry';
import { methodEntry } from '../map/index';
import { isFields } from '../values/structures';
import type { Params } from './types';

/**
 * The parameters of a call of v1 with other addresses of handlers, wherever the map says that one stands: registrations, updates,
 * commands. The same object where none does.
 */
export function replaceHandlers(method: string, params: Params, replace: (url: string) => string): Params {
  const entry = methodEntry(method);
  if (entry === undefined) return params;
  const known = Object.keys(entry.params).some((name) => isHandler(entry.params[name]) || entry.params[name]?.fields);
  return known ? replaced(params, entry.params, replace, true) : params;
}

function replaced(
  params: Params,
  entries: Readonly<Record<string, ParamEntry>>,
  replace: (url: string) => string,
  foldsCase: boolean,
): Params {
  let changed: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(params)) {
    const known = foldsCase ? name.toUpperCase() : name;
    const entry = Object.hasOwn(entries, known) ? entries[known] : undefined;
    const other = otherValue(entry, value, replace);
    if (other === value) continue;
    changed ??= { ...params };
    changed[name] = other;
  }
  return changed ?? params;
}

function otherValue(entry: ParamEntry | undefined, value: unknown, replace: (url: string) => string): unknown {
  if (isHandler(entry) && typeof value === 'string')
    return /^https?:\/\//i.test(value.trim()) ? replace(value.trim()) : value;
  return entry?.fields && isFields(value) ? replaced(value, entry.fields, replace, false) : value;
}

function isHandler(entry: ParamEntry | undefined): boolean {
  return entry?.handler !== undefined;
}
