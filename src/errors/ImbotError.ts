import { redact, safeCode } from '../http/redact';
import type { LossId } from '../map/losses';
import type { AnyErrorCode } from './ErrorCode';

/** Whether the call took effect on the portal: `refused` never ran, `ran` did, `unknown` may have. */
export type Outcome = 'refused' | 'ran' | 'unknown';

/** What an ImbotError is made of. */
export interface ImbotErrorDetails {
  /** The v1 code that old code compares against, a system code of the portal, or one of ours (README, Errors). */
  code: AnyErrorCode;
  /** The method as the caller named it. */
  method: string;
  /** Whether the call took effect. */
  outcome: Outcome;
  /** What happened, to which call, whether it ran and what to do. Secrets of known look are redacted. */
  message: string;
  /** The code that v2 answered, where the call had been translated. */
  v2Code?: string;
  /** What v2 said beside its code, where the call had been translated. */
  v2Description?: string;
  /** HTTP status, for a translated call the one v1 would have had. */
  status?: number;
  /** Loss ids that kept a call from being sent, or that it has. */
  losses?: readonly LossId[];
  /** The text beside the code: v1's documented one for a translated call, else the portal's own `error_description`. */
  description?: string;
  /** What was underneath: an error of the connection, the reason of an abort. */
  cause?: unknown;
}

const BRAND = Symbol.for('imbot-compat.ImbotError');

/**
 * The one error of this package. `instanceof` works across the ESM and CommonJS copies of one process.
 * Message, cause and JSON never hold a webhook path, CLIENT_ID, botToken or OAuth secret: whoever makes one redacts what it
 * knows, and what can be told by its look is redacted here once more.
 * @example
 * try {
 *   await imbot.message.add({ DIALOG_ID: 'chat5', MESSAGE: 'Hi' });
 * } catch (error) {
 *   if (!(error instanceof ImbotError)) throw error;
 *   if (error.outcome === 'refused') console.log('not sent:', error.code);
 * }
 */
export class ImbotError extends Error {
  readonly code: AnyErrorCode;
  readonly method: string;
  readonly outcome: Outcome;
  readonly v2Code?: string;
  readonly v2Description?: string;
  readonly status?: number;
  readonly losses?: readonly LossId[];
  readonly description?: string;

  constructor(details: ImbotErrorDetails) {
    super(redact(details.message), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = details.code === 'ABORTED' ? 'AbortError' : 'ImbotError';
    this.code = safeCode(details.code);
    this.method = details.method;
    this.outcome = details.outcome;
    if (details.v2Code !== undefined) this.v2Code = safeCode(details.v2Code);
    if (details.v2Description !== undefined) this.v2Description = redact(details.v2Description);
    if (details.status !== undefined) this.status = details.status;
    if (details.losses !== undefined) this.losses = details.losses;
    if (details.description !== undefined) this.description = redact(details.description);
    Object.defineProperty(this, BRAND, { value: true, enumerable: false });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  toJSON(): Record<string, unknown> {
    const { name, message, code, method, outcome, v2Code, v2Description, status, losses, description } = this;
    return { name, message, code, method, outcome, v2Code, v2Description, status, losses, description };
  }
}
