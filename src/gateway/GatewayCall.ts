import type { FoundBatch } from '../facade/batchOf';
import type { Params } from '../translate/types';
import type { PortalQuestion } from './ask';

/** A call of imbot v1, or a batch that holds one, read. */
export interface GatewayCall {
  readonly method: string;
  readonly params: Params;
  readonly batch: FoundBatch | undefined;
  /** Names whom the call speaks for; holds no secret. */
  readonly portal: string;
  /** The caller sent JSON. */
  readonly json: boolean;
  /** The call as it came, byte for byte. */
  readonly original: PortalQuestion;
  /** The address of another method, for the same caller. */
  readonly address: (method: string) => string;
  /** What goes on with any request for this caller. */
  readonly headers: readonly string[];
}
