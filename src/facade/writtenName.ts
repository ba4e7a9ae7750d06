import type { Params } from '../values/structures';

/** A parameter's name as the caller wrote it, in whatever case; undefined where the call has none. */
export function writtenName(params: Params, name: 'auth' | 'cmd'): string | undefined {
  return Object.keys(params).find((key) => key.length === name.length && key.toLowerCase() === name);
}
