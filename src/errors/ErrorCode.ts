import type { SystemErrorCode } from '../http/systemCodes';
import type { V1ErrorCode } from '../map/V1ErrorCode';

/** The codes of this package itself. */
export type OwnErrorCode =
  /** v2 would lose something that nobody accepted: see `losses`. */
  | 'LOSSY'
  /** v2 has no equivalent. */
  | 'UNTRANSLATABLE'
  /** No answer within the time allowed. */
  | 'TIMEOUT'
  /** The caller gave the call up; `name` is AbortError. */
  | 'ABORTED'
  /** The connection brought no answer. */
  | 'NO_ANSWER'
  /** The answer is not one of the REST interface, or lacks what v1 answers. */
  | 'BAD_ANSWER'
  /** The refresh token is dead: the application has to be reinstalled. */
  | 'REINSTALL'
  /** A wrong option or call. */
  | 'CONFIG'
  /** The client is closed. */
  | 'CLOSED';

/** Every code that is known beforehand: ours, those of v1, and the system codes of the portal. */
export type ImbotErrorCode = OwnErrorCode | V1ErrorCode | SystemErrorCode;

/** What `error.code` may be: a code that is known, with completion, or any other one that a portal says. */
export type AnyErrorCode = ImbotErrorCode | (string & {});
