import { errorCode } from '../http/exchange';

/** Did a request end because its connection did? */
export function isBroken(error: unknown): boolean {
  return BROKEN.has(errorCode(error));
}

const BROKEN: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);
