import { Failure } from './failure';

/** Codes of the REST platform itself, with text and status of the page "system errors". */
const TABLE = {
  INTERNAL_SERVER_ERROR: [500, 'Internal server error'],
  QUERY_LIMIT_EXCEEDED: [503, 'Too many requests'],
  OPERATION_TIME_LIMIT: [429, 'Method is blocked due to operation time limit.'],
  OVERLOAD_LIMIT: [503, 'REST API is blocked due to overload'],
  ERROR_METHOD_NOT_FOUND: [404, 'Method not found!'],
  ERROR_BATCH_METHOD_NOT_ALLOWED: [405, 'Method is not allowed for batch usage'],
  ERROR_BATCH_LENGTH_EXCEEDED: [400, 'Max batch length exceeded'],
  NO_AUTH_FOUND: [401, 'Wrong authorization data'],
  insufficient_scope: [403, 'The request requires higher privileges than provided by the webhook token'],
  WRONG_AUTH_TYPE: [403, 'Current authorization type is denied for this method'],
  expired_token: [401, 'The access token provided has expired'],
} as const;

export type SystemCode = keyof typeof TABLE;

export function systemFailure(code: SystemCode): Failure {
  const [status, description] = TABLE[code];
  return new Failure(code, description, status);
}
