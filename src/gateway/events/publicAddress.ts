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
  const others = allowHosts.map(hostOf);
  const hosts = new Set([host, ...others]);
  const origins = new Set([origin, ...others.map(originOf)]);
  return {
    rewrite(name, value) {
      const told = TELLING.exec(name)?.[1]?.toLowerCase();
      if (told === 'domain') return hosts.has(hostOf(value)) ? base.replace(/^https?:\/\//, '') : value;
      const isOurs = told !== undefined && ENDPOINT.test(value) && URL.canParse(value);
      return isOurs && origins.has(new URL(value).origin) ? `${base}/rest/` : value;
    },
  };
}

const ENDPOINT = /^https?:\/\/[^/?#@\\\s]+\/rest\/?$/i;

/** As `URL` spells it: a portal may name itself in capitals, in letters of its own, or with the port that goes without saying. */
function hostOf(text: string): string {
  return !/[/?#@\\\s]/.test(text) && URL.canParse(`https://${text}`) ? new URL(`https://${text}`).host : text;
}

/** As secrets travel: over https, or on this machine. */
function originOf(host: string): string {
  return `${isLoopback(host.replace(/:\d+$/, '')) ? 'http' : 'https'}://${host}`;
}
