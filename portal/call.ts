import type { Emit } from './events/emit';
import type { Params } from './read';
import type { State } from './state';
import type { Application } from './types';

/** Who calls, as far as the transport tells. */
export interface Caller {
  kind: 'webhook' | 'oauth';
  userId: number;
  application?: Application;
  scope: string;
}

/** One call of one method. v1 methods see their top-level names in capitals. */
export interface MethodCall {
  state: State;
  caller: Caller;
  params: Params;
  emit: Emit;
  revision: number;
  maxBots: number;
}

export type Method = (call: MethodCall) => unknown;
export type MethodTable = Readonly<Record<string, Method>>;
