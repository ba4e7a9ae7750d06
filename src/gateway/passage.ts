import { Readable } from 'node:stream';

/**
 * A body on its way to the portal: what was read of it already, then the rest as it comes. Whoever destroys this stream leaves
 * the connection of the caller alone, which still waits for an answer.
 *
 * @param onLimit called when the body turns out longer than allowed, which ends it with an error
 */
export function passage(source: Readable, begun: Buffer | undefined, limit: number, onLimit: () => void): Readable {
  let size = begun?.length ?? 0;
  const out = new Readable({
    // Node's own is less than one chunk of a socket: the source would stop and go for each.
    highWaterMark: AHEAD,
    read() {
      source.resume();
    },
  });
  const onData = (chunk: Uint8Array): void => {
    size += chunk.length;
    if (size > limit) {
      onLimit();
      out.destroy(new Error('the body is longer than allowed'));
    } else if (!out.push(chunk)) source.pause();
  };
  const onEnd = (): void => {
    // The connection may close now: all of it is here.
    source.off('close', onGone);
    out.push(null);
  };
  const onGone = (): void => void out.destroy(new Error('the caller is gone'));
  out.on('close', () => {
    source.off('data', onData).off('end', onEnd).off('close', onGone);
    // What is left is not read, so that the caller hears the answer and not a broken connection.
    source.resume();
  });
  if (begun !== undefined) out.push(begun);
  source.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
  return out;
}

/** Bytes of one body that may wait for the portal. */
const AHEAD = 128 * 1024;
