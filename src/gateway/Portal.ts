import type { Dispatcher } from 'undici';
import type { Clock } from '../http/clock';
import type { Sender } from '../http/Sender';
import type { Limiter } from '../transport/createLimiter';
import type { Reuse } from './createReuse';

/** The one portal behind a gateway. */
export interface Portal {
  /** Where it is now: a portal that was renamed says so once. */
  origin: string;
  readonly allowHosts: readonly string[];
  readonly dispatcher: Dispatcher;
  readonly sender: Sender;
  readonly clock: Clock;
  /** Whose turn it is; undefined where callers keep to the limits themselves. */
  readonly limiter?: Limiter | undefined;
  readonly reuse: Reuse;
  /** Told where a portal says that it has moved, and whether the gateway went there. */
  readonly onMoved: (host: string, followed: boolean) => void;
}
