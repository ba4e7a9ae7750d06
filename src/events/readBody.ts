import { BODY_TIME, LIMITS } from './limits';

/** A body that is still to be read: of a Fetch request, or of node:http. */
export type BodyStream = ReadableStream<Uint8Array> | AsyncIterable<unknown>;

/** Why a body was not read to its end. */
export type BodyProblem = 'too-large' | 'too-slow';

export function isBodyStream(body: unknown): body is BodyStream {
  if (typeof body !== 'object' || body === null) return false;
  return isWebStream(body) || Symbol.asyncIterator in body;
}

/**
 * The bytes of a body, read within the limits: no more than what is allowed is ever held. Empty when it breaks off, for
 * half a body is no event.
 */
export async function readBody(body: BodyStream): Promise<Uint8Array | BodyProblem> {
  const source = isWebStream(body) ? webSource(body) : nodeSource(body);
  const chunks: Uint8Array[] = [];
  let size = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'too-slow'>((resolve) => {
    timer = setTimeout(() => resolve('too-slow'), BODY_TIME);
  });
  try {
    for (;;) {
      const chunk = await Promise.race([source.next(), late]);
      if (chunk === undefined) return joined(chunks, size);
      size += typeof chunk === 'string' ? 0 : chunk.byteLength;
      if (typeof chunk === 'string' || size > LIMITS.characters) {
        source.stop();
        return typeof chunk === 'string' ? chunk : 'too-large';
      }
      chunks.push(chunk);
    }
  } catch {
    return new Uint8Array();
  } finally {
    clearTimeout(timer);
  }
}

interface Source {
  /** Undefined at the end. */
  next(): Promise<Uint8Array | undefined>;
  stop(): void;
}

function webSource(stream: ReadableStream<Uint8Array>): Source {
  const reader = stream.getReader();
  return {
    next: async () => (await reader.read()).value,
    stop: () => {
      reader.cancel().catch(() => {});
    },
  };
}

/** Not ended by `return()`, which would destroy the socket before the answer is out. */
function nodeSource(stream: AsyncIterable<unknown>): Source {
  const chunks = stream[Symbol.asyncIterator]();
  return {
    next: async () => {
      const { done, value } = await chunks.next();
      if (done) return undefined;
      return value instanceof Uint8Array ? value : new TextEncoder().encode(String(value));
    },
    stop: () => {},
  };
}

function isWebStream(body: object): body is ReadableStream<Uint8Array> {
  return typeof ReadableStream !== 'undefined' && body instanceof ReadableStream;
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
