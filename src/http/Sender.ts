/** One HTTP request. */
export interface HttpRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: 'POST' | 'GET';
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: string | Buffer | null;
  /** The connection ends with the answer. Senders that cannot say so leave it open. */
  readonly reset?: boolean;
}

/** Ends a request from this side. */
export interface RequestControl {
  abort(reason: Error): void;
}

/** What a sender tells about one request: the start at most once, then an end or an error, exactly once. */
export interface Receiver {
  /** The request is about to be written. */
  onRequestStart(control: RequestControl): void;
  onResponseStart(
    control: RequestControl,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void;
  onResponseData(control: RequestControl, chunk: Buffer): void;
  onResponseEnd(): void;
  onResponseError(control: RequestControl | undefined, error: Error): void;
}

/**
 * The way out to HTTP, and the seam for another one: a new sender is one file in `senders`. It follows no redirect, repeats
 * nothing and has no time-outs of its own; those are for the callers.
 */
export interface Sender {
  /** Begins a request. What it throws happened before anything was sent. */
  send(request: HttpRequest, receiver: Receiver): void;
  /** Does it tell when a request goes out? One that was handed in has to show it once. */
  announces: boolean;
  /** Which world is behind it: 0 for the open network, else a number for a way out that was handed in. */
  readonly world: number;
  /** A sender for one request that outlives this one; this one, where it is not ours to close. */
  alone(): Sender;
  /** Gives the sockets back, and ends what is under way. Nothing, where it is not ours to close. */
  end(): Promise<void>;
}
