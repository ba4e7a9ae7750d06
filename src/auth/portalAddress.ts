import { isSafe } from '../http/hosts';
import { knownServer } from './authorizationServer';
import type { Pair } from './pair';

/**
 * The REST address of the portal, ending in `/`: `client_endpoint`, for application pages made of the domain, but never an
 * authorization server. Undefined where the pair does not name it by https: (http: on loopback).
 */
export function portalAddress(pair: Pair): string | undefined {
  const domain = knownServer(pair.domain) === undefined ? pair.domain : undefined;
  const text = pair.client_endpoint ?? (domain === undefined ? '' : `https://${domain}/rest/`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !isSafe(url) || url.username !== '') return undefined;
  return url.pathname.endsWith('/') ? url.origin + url.pathname : `${url.origin}${url.pathname}/`;
}
