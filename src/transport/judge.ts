import type { Outcome } from '../errors/ImbotError';
import type { Answer } from './exchange';
import { parseObject } from './parseObject';
import type { Envelope } from './types';

/** What an answer means: an envelope, or a failure with its outcome and the way a repeat could help. */
export type Verdict = { envelope: Envelope } | Refusal;

export interface Refusal {
  envelope?: undefined;
  code: string;
  outcome: Outcome;
  status: number;
  description: string | undefined;
  /** `wait`: after a pause; `renew`: with a new token; `form`: perhaps as a form; `moved`: at another address; `no`: never. */
  repeat: 'wait' | 'operating' | 'renew' | 'form' | 'moved' | 'no';
}

/** Codes that come with a 5xx status although the method was never started. */
const NOT_STARTED = new Set([
  'QUERY_LIMIT_EXCEEDED',
  'OPERATION_TIME_LIMIT',
  'OVERLOAD_LIMIT',
  'expired_token',
  'NO_AUTH_FOUND',
]);

const REPEAT: Readonly<Record<string, Refusal['repeat']>> = {
  QUERY_LIMIT_EXCEEDED: 'wait',
  OPERATION_TIME_LIMIT: 'operating',
  expired_token: 'renew',
  NO_AUTH_FOUND: 'form',
};

/**
 * A JSON answer with an error code is the portal refusing; below 500 it did not run the method. Anything else that is no
 * envelope (a gateway's page, half an answer) says nothing about what the portal did.
 */
export function judge(answer: Answer): Verdict {
  const { status } = answer;
  if (status >= 300 && status < 400) return bad(status, 'refused', answer.location ? 'moved' : 'no');
  const body = parseObject(answer.body);
  if (body === undefined) {
    if (status === 429) return bad(status, 'refused', 'wait');
    return bad(status, 'unknown', status >= 400 && status < 500 ? 'no' : 'wait');
  }
  const code = codeOf(body);
  if (code !== undefined) {
    const refused = status < 500 || NOT_STARTED.has(code);
    return {
      code,
      status,
      outcome: refused ? 'refused' : 'unknown',
      description: typeof body['error_description'] === 'string' ? body['error_description'] : undefined,
      repeat: REPEAT[code] ?? (refused ? 'no' : 'wait'),
    };
  }
  if (status < 200 || status >= 300) return bad(status, 'unknown', status >= 500 ? 'wait' : 'no');
  return hasResult(body) ? { envelope: body } : bad(status, 'unknown', 'no');
}

function bad(status: number, outcome: Outcome, repeat: Refusal['repeat']): Refusal {
  return { code: 'BAD_ANSWER', status, outcome, description: undefined, repeat };
}

function hasResult(body: Record<string, unknown>): body is Envelope {
  return 'result' in body;
}

/** v1 and v2 answer `error: 'CODE'`; an empty text or 0 is no error. */
function codeOf(body: Record<string, unknown>): string | undefined {
  const { error } = body;
  if (typeof error === 'string' && error !== '') return error;
  if (typeof error === 'number' && error !== 0) return String(error);
  return undefined;
}
