import type { MadeValue, Value } from '../types';
import { answer, UNKNOWN } from '../values/Value';

const WHAT = 'response of a client';

/** A response that holds what was read of it under a name: `body` of phin, `_data` of ofetch. */
export function responseOf(read: Value): MadeValue {
  return { kind: 'made', what: WHAT, from: [read], held: [] };
}

export function isResponse(value: Value): boolean {
  return value.kind === 'made' && value.what === WHAT;
}

/** What stands in it; undefined where it is none. */
export function inResponse({ what, from: [read = UNKNOWN] }: MadeValue, name: string): Value | undefined {
  if (what !== WHAT) return undefined;
  if (/^(?:body|_data)$/.test(name)) return read;
  if (name === 'ok') return answer('ok');
  return /^status(?:Code|Text|Message)?$/.test(name) ? answer('status') : UNKNOWN;
}
