import type { EventHandler } from './createEventHandler';

/** What is used of a request of fastify. */
export interface FastifyRequestLike {
  body?: unknown;
  headers: Record<string, string | string[] | undefined>;
}

/** What is used of a reply of fastify. */
export interface FastifyReplyLike {
  code(status: number): { send(text: string): unknown };
}

/**
 * For `fastify.post('/bot', toFastify(handler))`. Fastify itself answers 415 to forms: register @fastify/formbody, or
 * `addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (request, body, done) => done(null, body))`.
 * @example
 * fastify().post('/bot', toFastify(createEventHandler({ applicationToken, on })));
 */
export function toFastify(
  handler: EventHandler,
): (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<void> {
  return async (request, reply) => {
    const contentType = String(request.headers['content-type'] ?? '');
    const { status, text } = await handler.deliver(request.body, { contentType });
    await reply.code(status).send(text);
  };
}
