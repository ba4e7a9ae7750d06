import type { Outcome } from '../src/errors/ImbotError';
import { systemCode } from '../src/http/systemCodes';

interface FailedCall {
  readonly code: string;
  readonly outcome: Outcome;
  readonly status?: number;
}

/**
 * Whether the portal understood the call, did not run it, and would say the same again: no limit, no login that is over, no
 * answer of somebody else. Only such a refusal says something about the bot.
 */
export function isFinalRefusal({ code, outcome, status = 0 }: FailedCall): boolean {
  const { gate, repeat, lacks } = systemCode(code);
  if (outcome !== 'refused' || status < 400 || status >= 500 || status === 429) return false;
  return gate !== true && repeat === undefined && lacks !== 'login' && !OURS.has(code);
}

/** Codes of this package: what they stand for was said by nobody. */
const OURS: ReadonlySet<string> = new Set(['BAD_ANSWER', 'NO_ANSWER', 'TIMEOUT', 'REINSTALL', 'CONFIG']);
