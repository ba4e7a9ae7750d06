import { decodeEvent } from './decodeEvent';
import { toV1Body, type V1BodyOptions } from './toV1Body';

/** What is used of a response of express or a reply of fastify. */
export interface PlainReply {
  status(code: number): { send(text: string): unknown };
}

/**
 * A middleware that hands v2 deliveries on to an old handler in the v1 shape: `app.post('/bot', v1Body(), handler)` for
 * express 4 and 5, `fastify.post('/bot', { preHandler: v1Body() }, handler)` for fastify, behind the body parser. What v1
 * never sent to this handler (reactions; edits and deletions without `updates`) is answered 200 and goes no further.
 * v1 deliveries and bodies that are no events pass untouched.
 */
export function v1Body(options: V1BodyOptions = {}): (request: object, reply: PlainReply, next: () => void) => void {
  // A request type of its own here would become that of the handler behind it: express infers one for the whole route.
  return (request, reply, next) => {
    const given: unknown = Reflect.get(request, 'body');
    if (decodeEvent(given).generation === 'v1') {
      next();
      return;
    }
    const body = toV1Body(given, options);
    if (body === given) {
      reply.status(200).send('ignored');
      return;
    }
    Reflect.set(request, 'body', body);
    next();
  };
}
