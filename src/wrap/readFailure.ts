import { NO_SUCH_METHOD, V1_CODES } from '../map/errors';
import { field } from '../values/answers';

/** What the portal said, as far as a foreign error or answer tells. */
export interface Failure {
  readonly code?: string;
  readonly description?: string;
  readonly status?: number;
}

/**
 * Finds the portal's error code in what a wrapper threw: an error envelope in one of the usual places, a `code`, or a
 * known code in the text.
 */
export function readFailure(thrown: unknown): Failure {
  const status = statusOf(thrown);
  const found = failureIn(thrown) ?? failureInText(thrown);
  return status === undefined ? (found ?? {}) : { status, ...found };
}

/** The error of an answer `{ error, error_description }`; an empty text or 0 is none. */
export function envelopeFailure(value: unknown): Failure | undefined {
  const error = field(value, 'error');
  const description = text(field(value, 'error_description'));
  if (typeof error === 'string' && error !== '') return { code: error, description };
  if (typeof error === 'number' && error !== 0) return { code: String(error), description };
  return undefined;
}

const PLACES = ['data', 'body', 'ex', 'error', 'answer', 'result', 'cause', 'response', 'details'];

function failureIn(value: unknown, depth = 0): Failure | undefined {
  if (typeof value === 'string') return envelopeFailure(parsed(value));
  if (typeof value !== 'object' || value === null || depth > 4) return undefined;
  const own = envelopeFailure(value);
  if (own) return own;
  const code = Reflect.get(value, 'code');
  if (typeof code === 'string' && KNOWN.has(code)) {
    const description = text(Reflect.get(value, 'description')) ?? text(Reflect.get(value, 'error_description'));
    return { code, description: description ?? text(Reflect.get(value, 'message')) };
  }
  for (const place of PLACES) {
    const inner = failureIn(Reflect.get(value, place), depth + 1);
    if (inner) return inner;
  }
  return undefined;
}

/** Codes that may be looked for in a message. */
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(V1_CODES),
  NO_SUCH_METHOD,
  'ACCESS_DENIED',
  'ACCESS_ERROR',
  'METHOD_NOT_FOUND',
  'insufficient_scope',
  'expired_token',
  'invalid_token',
  'NO_AUTH_FOUND',
  'INVALID_CREDENTIALS',
  'QUERY_LIMIT_EXCEEDED',
  'OPERATION_TIME_LIMIT',
  'OVERLOAD_LIMIT',
]);

function failureInText(thrown: unknown): Failure | undefined {
  const message = typeof thrown === 'string' ? thrown : (text(field(thrown, 'message')) ?? '');
  const code = message.match(/[A-Za-z][A-Za-z_]{3,}/g)?.find((word) => KNOWN.has(word));
  if (code !== undefined) return { code, description: message };
  return /method not found/i.test(message) ? { code: NO_SUCH_METHOD, description: message } : undefined;
}

function statusOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const response: unknown = Reflect.get(value, 'response');
  const inner = typeof response === 'object' && response !== null ? response : value;
  for (const name of ['status', 'statusCode']) {
    const status: unknown = Reflect.get(inner, name) ?? Reflect.get(value, name);
    if (typeof status === 'number') return status;
  }
  return undefined;
}

function parsed(value: string): unknown {
  if (!value.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
