import { field } from '../values/answers';
import { isFields } from '../values/structures';
import type { Failure } from './Failure';

/** What a code of the portal is made of: a sentence, or a status line, is none. */
const CODE = /^[A-Za-z][\w.-]{0,63}$/;

/** The error of an answer `{ error, error_description }`; an empty text or 0 is none. */
export function envelopeFailure(value: unknown): Failure | undefined {
  const error = field(value, 'error');
  const description = textOrNone(field(value, 'error_description'));
  if (typeof error === 'number' && error !== 0) return { code: String(error), description, from: 'body' };
  if (typeof error !== 'string' || error === '') return undefined;
  return CODE.test(error)
    ? { code: error, description, from: 'body' }
    : { description: description ?? error, from: 'text' };
}

/** JSON text or bytes of an object, parsed. */
export function parsedObject(value: unknown): Record<string, unknown> | undefined {
  const text = value instanceof Uint8Array ? decode(value) : value;
  if (typeof text !== 'string' || !/^\s*\{/.test(text)) return undefined;
  try {
    const found: unknown = JSON.parse(text);
    return isFields(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Bodies longer than this are no refusals. */
const LONGEST = 100_000;

function decode(bytes: Uint8Array): string | undefined {
  return bytes.length > LONGEST ? undefined : new TextDecoder().decode(bytes);
}

export function textOrNone(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
