import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { followMove } from './followMove';
import { headers } from './headers';
import type { Incoming, Outgoing } from './Incoming';
import { GATEWAY_LIMITS } from './limits';
import type { Portal } from './Portal';
import { refusalReply } from './refusals';
import { sendReply } from './sendReply';

/** The body of a request that is passed on: in one piece, or as it comes. */
export type RelayedBody = Buffer | AsyncIterable<Uint8Array> | null;

/**
 * Passes a request on and its answer back, byte for byte, both as they come. Only the headers of the connection are left out, and
 * the host is the portal's. Resolves when the answer is out, to its status; to nothing where there was none.
 */
export function relay(
  portal: Portal,
  { method, headers: given }: Pick<Incoming, 'method' | 'headers'>,
  path: string,
  body: RelayedBody,
  outgoing: Outgoing,
  moves = 0,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const { origin } = portal;
    let control: Dispatcher.DispatchController | undefined;
    let answered: number | undefined;
    let isMoved = false;
    let isTooLong = false;
    const whole = body === null || Buffer.isBuffer(body);
    const sent = whole
      ? body
      : Readable.from(
          within(body, GATEWAY_LIMITS.body, () => {
            isTooLong = true;
          }),
          { objectMode: false },
        );
    outgoing.onGone(() => control?.abort(new Error('the caller is gone')));
    outgoing.onDrain(() => control?.resume());
    const names = whole && body !== null ? ['host', 'expect', 'content-length'] : ['host', 'expect'];
    portal.dispatcher.dispatch(
      {
        origin,
        path,
        method: isVerb(method) ? method : 'GET',
        headers: headers.passedOn(given, names),
        body: sent,
        headersTimeout: 0,
        bodyTimeout: GATEWAY_LIMITS.silence,
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
          outgoing.start(status, reason ?? '', headers.passedOn(asTheyCame(_control.rawHeaders, record)));
        },
        onResponseData(data, chunk) {
          if (!isMoved && !outgoing.write(chunk)) data.pause();
        },
        onResponseEnd() {
          if (isMoved) {
            resolve(relay(portal, { method, headers: given }, path, body, outgoing, moves + 1));
            return;
          }
          outgoing.end();
          resolve(answered);
        },
        onResponseError() {
          if (isTooLong && answered === undefined) {
            resolve(sendReply(refusalReply('tooLong'), outgoing));
            return;
          }
          outgoing.drop();
          resolve(undefined);
        },
      },
    );
  });
}

const MOST_MOVES = 3;

/** Undici tells the headers as bytes, names and values in turn; a dispatcher that was handed in may not. */
function asTheyCame(raw: unknown, record: Readonly<Record<string, string | string[] | undefined>>): string[] {
  return Array.isArray(raw)
    ? raw.map((part) => (Buffer.isBuffer(part) ? part.toString('latin1') : String(part)))
    : headers.fromRecord(record);
}

async function* within(
  body: AsyncIterable<Uint8Array>,
  limit: number,
  onLimit: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) {
      onLimit();
      throw new Error('the body is longer than allowed');
    }
    yield chunk;
  }
}

const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const;
type Verb = (typeof VERBS)[number];

export function isVerb(method: string): method is Verb {
  return VERBS.some((verb) => verb === method);
}
