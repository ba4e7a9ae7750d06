import type { Params } from '../http/types';
import type { Replay } from '../values/answers';

export type { Params, Replay };

/** A whole successful answer of the portal. */
export interface Envelope {
  /** What the method answers. */
  result: unknown;
  /** Timings of the portal. */
  time?: unknown;
  /** Of a list: how many there are in all. */
  total?: number;
  /** Of a list: where the next page begins. */
  next?: number;
  [key: string]: unknown;
}

export interface SendOptions {
  /** The name to put into errors: the method as the caller named it. Default: `method`. */
  as?: string;
  replay: Replay;
  /**
   * Keys of what the call sets, such as `message:5`; one key per thing, whatever the method is called. A call is not repeated
   * once a later one of the same target has come: it would set what is older. Default: none, nothing is compared.
   */
  target?: string | readonly string[];
  signal?: AbortSignal | undefined;
  /** Milliseconds for the whole call, waiting in queues and repeats included. Default: the transport's. */
  timeout?: number | undefined;
  /** When its time is up at the latest (ms, on the transport's clock): for all requests of a call together. */
  until?: number | undefined;
  /** For a call that was made after `close()`. */
  late?: true;
}

/**
 * One portal behind one authorisation. Resolves to the envelope of a 2xx answer that holds `result`;
 * rejects with ImbotError whose `code` is the portal's own code (unmapped), `status`, `description` and `outcome` set.
 */
export interface Transport {
  send(method: string, params: Params, options: SendOptions): Promise<Envelope>;
  /** A key of the portal for what is remembered about it: member_id or address. Holds no secret. */
  portalKey(): string;
  /** What an event of v1 says of the portal and of whom to call it as. */
  eventAuth(): Promise<Record<string, string>>;
  /** OAuth: renew now. Webhook: rejects with CONFIG. */
  renew(): Promise<void>;
  /** Ends when everything has its answer that is on its way; what an answer lets go meanwhile counts, but for what is `late`. */
  close(): Promise<void>;
}
