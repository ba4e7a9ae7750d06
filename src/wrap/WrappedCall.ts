import type { FoundBatch } from '../facade/batchOf';
import type { Params } from '../values/structures';
import type { Feeler } from './createFeeler';
import type { Carriage } from './proveCarriage';

/** A call of a wrapped transport that the engine has to see. */
export interface WrappedCall {
  readonly method: string;
  /** The method as it stands in the call. */
  readonly named: string;
  readonly params: Params;
  readonly batch?: FoundBatch;
  /** The arguments for another method; the caller's own for the call as it is. */
  readonly argumentsFor: (method: string, params: Params) => readonly unknown[];
  /** The same in one way of encoding, whatever is known of the wrapper. */
  readonly argumentsIn: (encoding: Carriage, method: string, params: Params) => readonly unknown[];
  /** Where its parameters may hold values that hold others. */
  readonly felt: Feeler | undefined;
}
