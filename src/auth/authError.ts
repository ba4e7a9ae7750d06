import { callError } from '../errors/callError';
import type { AnyErrorCode } from '../errors/ErrorCode';
import type { ImbotError } from '../errors/ImbotError';

interface AuthErrorDetails {
  status?: number | undefined;
  description?: string | undefined;
  cause?: Error | undefined;
}

/** An error of the authorisation itself; a call that fails for it puts its own name on. No call has run by then. */
export function authError(code: AnyErrorCode, text: string, details: AuthErrorDetails = {}): ImbotError {
  const { status, description, cause } = details;
  const said = description ? ` (${description})` : '';
  return callError({
    code,
    method: 'oauth',
    outcome: 'refused',
    text: `${code}: ${text}${said}.`,
    status,
    description,
    cause,
  });
}
