import { isLoopback } from '../../http/hosts';

/** Puts the gateway's address where the portal names its own, so that bots that take it from there stay behind the gateway. */
export interface PublicAddress {
  /** A value that stands under a name, in a form or in JSON. */
  rewrite(name: string, value: string): string;
}

/** Names under which the portal tells its address, whatever stands before them: `auth[domain]`, `DOMAIN`, `client_endpoint`. */
const TELLING = /(?:^|[[\].])(domain|client_endpoint)\]?$/i;

/**
 * @param publicUrl where bots reach the gateway, a token in its path included
 * @param portal where the portal is: its address is replaced, and no other one
 * @param allowHosts where it may have moved to: it tells that address from then on, whether a call has met the move yet or not
 */
export function publicAddress(publicUrl: string, portal: string, allowHosts: readonly string[] = []): PublicAddress {
  const base = publicUrl.replace(/\/+$/, '');
  const { host, origin } = new URL(portal);
  const domains = new Set([host, ...allowHosts]);
  const endpoints = new Set([origin, ...allowHosts.map(originOf)].flatMap((own) => [`${own}/rest/`, `${own}/rest`]));
  return {
    rewrite(name, value) {
      const told = TELLING.exec(name)?.[1]?.toLowerCase();
      if (told === 'domain') return domains.has(value) ? base.replace(/^https?:\/\//, '') : value;
      return told !== undefined && endpoints.has(value) ? `${base}/rest/` : value;
    },
  };
}

/** As secrets travel: over https, or on this machine. */
function originOf(host: string): string {
  return `${isLoopback(host.replace(/:\d+$/, '')) ? 'http' : 'https'}://${host}`;
}
