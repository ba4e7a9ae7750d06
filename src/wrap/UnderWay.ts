/** What of a call can be seen before it is over. */
export interface UnderWay {
  /** What the transport returned last. */
  returned?: unknown;
  /** What it returned for the call itself, and for no question. */
  sent?: unknown;
  /** Aborted before it was sent: what its handlers get. It is not sent any more. */
  givenUp?: readonly unknown[];
}

/** What a wrapper returns, and how to return the same kind of thing for a call that took another way. */
export interface PromiseKind {
  /** A promise of this kind for work that is under way. */
  promise(work: Promise<Settled>, call: UnderWay): unknown;
}

/** How a call ends: the values that its handlers get. One, but for jQuery. */
export interface Settled {
  readonly ok: boolean;
  readonly values: readonly unknown[];
}

export interface Thenable {
  then(fulfilled: (...values: unknown[]) => unknown, rejected: (...values: unknown[]) => unknown): unknown;
}
