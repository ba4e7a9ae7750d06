import { isSafe } from '../http/hosts';

/** The vendor's authorization server. */
export const DEFAULT_TOKEN_URL = 'https://oauth.bitrix.info/oauth/token/';
const KNOWN = new Set(['oauth.bitrix.info', 'oauth.bitrix24.tech']);

/**
 * Where client_secret and a refresh token may be sent. An explicit `tokenUrl` always wins; a name taken from an answer counts
 * only when it is a known authorization server or one that the caller allows; everything else means the default.
 */
export function tokenServer(
  named: unknown,
  options: { tokenUrl?: string | undefined; allowHosts?: readonly string[] | undefined },
): string {
  if (options.tokenUrl !== undefined) return options.tokenUrl;
  const host = knownServer(named, options.allowHosts);
  return host === undefined ? DEFAULT_TOKEN_URL : `https://${host}/oauth/token/`;
}

/** `named` if it is exactly the name of a server that may have our secrets: no port, user, path, trailing dot or other spelling. */
export function knownServer(named: unknown, allowHosts: readonly string[] = []): string | undefined {
  if (typeof named !== 'string') return undefined;
  const host = named.toLowerCase();
  return KNOWN.has(host) || allowHosts.includes(host) ? host : undefined;
}

export function isTokenUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  return isSafe(parsed) && parsed.username === '' && parsed.password === '';
}
