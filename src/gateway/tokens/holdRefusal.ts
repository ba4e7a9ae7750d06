import type { Outgoing } from '../Incoming';

/** Bytes of an answer that may be kept back. */
const MOST = 64 * 1024;

/** Where an answer goes, but for a refusal that somebody may have a second try for: that one is kept back until it is released. */
export interface HeldOutgoing extends Outgoing {
  /** A whole answer that is such a refusal is kept back. */
  isHeld(): boolean;
  /** What is kept back goes out. */
  release(): void;
}

/** @param isRefusal asked about each answer with status 401, once it is whole */
export function holdRefusal(outgoing: Outgoing, isRefusal: (status: number, body: string) => boolean): HeldOutgoing {
  let start: Parameters<Outgoing['start']> | undefined;
  let chunks: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;

  function release(): void {
    if (start === undefined) return;
    outgoing.start(...start);
    start = undefined;
    const whole = Buffer.concat(chunks);
    chunks = [];
    if (isWhole) outgoing.end(whole);
    else if (whole.length > 0) outgoing.write(whole);
  }

  function keep(chunk: Uint8Array | string): void {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    chunks.push(bytes);
    size += bytes.length;
    if (size > MOST) release();
  }

  return {
    start(status, reason, headers) {
      if (status === 401) start = [status, reason, headers];
      else outgoing.start(status, reason, headers);
    },
    write(chunk) {
      if (start === undefined) return outgoing.write(chunk);
      keep(chunk);
      return true;
    },
    end(last) {
      if (start === undefined) return outgoing.end(last);
      if (last !== undefined) keep(last);
      if (start === undefined) return outgoing.end();
      isWhole = true;
      if (!isRefusal(start[0], Buffer.concat(chunks).toString('utf8'))) release();
    },
    drop() {
      start = undefined;
      outgoing.drop();
    },
    onDrain: outgoing.onDrain,
    onGone: outgoing.onGone,
    isHeld: () => start !== undefined && isWhole,
    release,
  };
}
