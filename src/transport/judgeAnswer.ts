import type { Outcome } from '../errors/ImbotError';
import type { HttpAnswer } from '../http/exchange';
import { parseObject } from '../http/parseObject';
import { systemCode } from '../http/systemCodes';
import { movedTo } from './address';
import { refuses } from './refuses';
import type { Envelope } from './types';

/** What an answer means: an envelope, or a failure with its outcome and the way a repeat could help. */
export type Judgement = { envelope: Envelope } | FailedAttempt;

export interface FailedAttempt {
  envelope?: undefined;
  code: string;
  outcome: Outcome;
  status: number | undefined;
  description: string | undefined;
  /**
   * `wait`: after a pause; `unsent`: as soon as there is a connection; `renew`: with a new token; `form`: perhaps as a form;
   * `moved`: at another address; `no`: never.
   */
  repeat: 'wait' | 'operating' | 'renew' | 'form' | 'moved' | 'unsent' | 'no';
  /** Where the portal has moved to. */
  there?: URL;
  cause?: Error;
  text?: string;
}

/** Where a request went: a redirect means something only beside it. */
interface Asked {
  origin: string;
  path: string;
}

/**
 * A JSON answer with an error code is the portal refusing; with a 4xx status it did not run the method, and neither did it
 * where the code comes from the gate before all methods. Anything else that is no envelope (a gateway's page, half an answer,
 * an error beside a 200) says nothing about what the portal did.
 */
export function judgeAnswer(answer: HttpAnswer, asked: Asked): Judgement {
  const { status } = answer;
  if (status >= 300 && status < 400) return redirected(answer, asked);
  const body = parseObject(answer.body);
  if (body === undefined) {
    if (status === 429) return bad(status, 'refused', 'wait');
    return bad(status, 'unknown', refuses(status) ? 'no' : 'wait');
  }
  const code = codeOf(body);
  if (code !== undefined) {
    const { gate, repeat } = systemCode(code);
    const refused = refuses(status) || gate === true;
    return {
      code,
      status,
      outcome: refused ? 'refused' : 'unknown',
      description: typeof body['error_description'] === 'string' ? body['error_description'] : undefined,
      repeat: refused ? (repeat ?? 'no') : repeatOfUnknown(status, repeat),
    };
  }
  if (status < 200 || status >= 300) return bad(status, 'unknown', refuses(status) ? 'no' : 'wait');
  return hasResult(body) ? { envelope: body } : bad(status, 'unknown', 'no');
}

/** What is answered with a 200 is answered so every time, but with another token. */
function repeatOfUnknown(status: number, repeat: FailedAttempt['repeat'] | undefined): FailedAttempt['repeat'] {
  if (repeat === 'renew') return 'renew';
  return status < 300 ? 'no' : 'wait';
}

function redirected({ status, location }: HttpAnswer, { origin, path }: Asked): FailedAttempt {
  const there = movedTo(origin, path, status, location);
  if (there !== undefined) return { ...bad(status, 'refused', 'moved'), there };
  return { ...bad(status, 'unknown', 'wait'), text: NOT_MOVED };
}

const NOT_MOVED =
  'a redirect that does not say that the portal has moved: to the same host, to another path, or without an address';

function bad(status: number, outcome: Outcome, repeat: FailedAttempt['repeat']): FailedAttempt {
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
