import { Exchange } from '../http/exchange';
import { onAbort } from '../http/onAbort';
import { parseObject } from '../http/parseObject';
import type { SendOptions } from '../transport/types';
import { admit } from './admit';
import { followMove } from './followMove';
import { headers } from './headers';
import type { Reply } from './Incoming';
import { isBroken } from './isBroken';
import type { Portal } from './Portal';
import { refusalReply } from './refusals';
import { Unanswered } from './Unanswered';

/** One request to the portal, but for where the portal is. */
export interface PortalQuestion {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: string[];
  readonly body: string | Buffer | null;
}

/** What the portal answered, to its end. */
export interface PortalAnswer extends Reply {
  readonly text: string;
  /** The JSON object in the text, where it is one. */
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Sends one request and reads the whole answer, wherever the portal has moved to. A question whose connection broke is put once
 * more: it changes nothing.
 */
export async function ask(portal: Portal, question: PortalQuestion, options: SendOptions): Promise<PortalAnswer> {
  let mayRepeat = options.replay === 'read';
  for (let moves = 0; ; moves += 1) {
    const { origin, limiter, reuse } = portal;
    if (
      limiter !== undefined &&
      !(await admit(portal, (options.until ?? Number.POSITIVE_INFINITY) - portal.clock.now()))
    )
      return busy();
    const { path, method, headers: sent, body: whole } = question;
    const request = { origin, path, method, headers: sent, body: whole };
    const exchange = new Exchange(portal.sender, reuse.isOff() ? { ...request, reset: true } : request);
    const callOff = limited(exchange, portal, options);
    const answer = await exchange.done;
    callOff();
    if ('error' in answer) {
      reuse.note(answer.error);
      if (!mayRepeat || !isBroken(answer.error)) {
        throw new Unanswered(SILENT, { cause: answer.error, mayHaveRun: answer.sent });
      }
      mayRepeat = false;
      continue;
    }
    const { status, bytes, body } = answer;
    if (moves < MOST_MOVES && followMove(portal, { origin, path }, answer)) continue;
    const kept = headers.passedOn(headers.fromRecord(answer.headers), OF_BODY);
    kept.push('content-length', String(bytes.length));
    return { status, reason: '', headers: kept, body: bytes, text: body, fields: parseObject(body) };
  }
}

/** What the portal says of more calls than it takes. */
function busy(): PortalAnswer {
  const reply = refusalReply('busy');
  const text = String(reply.body);
  return { ...reply, text, fields: parseObject(text) };
}

const SILENT = 'the portal gave no answer';
const OF_BODY = ['content-length'];
const MOST_MOVES = 3;

/** Ends the exchange when its time is up, or when nobody waits any more; the returned function calls that off. */
function limited(exchange: Exchange, { clock }: Portal, { timeout, until, signal }: SendOptions): () => void {
  const left = until === undefined ? Number.POSITIVE_INFINITY : Math.max(0, until - clock.now());
  const ms = Math.min(timeout ?? Number.POSITIVE_INFINITY, left);
  const late = (): void => exchange.cancel(new Error('the portal took too long'));
  const callOff = ms < FOREVER ? clock.after(ms, late) : undefined;
  if (signal === undefined) return callOff ?? nothing;
  const unlisten = onAbort(signal, late);
  return () => {
    callOff?.();
    unlisten();
  };
}

function nothing(): void {}

/** The longest delay that a timer can hold. */
const FOREVER = 2 ** 31;
