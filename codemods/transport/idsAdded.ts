import { isAdded, isMixed, keysOf } from './changes/filled';
import type { ClientCall, Trace, Value } from './types';
import type { Source } from './values/Source';
import { sourceOf } from './values/sourceOf';
import { holds, insideOf, isParam, joined } from './values/Value';

interface IdsAdded {
  readonly clientId?: Source | 'hidden';
  readonly botId?: Source | 'hidden';
  /** Other parameters of v1 that are put in, in capitals. */
  readonly others: readonly string[];
}

/** What a transport puts beside the parameters: into an object, a query, a form, or the text of an address. */
export function idsAdded(sent: readonly ClientCall[], trace: Trace): IdsAdded {
  const found = new Map<string, Value[]>();
  const add = (key: string, value: Value) => {
    const name = key.toUpperCase();
    found.set(name, [...(found.get(name) ?? []), value]);
  };
  for (const { key, value } of trace.added) add(key, value);
  const seen = new Set<Value>();
  for (const { url, body, query } of sent) for (const one of [url, body, query]) if (one) beside(one, add, seen);
  const source = (name: string): Source | 'hidden' | undefined => {
    const values = found.get(name);
    return values && (sourceOf(joined(...values)) ?? 'hidden');
  };
  const clientId = source('CLIENT_ID');
  const botId = source('BOT_ID');
  return {
    ...(clientId ? { clientId } : {}),
    ...(botId ? { botId } : {}),
    others: [...found.keys()].filter((name) => name !== 'CLIENT_ID' && name !== 'BOT_ID'),
  };
}

const IDS = /^(?:CLIENT_ID|BOT_ID)$/i;

function beside(value: Value, add: (key: string, value: Value) => void, seen: Set<Value>): void {
  if (seen.has(value) || value.kind === 'params') return;
  seen.add(value);
  if (value.kind === 'text') {
    for (const [at, part] of value.parts.entries()) {
      const key = part.kind === 'literal' ? /(?:^|[?&])(CLIENT_ID|BOT_ID)=$/i.exec(String(part.value))?.[1] : undefined;
      const next = value.parts[at + 1];
      if (key && next) add(key, next);
      else if (part.kind === 'literal') inLiteral(String(part.value), add);
    }
  } else if (value.kind === 'literal') inLiteral(String(value.value), add);
  else if (value.kind === 'object' && [...value.spreads, ...value.others].some((one) => holds(one, isParam))) {
    for (const [key, field] of isMixed(value) ? keysOf(value) : value.fields)
      if (IDS.test(key) || (isMixed(value) && isAdded(key))) add(key, field);
  } else if (value.kind === 'unknown' && value.from.some((one) => holds(one, isParam))) {
    // `merge({}, extra, params)` of a package.
    for (const [key, field] of value.from.flatMap((one) => (one.kind === 'object' ? keysOf(one) : [])))
      if (isAdded(key)) add(key, field);
  } else if (value.kind === 'made') {
    for (const [at, key] of value.held.entries()) {
      const next = value.held[at + 1];
      if (at % 2 === 0 && key.kind === 'literal' && IDS.test(String(key.value)) && next) add(String(key.value), next);
    }
  }
  for (const one of insideOf(value)) beside(one, add, seen);
}

function inLiteral(text: string, add: (key: string, value: Value) => void): void {
  for (const [, key, written] of text.matchAll(/(?:^|[?&])(CLIENT_ID|BOT_ID)=([^&]+)/gi))
    if (key && written) add(key, { kind: 'literal', value: written });
}
