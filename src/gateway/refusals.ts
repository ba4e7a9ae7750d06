import { NO_SUCH_METHOD, TOO_MANY_CALLS } from '../http/systemCodes';
import { headers } from './headers';
import type { Reply } from './Incoming';

/**
 * What the gateway refuses by itself, in the portal's own words: clients look for parts of them. The status is 400, for on a 5xx
 * they send again, on a 401 they renew, and a 403 they take for a deleted portal. Only what is over in a moment is a 503.
 * Source: error-codes.md and limits.md of the REST documentation.
 */
const REFUSALS = {
  address: [400, NO_SUCH_METHOD, 'Method not found!'],
  malformed: [400, 'WRONG_REQUEST', 'Wrong request'],
  fields: [400, 'WRONG_REQUEST', 'Wrong request'],
  tooLong: [400, 'WRONG_REQUEST', 'Wrong request'],
  busy: [503, TOO_MANY_CALLS, 'Too many requests'],
} as const;

export type RefusalKind = keyof typeof REFUSALS;

export function refusalReply(kind: RefusalKind): Reply {
  const [status, error, error_description] = REFUSALS[kind];
  return jsonReply(status, { error, error_description });
}

/** An answer as the portal writes them. */
export function jsonReply(status: number, value: object, more: readonly string[] = []): Reply {
  return textReply(status, JSON.stringify(value), more);
}

/** The same of a text that is JSON. */
export function textReply(status: number, body: string, more: readonly string[]): Reply {
  const isTyped = headers.first(more, 'content-type') !== undefined;
  const type = isTyped ? [] : ['content-type', 'application/json; charset=utf-8'];
  return { status, reason: '', headers: [...more, ...type, 'content-length', String(Buffer.byteLength(body))], body };
}
