import { isFailed } from '../facade/readFailure';

/**
 * Does an object that came in place of a result of v2 speak of a failure? By a status, by an error in it, or by holding nothing
 * but words that failures are told in. Results of v2 hold what they made, or `{ result: true }`.
 */
export function saysFailure(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false;
  if (result instanceof Error || isFailed(result)) return true;
  if (Array.isArray(result)) return result.length > 0 && (typeof result[0] !== 'object' || result[0] === null);
  const entries = Object.entries(result);
  if (entries.some(([name, value]) => ERRORS.has(name) && Boolean(value))) return true;
  return entries.length > 0 && entries.every(([name, value]) => WORDS.has(name) && !isObject(value));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

const ERRORS: ReadonlySet<string> = new Set(['error', 'err', 'errors', 'exception']);

const WORDS: ReadonlySet<string> = new Set([
  ...ERRORS,
  'code',
  'data',
  'description',
  'detail',
  'details',
  'errno',
  'error_description',
  'httpCode',
  'httpStatus',
  'http_code',
  'http_status',
  'message',
  'msg',
  'name',
  'ok',
  'reason',
  'status',
  'statusCode',
  'statusMessage',
  'statusText',
  'status_code',
  'success',
  'text',
  'title',
  'type',
  'why',
]);
