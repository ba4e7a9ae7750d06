import type { ts } from 'ts-morph';
import type { ClientCall, ObjectValue, ReadingEngine, Value } from '../types';
import { alternatives, answer, joined } from '../values/Value';

/** Notes that something goes out. */
export function send(engine: ReadingEngine, sent: Omit<ClientCall, 'stack'>): void {
  engine.trace.sent.push({ ...sent, stack: [...engine.stack] });
}

/** A named part of an object of options; undefined where it is not given. */
export function option(value: Value | undefined, ...names: readonly string[]): Value | undefined {
  if (!value) return undefined;
  const found = alternatives(value).flatMap((one): Value[] => {
    if (one.kind === 'unknown') return [];
    if (one.kind !== 'object') return [];
    const own = names.flatMap((name) => one.fields.get(name) ?? []);
    if (own.length > 0) return own;
    return one.spreads.flatMap((spread) => option(spread, ...names) ?? []);
  });
  return found.length > 0 ? joined(...found) : undefined;
}

export function textIn(value: Value | undefined): string {
  if (!value) return '';
  if (value.kind === 'literal') return String(value.value ?? '');
  if (value.kind === 'text' || value.kind === 'union') {
    return (value.kind === 'text' ? value.parts : value.of).map(textIn).join('');
  }
  return '';
}

/** How the header is written. */
export const CONTENT_TYPE = ['content-type', 'Content-Type', 'Content-type', 'CONTENT-TYPE'] as const;

export function contentType(options: Value | undefined): string {
  const headers = option(options, 'headers');
  if (!headers) return '';
  const own = option(headers, ...CONTENT_TYPE, 'contentType');
  const post = option(option(headers, 'post', 'common'), 'Content-Type', 'content-type');
  return textIn(own) + textIn(post);
}

/** Are there functions among the options that send or answer something else than what is seen here? */
export function hasChanges(options: Value | undefined, names: readonly string[]): boolean {
  return names.some((name) => {
    const work = option(options, name);
    return work !== undefined && alternatives(work).some(({ kind }) => !/^(?:literal|external)$/.test(kind));
  });
}

/** Options of an instance under those of a call. */
export function merged(base: Value | undefined, own: Value | undefined): Value {
  const copied: ts.Node[] = [];
  const value: ObjectValue = { kind: 'object', fields: new Map(), others: [], spreads: [], copied };
  for (const one of [base, own]) {
    if (!one) continue;
    const from = one.kind === 'made' ? one.from[0] : one;
    if (!from) continue;
    if (from.kind !== 'object') value.spreads.push(from);
    else {
      for (const [name, field] of from.fields) value.fields.set(name, field);
      value.spreads.push(...from.spreads);
      copied.push(...placesMade(from));
    }
  }
  return value;
}

/** Where an object is made, and those that it has taken in. */
export function placesMade(value: Value): readonly ts.Node[] {
  return alternatives(value).flatMap((one) =>
    one.kind === 'object' ? [...(one.at ? [one.at] : []), ...(one.copied ?? [])] : [],
  );
}

/** Callbacks get `(error, response, body)`; a promise gives the response. */
export function backTo(given: readonly Value[], response: Value, node: ts.Node, engine: ReadingEngine): Value {
  const last = given.at(-1);
  if (last && (last.kind === 'function' || last.kind === 'native'))
    engine.call(last, [answer('failure'), response, answer('envelope')], node);
  return response;
}
