import type { Encoding } from './TransportReading';
import type { ClientCall, Trace, Value } from './types';
import { alternatives, holds, insideOf, isParam } from './values/Value';

const WORST: readonly Encoding[] = ['flat', 'multipart', 'form', 'json'];

/** How the parameters travel in what was sent; undefined where they do not. */
export function encodingOf(sent: readonly ClientCall[], trace: Trace): Encoding | undefined {
  const found = sent.flatMap(({ url, body, encoding, query, queryEncoding }) => [
    ...(body ? travels(body, encoding === 'raw' ? 'flat' : encoding) : []),
    ...(query ? travels(query, queryEncoding ?? 'flat') : []),
    ...(url ? travels(url, 'flat') : []),
  ]);
  return worst(found, trace);
}

export function encodingOfAll(values: readonly Value[], trace: Trace): Encoding | undefined {
  const found = values.filter((one) => holds(one, ({ kind }) => kind === 'encoded' || kind === 'made'));
  return worst(
    found.flatMap((one) => travels(one, undefined)),
    trace,
  );
}

function worst(found: readonly (Encoding | undefined)[], trace: Trace): Encoding | undefined {
  const nested = found.map((one) => (trace.nests && (one === 'flat' || one === 'multipart') ? 'form' : one));
  return WORST.find((one) => nested.includes(one));
}

function isOnePart(value: Value): boolean {
  return alternatives(value).some(({ kind }) => kind === 'part');
}

/** How the parameters within a value become text; the innermost encoder decides. */
function travels(
  value: Value,
  how: Encoding | undefined,
  seen: Map<Value, Set<Encoding | undefined>> = new Map(),
): (Encoding | undefined)[] {
  // The same parameters may travel in two ways.
  const before = seen.get(value) ?? new Set();
  if (before.has(how)) return [];
  seen.set(value, before.add(how));
  if (value.kind === 'params' || value.kind === 'part') return [how];
  // One parameter made JSON by itself: what is nested in it arrives as a text.
  if (value.kind === 'encoded')
    return travels(value.of, value.how === 'json' && isOnePart(value.of) ? 'flat' : value.how, seen);
  if (value.kind === 'text') return value.parts.flatMap((part) => travels(part, 'flat', seen));
  if (value.kind === 'made') {
    const own: Encoding = value.what === 'FormData' || value.what === 'form-data' ? 'multipart' : 'flat';
    const from = value.from.flatMap((one) => travels(one, own, seen));
    // A part that is made text before it is put in stays flat.
    return [...from, ...(value.held.some((one) => holds(one, isParam)) ? [own] : [])];
  }
  return insideOf(value).flatMap((one) => travels(one, how, seen));
}
