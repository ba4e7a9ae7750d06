import type { Dispatcher } from 'undici';

/** An HTTP answer, read to its end. */
export interface Answer {
  status: number;
  location: string | undefined;
  body: string;
}

/** No whole answer. `sent` is false only when the request is known to have never left. */
export interface Failure {
  error: Error;
  sent: boolean;
}

export interface ExchangeRequest {
  origin: string;
  path: string;
  method: 'POST' | 'GET';
  headers: string[];
  body: string | null;
  /** Bytes after which an answer is no longer read. Default `MAX_ANSWER`. */
  maxAnswer?: number;
}

/** Bytes of one answer, where nobody says: far more than the portal sends, far less than a process has. */
const MAX_ANSWER = 64 * 1024 * 1024;

/** Stands in `code` of the failure where an answer was longer than allowed. */
export const TOO_LONG = 'ANSWER_TOO_LONG';

/** What is known about a dispatcher: does it tell when a request goes out? Undici's own do; one handed in has to show it once. */
export interface Sender {
  dispatcher: Dispatcher;
  announces: boolean;
  /** Made by this package, not handed in. */
  own: boolean;
}

/** Failures of opening a connection: whatever the dispatcher, nothing was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_INVALID_ARG',
]);

/**
 * One HTTP request and its whole answer, on the lowest seam undici has: `undici.request` spends a third of a loopback call on
 * a body stream that nobody here reads as a stream. `done` never rejects.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly done: Promise<Answer | Failure>;
  #settle: (end: Answer | Failure) => void = ignore;
  readonly #sender: Sender;
  #controller: Dispatcher.DispatchController | undefined;
  #cancelled: Error | undefined;
  #status = 0;
  #location: string | undefined;
  #body: Buffer | undefined;
  #more: Buffer[] | undefined;
  #left: number;

  constructor(sender: Sender, request: ExchangeRequest) {
    this.#sender = sender;
    this.#left = request.maxAnswer ?? MAX_ANSWER;
    this.done = new Promise((resolve) => {
      this.#settle = resolve;
    });
    try {
      sender.dispatcher.dispatch(request, this);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** False only when the request is known to have never left. */
  get sent(): boolean {
    return this.#controller !== undefined || !this.#sender.announces;
  }

  /** Ends the exchange; a request that still waits for a connection is never written. */
  cancel(reason: Error): void {
    this.#cancelled = reason;
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#cancelled !== undefined) {
      controller.abort(this.#cancelled);
      return;
    }
    this.#sender.announces = true;
    this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    const location = headers['location'];
    this.#location = Array.isArray(location) ? location[0] : location;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#left -= chunk.length;
    if (this.#left < 0) {
      this.#body = undefined;
      this.#more = undefined;
      controller.abort(Object.assign(new Error('the answer is longer than allowed'), { code: TOO_LONG }));
      return;
    }
    if (this.#body === undefined) this.#body = chunk;
    else if (this.#more === undefined) this.#more = [this.#body, chunk];
    else this.#more.push(chunk);
  }

  onResponseEnd(): void {
    const body = this.#more === undefined ? this.#body : Buffer.concat(this.#more);
    this.#settle({ status: this.#status, location: this.#location, body: body?.toString('utf8') ?? '' });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  #fail(error: Error): void {
    const sent = this.#controller !== undefined || !(this.#sender.announces || NEVER_SENT.has(errorCode(error)));
    this.#settle({ error, sent });
  }
}

export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function ignore(): void {}
