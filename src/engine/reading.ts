import { configError } from '../errors/callError';
import { ImbotError } from '../errors/ImbotError';
import { Signal } from '../values/answers';
import { TEXTS } from './texts';

/**
 * Reads what the caller gave. Getters and Proxies may throw anything, and a value may hold itself: then the call is
 * refused as ours, and nothing is sent: plans, too, read all they were given before they change anything.
 */
export function reading<T>(method: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw readable(method, error);
  }
}

/** What a reading threw, as ours. A foreign error is not handed on, for nobody knows what it quotes. */
export function readable(method: string, error: unknown): unknown {
  return error instanceof ImbotError || error instanceof Signal ? error : configError(method, TEXTS.unreadable);
}
