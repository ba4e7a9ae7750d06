import { Exchange, type ExchangeFailure, errorCode, type HttpAnswer, TOO_LONG } from '../http/exchange';
import type { PortalAddress } from './address';
import { encodeForm } from './encodeForm';
import { type FailedAttempt, type Judgement, judgeAnswer } from './judgeAnswer';
import { type PendingCall, SETTLED } from './PendingCall';
import type { Ready } from './prepare';
import type { TransportState } from './TransportState';
import type { Params } from './types';

const JSON_HEADERS = ['content-type', 'application/json'];
const FORM_HEADERS = ['content-type', 'application/x-www-form-urlencoded'];

/** Sends a call once, as a form or as JSON; `done` of the exchange brings what `verdictOn` judges. */
export function attempt(
  call: PendingCall,
  { params, address }: Ready,
  { io, maxAnswer }: TransportState,
  form: boolean,
): Exchange {
  call.attempts++;
  const { origin } = address;
  const path = address.path + call.method;
  const headers = form ? FORM_HEADERS : JSON_HEADERS;
  const request = { origin, path, method: 'POST', headers, body: encode(call, params, form) } as const;
  const exchange = new Exchange(io.sender, request, maxAnswer);
  call.exchange = exchange;
  return exchange;
}

/** What came of it. */
export function verdictOn(
  call: PendingCall,
  { origin, path }: PortalAddress,
  answer: HttpAnswer | ExchangeFailure,
): Judgement {
  call.exchange = undefined;
  if (call.settled) throw SETTLED;
  return 'error' in answer ? noAnswer(answer) : judgeAnswer(answer, { origin, path: path + call.method });
}

function encode(call: PendingCall, params: Params, form: boolean): string {
  try {
    return form ? encodeForm(params) : JSON.stringify(params);
  } catch (cause) {
    throw call.error('CONFIG', { outcome: 'refused', text: 'the parameters can not be encoded', cause });
  }
}

/** No whole answer came. */
function noAnswer({ sent, error: cause }: ExchangeFailure): FailedAttempt {
  const none = { status: undefined, description: undefined, cause };
  if (errorCode(cause) === TOO_LONG) {
    const text = 'the answer is longer than `maxAnswer`';
    return { ...none, code: 'BAD_ANSWER', outcome: 'unknown', repeat: 'no', text };
  }
  if (sent) return { ...none, code: 'NO_ANSWER', outcome: 'unknown', repeat: 'wait' };
  return { ...none, code: 'NO_ANSWER', outcome: 'refused', repeat: isPassing(cause) ? 'unsent' : 'no' };
}

/** Is it worth another try? A wrong certificate or an invalid request stays what it is. */
function isPassing(error: Error): boolean {
  return !/CERT|TLS|SELF_SIGNED|VERIFY|INVALID_ARG|DESTROYED|CLOSED/.test(errorCode(error));
}
