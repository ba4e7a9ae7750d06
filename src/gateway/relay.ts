import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { followMove } from './followMove';
import { headers } from './headers';
import type { Incoming, Outgoing } from './Incoming';
import { isBroken } from './isBroken';
import { GATEWAY_LIMITS } from './limits';
import type { Portal } from './Portal';
import { passage } from './passage';
import { refusalReply } from './refusals';
import { sendReply } from './sendReply';

/** Where a request goes. */
type RelayedTo = Pick<Portal, 'origin' | 'allowHosts' | 'dispatcher' | 'onMoved'> & Partial<Pick<Portal, 'reuse'>>;

/** How often it was sent already, and whether it changes nothing: then it may be sent once more where its connection breaks. */
interface Attempt {
  readonly moves?: number;
  readonly isQuestion?: boolean;
}

/** The body of a request that is passed on: in one piece, or as it comes, after what was read of it. */
export type RelayedBody = Buffer | { readonly source: Readable; readonly begun?: Buffer } | null;

/**
 * Passes a request on and its answer back, byte for byte, both as they come. Only the headers of the connection are left out, and
 * the host is the portal's. Resolves when the answer is out, to its status; to nothing where there was none.
 */
export function relay(
  portal: RelayedTo,
  { method, headers: given }: Pick<Incoming, 'method' | 'headers'>,
  path: string,
  body: RelayedBody,
  outgoing: Outgoing,
  { moves = 0, isQuestion = false }: Attempt = {},
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const { origin } = portal;
    let control: Dispatcher.DispatchController | undefined;
    let answered: number | undefined;
    let isMoved = false;
    let isTooLong = false;
    /** Bytes of the answer that are still to come, where it says how many: the last ones end it, in one write. */
    let left = Number.NaN;
    let isOver = false;
    const whole = body === null || Buffer.isBuffer(body);
    const sent = whole
      ? body
      : passage(body.source, body.begun, GATEWAY_LIMITS.body, () => {
          isTooLong = true;
        });
    outgoing.onGone(() => control?.abort(new Error('the caller is gone')));
    outgoing.onDrain(() => control?.resume());
    const names = whole && body !== null ? OF_WHOLE : OF_REQUEST;
    portal.dispatcher.dispatch(
      {
        origin,
        path,
        method: isVerb(method) ? method : 'GET',
        headers: headers.passedOn(given, names),
        body: sent,
        headersTimeout: 0,
        bodyTimeout: GATEWAY_LIMITS.silence,
        ...(portal.reuse?.isOff() ? { reset: true } : {}),
      },
      {
        onRequestStart(started) {
          control = started;
        },
        onResponseStart(_control, status, record, reason) {
          if (status < 200) return;
          const location = record['location'];
          const moved = { status, location: Array.isArray(location) ? location[0] : location };
          if (status >= 300 && status < 400 && moves < MOST_MOVES && followMove(portal, { origin, path }, moved)) {
            isMoved = whole;
            if (isMoved) return;
          }
          answered = status;
          left = Number(record['content-length'] ?? Number.NaN);
          outgoing.start(status, reason ?? '', headers.passedOn(asTheyCame(_control.rawHeaders, record)));
        },
        onResponseData(data, chunk) {
          if (isMoved || isOver) return;
          left -= chunk.length;
          isOver = left === 0;
          if (isOver) outgoing.end(chunk);
          else if (!outgoing.write(chunk)) data.pause();
        },
        onResponseEnd() {
          if (isMoved) {
            resolve(relay(portal, { method, headers: given }, path, body, outgoing, { moves: moves + 1, isQuestion }));
            return;
          }
          if (!isOver) outgoing.end();
          resolve(answered);
        },
        onResponseError(_control, error) {
          if (!isTooLong && answered === undefined) portal.reuse?.note(error);
          if (isQuestion && whole && answered === undefined && isBroken(error)) {
            resolve(relay(portal, { method, headers: given }, path, body, outgoing, { moves }));
            return;
          }
          if (isTooLong && answered === undefined) {
            resolve(sendReply(refusalReply('tooLong'), outgoing));
            return;
          }
          if (!isOver) outgoing.drop();
          resolve(isOver ? answered : undefined);
        },
      },
    );
  });
}

const OF_REQUEST = ['host', 'expect'];
const OF_WHOLE = [...OF_REQUEST, 'content-length'];
const MOST_MOVES = 3;

/** Undici tells the headers as bytes, names and values in turn; a dispatcher that was handed in may not. */
function asTheyCame(raw: unknown, record: Readonly<Record<string, string | string[] | undefined>>): string[] {
  return Array.isArray(raw)
    ? raw.map((part) => (Buffer.isBuffer(part) ? part.toString('latin1') : String(part)))
    : headers.fromRecord(record);
}

const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const;
type Verb = (typeof VERBS)[number];

export function isVerb(method: string): method is Verb {
  return VERBS.some((verb) => verb === method);
}
