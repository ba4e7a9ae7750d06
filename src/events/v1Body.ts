import { decodeEvent } from './decodeEvent';
import { eventIdentity } from './eventIdentity';
import { eventTwins } from './eventTwins';
import { toV1Body, type V1BodyOptions } from './toV1Body';
import { toV1Event } from './toV1Event';
import type { DecodedEvent } from './types';

/** What is used of a response of express or a reply of fastify. */
export interface PlainReply {
  status(code: number): { send(text: string): unknown };
}

/**
 * A middleware that hands v2 deliveries on to an old handler in the v1 shape: `app.post('/bot', v1Body(), handler)` for
 * express 4 and 5, `fastify.post('/bot', { preHandler: v1Body() }, handler)` for fastify, behind the body parser. What v1
 * never sent to this handler (reactions; edits and deletions without `updates`) is answered 200 and goes no further.
 * v1 deliveries and bodies that are no events pass untouched.
 *
 * An event that comes in both generations goes on once: the second one waits until the handler has answered the first, and
 * is answered 200, or goes on where that answer was a failure or a refusal. Where the two come to two addresses, give both the same one:
 * `const body = v1Body()`.
 * @example
 * express().use(express.urlencoded({ extended: true })).post('/bot', v1Body(), oldHandler);
 */
export function v1Body(options: V1BodyOptions = {}): (request: object, reply: PlainReply, next: () => void) => void {
  const twins = eventTwins();

  /** Hands on once: at once where no twin has come. */
  function once(decoded: DecodedEvent, reply: PlainReply, handOn: () => void): void {
    const v1 = decoded.event === '' ? null : toV1Event(decoded);
    const identity = v1 === null ? undefined : eventIdentity(decoded, v1);
    const end = identity === undefined ? undefined : twins.first(identity);
    if (identity === undefined || end !== undefined) {
      if (end !== undefined) whenAnswered(reply, end);
      handOn();
      return;
    }
    twins.meet(identity).then((met) => {
      if (met === 'handled') {
        reply.status(200).send('duplicate');
        return;
      }
      whenAnswered(reply, met);
      handOn();
    });
  }

  // A request type of its own here would become that of the handler behind it: express infers one for the whole route.
  return (request, reply, next) => {
    const given: unknown = Reflect.get(request, 'body');
    const decoded = decodeEvent(given);
    if (decoded.generation === 'v1') {
      once(decoded, reply, next);
      return;
    }
    const body = toV1Body(given, options);
    if (body === given) {
      reply.status(200).send('ignored');
      return;
    }
    once(decoded, reply, () => {
      Reflect.set(request, 'body', body);
      next();
    });
  };
}

/** Tells whether the handler behind took the event, by its answer; one that cannot be watched is taken to. */
function whenAnswered(reply: object, end: (handled: boolean) => void): void {
  const raw: unknown = Reflect.get(reply, 'raw') ?? reply;
  const once: unknown = typeof raw === 'object' && raw !== null ? Reflect.get(raw, 'once') : undefined;
  if (typeof raw !== 'object' || raw === null || typeof once !== 'function') {
    end(true);
    return;
  }
  once.call(raw, 'finish', () => end(Number(Reflect.get(raw, 'statusCode')) < 400));
  // Closed before it was answered.
  once.call(raw, 'close', () => end(false));
}
