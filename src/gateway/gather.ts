import { Unanswered } from './Unanswered';

/** A body read up to a limit: whole, or its beginning and a way to the rest. */
export type Gathered = { readonly whole: Buffer } | { readonly begun: Buffer; readonly all: AsyncIterable<Uint8Array> };

/** Reads a body, but no more of it than the limit and one chunk; what was read is not lost for those who want to pass it on. */
export async function gather(body: AsyncIterable<Uint8Array> | undefined, limit: number): Promise<Gathered> {
  if (body === undefined) return { whole: Buffer.alloc(0) };
  const source = body[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await source.next().catch(gone);
    if (done) {
      const [first] = chunks;
      const only = chunks.length === 1 && Buffer.isBuffer(first) ? first : undefined;
      return { whole: only ?? Buffer.concat(chunks, size) };
    }
    chunks.push(value);
    size += value.length;
    if (size > limit) return { begun: Buffer.concat(chunks, size), all: rejoined(chunks, source) };
  }
}

function gone(cause: unknown): never {
  throw new Unanswered('the caller is gone', { cause });
}

async function* rejoined(
  begun: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* begun;
  for (;;) {
    const { done, value } = await rest.next();
    if (done) return;
    yield value;
  }
}
