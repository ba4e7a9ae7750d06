import type { Readable } from 'node:stream';

/** One request as it came in, whichever server took it. */
export interface Incoming {
  readonly method: string;
  /** The path with its query, as it stands in the request. */
  readonly target: string;
  /** Names and values in turn, as they stand in the request. */
  readonly headers: readonly string[];
  /** Undefined where the request has none. */
  readonly body: Readable | undefined;
}

/** Where the answer to a request goes. One `start`, then bytes, then `end`; or `drop` alone. */
export interface Outgoing {
  /** `headers`: names and values in turn. */
  start(status: number, reason: string, headers: readonly string[]): void;
  /** False: nothing more until `onDrain`. */
  write(chunk: Uint8Array): boolean;
  /** With the last bytes, where they are at hand: they go out in one piece with what stands before them. */
  end(last?: Uint8Array | string): void;
  /** No answer, or none to its end: the connection closes, as the portal's did. */
  drop(): void;
  onDrain(then: () => void): void;
  /** The caller is gone before the answer was out. */
  onGone(then: () => void): void;
}

/** A whole answer. */
export interface Reply {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly string[];
  readonly body: Uint8Array | string;
}
