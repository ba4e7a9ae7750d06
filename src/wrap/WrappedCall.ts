import type { FoundBatch } from '../facade/batchOf';
import type { Params } from '../values/structures';

/** A call of a wrapped transport that the engine has to see. */
export interface WrappedCall {
  readonly method: string;
  /** The method as it stands in the call. */
  readonly named: string;
  readonly params: Params;
  readonly batch?: FoundBatch;
  /** The arguments for another method; the caller's own for the call as it is. */
  readonly argumentsFor: (method: string, params: Params) => readonly unknown[];
  /** An answer came to what was sent for it last. */
  readonly answered?: (() => void) | undefined;
}
