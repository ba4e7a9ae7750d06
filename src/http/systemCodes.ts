/** What a code of the portal's gate says, whatever the method. */
interface SystemCode {
  /** Answered before the method is started, so the call did not run, whatever the HTTP status. */
  readonly gate?: true;
  /** How a repeat could help: after a pause, when the method is unblocked, with a new token, as a form. */
  readonly repeat?: 'wait' | 'operating' | 'renew' | 'form';
  /** What the portal misses: a method of this name, the right to it, or somebody who may call at all. */
  readonly lacks?: 'method' | 'scope' | 'login';
}

/** The portal has no method of this name. */
export const NO_SUCH_METHOD = 'ERROR_METHOD_NOT_FOUND';
/** The webhook or application was given no right to the method. */
export const NO_SCOPE = 'insufficient_scope';
/** More calls than the portal takes at once. */
export const TOO_MANY_CALLS = 'QUERY_LIMIT_EXCEEDED';
/** The method has used up its running time. */
export const METHOD_BLOCKED = 'OPERATION_TIME_LIMIT';

/**
 * The system codes and what follows from each; every other part of the package asks here. A code that is not listed, or
 * without `gate`, proves that nothing ran only beside a 4xx status, with which the portal documents its refusals: behind a
 * 200 or a 5xx the method may have run before the answer was made.
 * Source: error-codes.md and limits.md of the REST documentation.
 */
const SYSTEM_CODES = {
  [TOO_MANY_CALLS]: { gate: true, repeat: 'wait' },
  [METHOD_BLOCKED]: { gate: true, repeat: 'operating' },
  OVERLOAD_LIMIT: { gate: true },
  PORTAL_DELETED: { gate: true },
  // Documented beside a 401 only: behind a 200 or a 5xx it may come from what the method itself asked.
  expired_token: { repeat: 'renew', lacks: 'login' },
  invalid_token: { lacks: 'login' },
  INVALID_CREDENTIALS: { lacks: 'login' },
  NO_AUTH_FOUND: { repeat: 'form', lacks: 'login' },
  [NO_SCOPE]: { lacks: 'scope' },
  [NO_SUCH_METHOD]: { lacks: 'method' },
  METHOD_NOT_FOUND: { lacks: 'method' },
} as const satisfies Readonly<Record<string, SystemCode>>;

/** The codes that the table knows. */
export type SystemErrorCode = keyof typeof SYSTEM_CODES;

/** What the table says of a code, or nothing. */
export function systemCode(code: string): SystemCode {
  return isSystemCode(code) ? SYSTEM_CODES[code] : {};
}

function isSystemCode(code: string): code is SystemErrorCode {
  return Object.hasOwn(SYSTEM_CODES, code);
}

/** Every code of the table. */
export const ALL_SYSTEM_CODES: readonly string[] = /* @__PURE__ */ Object.keys(SYSTEM_CODES);
