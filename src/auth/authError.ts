import { ImbotError } from '../errors/ImbotError';

interface AuthErrorDetails {
  status?: number | undefined;
  description?: string | undefined;
  cause?: Error | undefined;
}

/** An error of the authorisation itself; a call that fails for it puts its own name on. No call has run by then. */
export function authError(code: string, text: string, details: AuthErrorDetails = {}): ImbotError {
  const { status, description, cause } = details;
  return new ImbotError({
    code,
    method: 'oauth',
    outcome: 'refused',
    message: `${code}: ${text}${description ? ` (${description})` : ''}.`,
    ...(status === undefined ? {} : { status }),
    ...(description === undefined ? {} : { description }),
    ...(cause === undefined ? {} : { cause }),
  });
}
