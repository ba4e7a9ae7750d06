import { BODY_TIME, LIMITS } from './limits';

/** A body that is still to be read: of a Fetch request, or of node:http. */
export type BodyStream = ReadableStream<Uint8Array> | AsyncIterable<unknown>;

/** Why a body was not read to its end. */
export type BodyProblem = 'too-large' | 'too-slow';

export function isBodyStream(body: unknown): body is BodyStream {
  if (typeof body !== 'object' || body === null) return false;
  return isWebStream(body) || Symbol.asyncIterator in body;
}

/** Whether somebody has read the body already, so that nothing can come of it. */
export function isReadBefore(body: BodyStream): boolean {
  return isWebStream(body) ? body.locked : Reflect.get(body, 'readableEnded') === true;
}

/**
 * The bytes of a body, read within the limits: no more than what is allowed is ever held. Empty when it breaks off, for
 * half a body is no event.
 */
export async function readRequestBody(body: BodyStream): Promise<Uint8Array | BodyProblem> {
  const { bytes, append } = gather();
  const clock = deadline(BODY_TIME);
  try {
    const source = isWebStream(body) ? webSource(body) : nodeSource(body);
    for (;;) {
      const chunk = await clock.first(source.next());
      if (chunk === undefined) return bytes();
      if (chunk === 'too-slow' || !append(chunk)) {
        source.stop();
        return chunk === 'too-slow' ? chunk : 'too-large';
      }
    }
  } catch {
    return new Uint8Array();
  } finally {
    clock.end();
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

/** One growing block: a body that comes byte by byte would cost a hundred times its size as a list of chunks. */
function gather(): { bytes(): Uint8Array; append(chunk: Uint8Array): boolean } {
  let block = new Uint8Array(0);
  let size = 0;
  return {
    bytes: () => block.subarray(0, size),
    append(chunk) {
      const next = size + chunk.byteLength;
      if (next > LIMITS.characters) return false;
      if (next > block.byteLength) {
        const larger = new Uint8Array(Math.max(next, block.byteLength * 2));
        larger.set(block.subarray(0, size));
        block = larger;
      }
      block.set(chunk, size);
      size = next;
      return true;
    },
  };
}

/** One clock for many waits. Each race with a promise of its own would stay with that promise until the time is over. */
function deadline(milliseconds: number): { first<T>(work: Promise<T>): Promise<T | 'too-slow'>; end(): void } {
  let isLate = false;
  let tell = (): void => {};
  const timer = setTimeout(() => {
    isLate = true;
    tell();
  }, milliseconds);
  return {
    first: (work) =>
      new Promise((resolve, reject) => {
        tell = () => resolve('too-slow');
        work.then(resolve, reject);
        if (isLate) tell();
      }),
    end: () => clearTimeout(timer),
  };
}
