import { Readable } from 'node:stream';
import type { Incoming, Outgoing } from './Incoming';
import { Unanswered } from './Unanswered';

/** A request of the Fetch API. */
export function incomingFromFetch(request: Request): Incoming {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    target: pathname + search,
    headers: [...request.headers].flat(),
    body: request.body ? Readable.from(request.body, { objectMode: false }) : undefined,
  };
}

/** A response of the Fetch API: `response` rejects where the connection would have been dropped. */
export function outgoingToFetch(): Outgoing & { readonly response: Promise<Response> } {
  let resolve: (response: Response) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const response = new Promise<Response>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  let drained = (): void => {};
  let gone = (): void => {};
  return {
    response,
    start(status, reason, headers) {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          stream = controller;
        },
        pull: () => drained(),
        cancel: () => gone(),
      });
      const list = new Headers();
      for (let index = 0; index < headers.length; index += 2)
        list.append(headers[index] ?? '', headers[index + 1] ?? '');
      const isBare = WITHOUT_BODY.has(status);
      if (isBare) stream = undefined;
      resolve(new Response(isBare ? null : body, { status, statusText: reason, headers: list }));
    },
    write(chunk) {
      if (stream === undefined || chunk.length === 0) return true;
      stream.enqueue(chunk);
      return (stream.desiredSize ?? 1) > 0;
    },
    end(last) {
      if (last !== undefined && last.length > 0) stream?.enqueue(typeof last === 'string' ? Buffer.from(last) : last);
      stream?.close();
    },
    drop() {
      const error = new Unanswered('the portal gave no answer');
      stream?.error(error);
      reject(error);
    },
    onDrain(then) {
      drained = then;
    },
    onGone(then) {
      gone = then;
    },
  };
}

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);
