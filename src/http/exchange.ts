import { decoded } from './decoded';
import type { HttpRequest, Receiver, RequestControl, Sender } from './Sender';

/** An HTTP answer, read to its end. */
export interface HttpAnswer {
  status: number;
  location: string | undefined;
  body: string;
}

/** The same with what else came, for those who hand it on. */
export interface WholeAnswer extends HttpAnswer {
  readonly headers: AnswerHeaders;
  readonly bytes: Buffer;
}

export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** No whole answer. `sent` is false only when the request is known to have never left. */
export interface ExchangeFailure {
  error: Error;
  sent: boolean;
}

/** Bytes of one answer, where nobody says: far more than the portal sends, far less than a process has. */
const MAX_ANSWER = 64 * 1024 * 1024;

const EMPTY = Buffer.alloc(0);

/** Stands in `code` of the failure where an answer was longer than allowed. */
export const TOO_LONG = 'ANSWER_TOO_LONG';

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
 * One HTTP request and its whole answer, read as it comes: `undici.request` spends a third of a loopback call on a body stream
 * that nobody here reads as a stream. `done` never rejects.
 */
export class Exchange implements Receiver {
  readonly done: Promise<WholeAnswer | ExchangeFailure>;
  #settle: (end: WholeAnswer | ExchangeFailure) => void = ignore;
  readonly #sender: Sender;
  #control: RequestControl | undefined;
  #cancelled: Error | undefined;
  #status = 0;
  #location: string | undefined;
  #headers: AnswerHeaders = {};
  #body: Buffer | undefined;
  #more: Buffer[] | undefined;
  #left: number;
  readonly #most: number;

  /** @param maxAnswer bytes after which an answer is no longer read */
  constructor(sender: Sender, request: HttpRequest, maxAnswer: number = MAX_ANSWER) {
    this.#sender = sender;
    this.#left = maxAnswer;
    this.#most = maxAnswer;
    this.done = new Promise((resolve) => {
      this.#settle = resolve;
    });
    try {
      sender.send(request, this);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** False only when the request is known to have never left. */
  get sent(): boolean {
    return this.#control !== undefined || !this.#sender.announces;
  }

  /** Ends the exchange; a request that still waits for a connection is never written. */
  cancel(reason: Error): void {
    this.#cancelled = reason;
    this.#control?.abort(reason);
  }

  onRequestStart(control: RequestControl): void {
    if (this.#cancelled !== undefined) {
      control.abort(this.#cancelled);
      return;
    }
    this.#sender.announces = true;
    this.#control = control;
  }

  onResponseStart(_control: RequestControl, status: number, headers: AnswerHeaders): void {
    this.#status = status;
    this.#headers = headers;
    const location = headers['location'];
    this.#location = Array.isArray(location) ? location[0] : location;
  }

  onResponseData(control: RequestControl, chunk: Buffer): void {
    this.#left -= chunk.length;
    if (this.#left < 0) {
      this.#body = undefined;
      this.#more = undefined;
      control.abort(Object.assign(new Error('the answer is longer than allowed'), { code: TOO_LONG }));
      return;
    }
    if (this.#body === undefined) this.#body = chunk;
    else if (this.#more === undefined) this.#more = [this.#body, chunk];
    else this.#more.push(chunk);
  }

  onResponseEnd(): void {
    const came = this.#more === undefined ? (this.#body ?? EMPTY) : Buffer.concat(this.#more);
    const coding = this.#headers['content-encoding'];
    const plain = typeof coding === 'string' ? decoded(came, coding, this.#most) : undefined;
    const headers = plain === undefined ? this.#headers : { ...this.#headers, 'content-encoding': undefined };
    const bytes = plain ?? came;
    const body = bytes.toString('utf8');
    this.#settle({ status: this.#status, location: this.#location, body, headers, bytes });
  }

  onResponseError(_control: RequestControl | undefined, error: Error): void {
    this.#fail(error);
  }

  #fail(error: Error): void {
    const sent = this.#control !== undefined || !(this.#sender.announces || NEVER_SENT.has(errorCode(error)));
    this.#settle({ error, sent });
  }
}

export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function ignore(): void {}
