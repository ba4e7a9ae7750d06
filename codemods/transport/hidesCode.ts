import type { FunctionRun, Trace, Value } from './types';
import { alternatives, holds, insideOf } from './Value';

/** Does a function tell a failure by the portal's text, without the code? v2 has other texts, and nothing but the code tells which. */
export function hidesCode({ node, given }: FunctionRun, { thrown, heard, returned }: Trace): boolean {
  const told = [
    ...thrown,
    ...given.flatMap((one) => heard.get(one) ?? []),
    ...(returned.get(node) ?? []).flatMap(({ value, isThrown }) => (isThrown ? [] : [value])),
  ];
  return told.some((one) => isText(one) || hides(one));
}

/** The text by itself. */
function isText(value: Value): boolean {
  return alternatives(value).some((one) => one.kind === 'answer' && one.stage === 'description');
}

/** Something of its own that is made of the text. */
function hides(value: Value): boolean {
  return alternatives(value).some(
    (one) =>
      /^(?:thrown|object|text)$/.test(one.kind) &&
      holds(one, (inner) => inner.kind === 'answer' && inner.stage === 'description') &&
      !hasCode(one),
  );
}

/** The code stands in it whichever of its values it has. */
function hasCode(value: Value, seen: Set<Value> = new Set()): boolean {
  if (seen.has(value)) return false;
  seen.add(value);
  if (value.kind === 'answer') return value.stage !== 'description' && value.stage !== 'status' && value.stage !== 'ok';
  if (value.kind === 'union') return value.of.length > 0 && value.of.every((one) => hasCode(one, seen));
  return insideOf(value).some((one) => hasCode(one, seen));
}
