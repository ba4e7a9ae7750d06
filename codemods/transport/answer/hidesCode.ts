import type { FunctionRun, Trace, Value } from '../types';
import { allThrown } from '../values/rejecting';
import { alternatives, holds, isCode, isErrorCode } from '../values/Value';
import { hasCode } from './hasCode';

/**
 * Does a function tell a failure by the portal's text, without the code or under a name of its own, or by a text of its own in
 * the place of that text? v2 has other texts, and nothing but the code tells which; what stands beside it is taken for v2's.
 */
export function hidesCode({ node, given }: FunctionRun, trace: Trace): boolean {
  const told = [
    ...allThrown(trace),
    ...given.flatMap((one) => trace.heard.get(one) ?? []),
    ...(trace.returned.get(node) ?? []).flatMap(({ value, isThrown }) => (isThrown ? [] : [value])),
  ];
  return told.some((one) => isText(one) || hides(one) || isRetold(one) || alternatives(one).some(isInOwnWords));
}

/** The text by itself. */
function isText(value: Value): boolean {
  return alternatives(value).some(isDescription);
}

/** An error of a package's class, as NodeApiError of n8n, that makes a text of the refusal, or of its status, by itself. */
function isRetold(value: Value): boolean {
  return alternatives(value).some(
    (one) =>
      one.kind === 'thrown' && one.isForeign === true && one.holds.some((held) => alternatives(held).some(isWhole)),
  );
}

/** More than the code: what the package takes of it nobody sees. */
function isWhole(one: Value): boolean {
  if (one.kind === 'thrown') return holds(one, isCode);
  return one.kind === 'answer' && (one.stage === 'failure' || one.stage === 'envelope');
}

/** Something of its own that is made of the text. */
function hides(value: Value): boolean {
  return alternatives(value).some(
    (one) =>
      /^(?:thrown|object|text)$/.test(one.kind) &&
      holds(one, isDescription) &&
      (!hasCode(one) || (one.kind === 'object' && isUnderOwnName(one))),
  );
}

/** Beside a code the text is looked for under these names alone. */
function isUnderOwnName({ fields }: Extract<Value, { kind: 'object' }>): boolean {
  const isCoded = [...fields].some(([name, one]) => CODES.test(name) && hasCode(one));
  return isCoded && [...fields].some(([name, one]) => !TEXTS.test(name) && alternatives(one).some(isDescription));
}

/** As readFailure of the facade knows them. */
const CODES = /^(?:code|error|errorCode|error_code)$/;
const TEXTS = /^(?:description|error_description|errorDescription|message)$/;

/** `Object.assign(new Error('Refused'), { code })`, `{ code, message: 'Bitrix24: ' + text }` */
function isInOwnWords(one: Value): boolean {
  if (one.kind === 'thrown')
    return one.holds.some(isCodeItself) && !one.holds.some(isText) && one.holds.some(isWording);
  if (one.kind !== 'object') return false;
  const fields = [...one.fields];
  if (!fields.some(([, value]) => isCodeItself(value))) return false;
  const isNamed = fields.some(([name, value]) => CODES.test(name) && isCodeItself(value));
  const texts = fields.filter(([name, value]) => (isNamed ? TEXTS.test(name) : isWording(value)));
  return (isNamed || texts.length === 1) && texts.some(([, value]) => !isText(value) && isWording(value));
}

function isCodeItself(value: Value): boolean {
  return alternatives(value).some(isErrorCode);
}

/** Words in which the code does not stand: of those the facade knows where the portal's begin. */
function isWording(value: Value): boolean {
  return alternatives(value).some(
    (one) =>
      (one.kind === 'literal' && typeof one.value === 'string' && one.value !== '') ||
      one.kind === 'method' ||
      (one.kind === 'text' && !holds(one, isErrorCode)),
  );
}

function isDescription(one: Value): boolean {
  return one.kind === 'answer' && one.stage === 'description';
}
