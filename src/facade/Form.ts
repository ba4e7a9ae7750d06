import type { BatchCalls } from '../engine/runBatch';
import type { CallOptions, Envelope } from '../engine/types';
import type { ImbotError } from '../errors/ImbotError';
import type { SendOptions } from '../transport/types';
import type { Params } from '../values/structures';
import type { Echo } from './echo';
import type { Failure } from './Failure';
import type { Peeked } from './peek';
import type { Wording } from './speakV1';

/**
 * What a foreign transport answered, read: an envelope, an error of the portal, or neither. `nothing` is no misfit of the
 * layout: null and the like, by which some transports say that a call failed, and pages of gateways.
 */
export type Reading =
  | { readonly envelope: Envelope }
  | { readonly failure: Failure }
  | { readonly unreadable: string; readonly nothing?: boolean };

/** The last thing that was sent for a call, and what the transport gave for it. */
export type Sent<Given> = { readonly method: string; readonly wording?: (error: ImbotError) => Wording } & (
  | { readonly answer: Given; readonly failed: boolean }
  | { readonly thrown: unknown; readonly failed: true; readonly peeked?: Peeked }
);

/** A call of a face. */
export interface FacadeCall {
  readonly method: string;
  /** The method as the caller wrote it; default `method`. */
  readonly named?: string;
  readonly params: Params;
  readonly own?: CallOptions;
  /** The commands, where the call is a batch. */
  readonly batch?: { readonly calls: BatchCalls; readonly halt: boolean };
}

/**
 * One face, for one call: how its transport is used and read, and how an end of the call is put into what its callers know.
 * `Given` is what the transport gives, `Got` what the caller gets. Each of the last three may throw instead, where the
 * transport would.
 */
export interface Form<Given, Got> {
  readonly portal: string | undefined;
  /** Sends one call the transport's own way. Rejects with whatever the transport throws. */
  carry(method: string, params: Params, options: SendOptions): Promise<Given>;
  /** `echo`: what the request holds; nothing in it is a word of the portal. */
  read(given: Given, echo: Echo): Reading;
  /** Reads bodies that a thrown value carries unread. Default: none are read. */
  peek?(thrown: unknown): Promise<Peeked>;
  /** Reads what was thrown. Default: looks in the usual places. */
  readThrown?(thrown: unknown): Failure;
  /** Has an answer been read by this layout? Then what cannot be read is a failure of the transport's own form. */
  fits?(): boolean;
  /**
   * May it tell a refusal by nothing, null for example? Default: no. That it has shown one proves little: it may throw the codes
   * of limits, or those of one status, and give null for the refusal of a bot.
   */
  readonly mayBeMute?: boolean;
  /** Does what came as a result of v2 speak of a failure, `{ status: 403 }` for example? Default: no. */
  saysFailure?(result: unknown): boolean;
  /** Do its failures always come with the portal's own status and body, so that a refusal shows as one? Default: no. */
  readonly tellsRefusals?: boolean;
  /** Called when a question of ours found no answer at all, not even a failure. */
  onSilence?(): void;
  /** Called when what was sent fails, with what the failure says, however it came. */
  onFailure?(method: string, code: string): void;
  /** Called when an answer is not in the form that the layout says. */
  onMisfit?(explanation: string): void;
  /** Nothing of v1 to say in its place: what the transport gave. With `error` the call had gone out under another name. */
  pass(sent: Sent<Given>, error: ImbotError | undefined): Got;
  /** A v1 answer. */
  write(envelope: Envelope, sent: Sent<Given> | undefined): Got;
  /** A v1 error, or one that is none of ours. */
  writeError(error: unknown, sent: Sent<Given> | undefined): Got;
}

/** What the transport answered, where it answered. */
export function answerIn<Given>(sent: Sent<Given> | undefined): Given | undefined {
  return sent && 'answer' in sent ? sent.answer : undefined;
}

/** What the transport answered; what it threw is thrown. */
export function passed<Given>(sent: Sent<Given>): Given {
  if ('thrown' in sent) throw sent.thrown;
  return sent.answer;
}
