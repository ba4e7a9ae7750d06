import { constants, unzipSync } from 'node:zlib';
import { parseObject } from '../http/parseObject';
import type { HttpRequest, Receiver, RequestControl, Sender } from '../http/Sender';

/** What came of a question: perhaps nothing, perhaps a part. */
export interface TokenAnswer {
  /** 0 while no answer has begun. */
  status: number;
  /** What has arrived of the body. */
  body: string;
  /** Why the answer is not whole. */
  error?: Error;
}

/** No token answer is longer (bytes). */
const LONGEST = 1_000_000;

/**
 * One question to an authorization server. Unlike a call it keeps what arrived of a broken answer, and it is over as soon as
 * the JSON is complete, whatever length was announced: the only pair may be in there. `done` never rejects.
 */
export class TokenQuestion implements Receiver {
  readonly done: Promise<TokenAnswer>;
  #settle: (answer: TokenAnswer) => void = () => {};
  #control: RequestControl | undefined;
  #cancelled: Error | undefined;
  #status = 0;
  #body = Buffer.alloc(0);

  constructor(sender: Sender, request: HttpRequest) {
    this.done = new Promise((resolve) => {
      this.#settle = resolve;
    });
    try {
      sender.send(request, this);
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Ends the question; what has arrived is the answer. */
  cancel(reason: Error): void {
    this.#cancelled = reason;
    this.#end(reason);
    this.#control?.abort(reason);
  }

  onRequestStart(control: RequestControl): void {
    this.#control = control;
    if (this.#cancelled !== undefined) control.abort(this.#cancelled);
  }

  onResponseStart(_control: RequestControl, status: number): void {
    this.#status = status;
  }

  onResponseData(_control: RequestControl, chunk: Buffer): void {
    if (this.#cancelled !== undefined) return;
    this.#body = Buffer.concat([this.#body, chunk]);
    if (this.#body.length > LONGEST) this.cancel(new Error('the answer is too long'));
    // The end of a sound answer comes with its last byte; this waits for no end that may never come.
    else if (parseObject(this.#text) !== undefined) setTimeout(() => this.cancel(new Error('complete')), 0);
  }

  onResponseEnd(): void {
    this.#end();
  }

  onResponseError(_control: RequestControl | undefined, error: Error): void {
    this.#end(error);
  }

  get #text(): string {
    return unzipped(this.#body).toString('utf8');
  }

  #end(error?: Error): void {
    const whole = { status: this.#status, body: this.#text };
    this.#settle(error === undefined ? whole : { ...whole, error });
  }
}

/** Nobody asks for compressed answers, but some servers between us and them compress all the same. A part is read as far as it goes. */
function unzipped(body: Buffer): Buffer {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  try {
    return unzipSync(body, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LONGEST });
  } catch {
    return body;
  }
}
