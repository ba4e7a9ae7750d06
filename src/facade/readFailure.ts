import { ALL_SYSTEM_CODES } from '../http/systemCodes';
import { V1_CODES } from '../map/errors';
import { type Echo, NO_ECHO } from './echo';
import { envelopeFailure, parsedObject, textOrNone } from './envelopes';
import type { Failure } from './Failure';
import { foreignField } from './foreignField';

/**
 * Reads what a wrapper threw. A code is believed where a field says it: an error envelope in one of the places where clients
 * keep bodies, or a `code` that is a known one. The request, which many errors carry along, is never looked at.
 *
 * @param bodies bodies that could only be read by waiting, see `peek`
 */
export function readFailure(thrown: unknown, echo: Echo = NO_ECHO, bodies: readonly string[] = []): Failure {
  const status = statusOf(thrown);
  const found = [
    first(bodies, (body) => envelopeFailure(parsedObject(body))),
    bodyIn(thrown, echo, 0, new Set()),
    fieldIn(thrown, echo, 0),
    wordIn(thrown, echo),
  ].find((failure) => failure && isOfPortal(failure, echo));
  return status === undefined ? (found ?? {}) : { status, ...found };
}

/** A code that the request holds too is the portal's only in a body, with the portal's text beside it. */
export function isOfPortal({ code, description, from }: Failure, echo: Echo): boolean {
  if (code === undefined || !echo.holds(code)) return true;
  return from === 'body' && !!description && !echo.holds(description);
}

/** Where clients and wrappers keep what came back, the likeliest first. */
const PLACES = [
  'response',
  'data',
  'body',
  '_data',
  'responseJSON',
  'responseText',
  'text',
  'rawBody',
  'raw',
  'ex',
  'error',
  'answer',
  'result',
  'cause',
  'details',
  'payload',
  'json',
  'original',
  'originalError',
  'err',
  'b24',
  'bitrix',
];

/** An envelope among what came back. The request and its copies do not count, whatever stands in them. */
function bodyIn(value: unknown, echo: Echo, depth: number, seen: Set<object>): Failure | undefined {
  if (typeof value === 'string' || value instanceof Uint8Array) {
    const body = parsedObject(value);
    return body && !(typeof value === 'string' && echo.holds(value.trim())) ? envelopeIn(body) : undefined;
  }
  if (typeof value !== 'object' || value === null || depth > DEPTH || seen.has(value) || echo.is(value))
    return undefined;
  seen.add(value);
  const own = value instanceof Error ? undefined : envelopeIn(value);
  if (own) return own;
  return first(PLACES, (place) => bodyIn(foreignField(value, place), echo, depth + 1, seen));
}

/** Errors within errors within responses; deeper is somebody's own tree. */
const DEPTH = 4;

function envelopeIn(value: object): Failure | undefined {
  const failure = envelopeFailure(value);
  if (failure?.from !== 'body') return undefined;
  // `error: 'ECONNRESET'` of a client's own is no word of the portal.
  return 'error_description' in value || KNOWN.has(failure.code ?? '') ? failure : undefined;
}

/** A known code in a field of the error. */
function fieldIn(value: unknown, echo: Echo, depth: number): Failure | undefined {
  if (typeof value !== 'object' || value === null || depth > 2 || echo.is(value)) return undefined;
  for (const name of CODE_FIELDS) {
    const code = foreignField(value, name);
    if (typeof code === 'string' && KNOWN.has(code)) {
      const text = first(TEXT_FIELDS, (name) => textOrNone(foreignField(value, name)));
      // A message may say the code too.
      return { code, description: text?.includes(code) ? afterCode(text, code) : text, from: 'field' };
    }
  }
  // A form of somebody's own: `{ ok: false, why: 'CODE' }`.
  for (const name of Object.keys(value)) {
    const code = name.startsWith('_') || SENT.has(name) ? undefined : foreignField(value, name);
    if (typeof code === 'string' && KNOWN.has(code)) return { code, from: 'field', description: beside(value, name) };
  }
  return first(['ex', 'error', 'cause', 'originalError'], (place) =>
    fieldIn(foreignField(value, place), echo, depth + 1),
  );
}

/** Fields that hold what was sent. */
const SENT: ReadonlySet<string> = new Set(['config', 'request', 'req', 'options', 'params', 'data', 'body', 'method']);

/** The one text beside a code is the portal's. */
function beside(value: object, code: string): string | undefined {
  const texts = Object.keys(value).flatMap((name) =>
    name === code ? [] : (textOrNone(foreignField(value, name)) ?? []),
  );
  return texts.length === 1 ? texts[0] : undefined;
}

const CODE_FIELDS = ['code', 'error', 'errorCode', 'error_code'];
const TEXT_FIELDS = ['description', 'error_description', 'errorDescription', 'message'];

/** A known code as a word of the text, where the request does not hold that word. */
function wordIn(thrown: unknown, echo: Echo): Failure | undefined {
  const text = textOrNone(thrown) ?? textOrNone(foreignField(thrown, 'message'));
  if (!text) return undefined;
  const whole = parsedObject(text);
  if (whole && !echo.holds(text.trim())) {
    const failure = envelopeIn(whole);
    if (failure) return { ...failure, from: 'text' };
  }
  const words = text.match(/[A-Za-z][A-Za-z_]{3,}/g) ?? [];
  const code = words.find((word) => KNOWN.has(word) && !echo.holds(word));
  return code ? { code, description: afterCode(text, code), from: 'text' } : undefined;
}

/** The portal's text in `Failed: CODE - text`, `[CODE] text` and `CODE (its text)`; a status or a method's name is none. */
function afterCode(text: string, code: string): string | undefined {
  const [before, rest = ''] = text.split(code);
  return /^(?:\]|\s*[:.(\p{Pd}])+\s*([^() ]+ [^()]*[^\d()])\)?$/u.exec(before ? rest : `:${rest}`)?.[1];
}

/** Codes that the portal refuses calls with. */
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.entries(V1_CODES).flat(),
  ...ALL_SYSTEM_CODES,
  'ACCESS_ERROR',
  'CANT_EDIT_MESSAGE',
]);

/** The HTTP status that an error or a response shows. */
export function statusOf(value: unknown): number | undefined {
  for (const holder of [foreignField(value, 'response'), value, foreignField(value, 'cause')])
    for (const name of ['status', 'statusCode']) {
      const status = foreignField(holder, name);
      if (typeof status === 'number' && status >= 100 && status < 600) return status;
    }
  return undefined;
}

function first<A, B>(list: readonly A[], find: (item: A) => B | undefined): B | undefined {
  for (const item of list) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Does an answer show a status that is none of success? */
export function isFailed(answer: unknown): boolean {
  return (statusOf(answer) ?? 0) >= 400;
}

/** Codes from this table may be shown: anything else under a code's name may be a text, or a secret. */
export function isKnownCode(code: string): boolean {
  return KNOWN.has(code) || OURS.has(code);
}

const OURS: ReadonlySet<string> = new Set(['LOSSY', 'UNTRANSLATABLE', 'CONFIG', 'NO_ANSWER', 'BAD_ANSWER']);
