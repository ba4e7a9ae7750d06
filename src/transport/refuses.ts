/** A request that took too long to arrive, or an answer that took too long to come: the status is one of refusals, its sense is not. */
const REQUEST_TIMEOUT = 408;

/** Does a status say that the call was refused, so that nothing ran? */
export function refuses(status: number): boolean {
  return status >= 400 && status < 500 && status !== REQUEST_TIMEOUT;
}
