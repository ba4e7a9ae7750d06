import { isSafe, mayMove } from './hosts';

/** The address of a portal, taken apart once and not at every call. */
export interface Address {
  base: string;
  origin: string;
  /** Ends in `/`; for a webhook it holds the secret. */
  path: string;
}

/** Undefined for anything but https:, or http: on loopback. */
export function parseAddress(base: string): Address | undefined {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url === undefined || !isSafe(url)) return undefined;
  return { base, origin: url.origin, path: url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/` };
}

/**
 * The origin that a renamed portal sends us to, undefined if we do not go there. A rename keeps the path; any other path is a
 * log-in page or a trap.
 */
export function movedTo(
  { origin, path }: Address,
  method: string,
  location: string,
  allowHosts: readonly string[],
): string | undefined {
  const here = new URL(path + method, origin);
  if (!URL.canParse(location, here)) return undefined;
  const there = new URL(location, here);
  const samePath = there.pathname === here.pathname || there.pathname === '/';
  return samePath && mayMove(here, there, allowHosts) ? there.origin : undefined;
}
