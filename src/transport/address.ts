import { isSafe } from '../http/hosts';

/** The address of a portal, taken apart once and not at every call. */
export interface PortalAddress {
  base: string;
  origin: string;
  /** Ends in `/`; for a webhook it holds the secret. */
  path: string;
}

/** Undefined for anything but https:, or http: on loopback. */
export function parseAddress(base: string): PortalAddress | undefined {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url === undefined || !isSafe(url)) return undefined;
  return { base, origin: url.origin, path: url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/` };
}

/** Statuses that send the same request elsewhere; 303 says that it was handled. */
const MOVED: ReadonlySet<number> = new Set([301, 302, 307, 308]);

/**
 * The address that a redirect says the portal has moved to: another host or port, and the same path, for a rename keeps it.
 * Undefined for every other redirect: back to the same host it may come after the call, and any other path is a log-in page.
 */
export function movedTo(origin: string, path: string, status: number, location: string | undefined): URL | undefined {
  if (!MOVED.has(status) || location === undefined || !URL.canParse(location, origin)) return undefined;
  const there = new URL(location, origin);
  return there.pathname === path && there.origin !== origin && there.hostname !== '' ? there : undefined;
}
