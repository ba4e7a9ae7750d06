import type { Outcome } from './ImbotError';

/** What each outcome means for the one who reads the error. */
export const OUTCOME_TEXTS: Readonly<Record<Outcome, string>> = {
  refused: 'It did not run.',
  ran: 'It ran.',
  unknown: 'It may have run: look before you send it again.',
};

/** What happened and what to do, by code. Codes of the portal that are not listed here speak through its own description. */
export const CODE_TEXTS: Readonly<Record<string, string>> = {
  TIMEOUT: 'no answer within the time allowed',
  ABORTED: 'the caller gave it up',
  NO_ANSWER: 'the connection brought no answer',
  BAD_ANSWER: 'the answer is not one of the REST interface (a page of a gateway, a redirect, or cut short)',
  CLOSED: 'this client is closed',
  REINSTALL:
    'the refresh token is no longer valid. Reinstall the application on the portal and hand its new tokens to oauth(…)',
  QUERY_LIMIT_EXCEEDED: 'too many calls to this portal from this address. Send fewer per second or pass `limits`',
  OPERATION_TIME_LIMIT: 'the method has used up its running time on this portal and is blocked for some minutes',
  OVERLOAD_LIMIT: 'the portal is blocked by the vendor for overload. Ask its support, calling again does not help',
  expired_token: 'the access token has expired and could not be renewed for this call',
};
