import { callError } from '../errors/callError';
import { ImbotError } from '../errors/ImbotError';
import { OUTCOME_TEXTS } from '../errors/texts';
import type { PendingCall } from './PendingCall';

/** What a call fails with. Errors of its authorisation know nothing of it: they get its name and its outcome. */
export function asImbotError(call: PendingCall, error: unknown): ImbotError {
  if (!(error instanceof ImbotError)) {
    return call.error('NO_ANSWER', { outcome: call.attempts > 0 ? 'unknown' : 'refused', cause: error });
  }
  if (error.method === call.as) return error;
  const { code, status, description, cause, message } = error;
  const outcome = call.mayHaveRun ? 'unknown' : 'refused';
  return callError({
    code,
    method: call.as,
    outcome,
    text: `${message} ${OUTCOME_TEXTS[outcome]}`,
    status,
    description,
    cause,
  });
}
