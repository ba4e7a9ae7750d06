/** Puts the gateway's address where the portal names its own, so that bots that take it from there stay behind the gateway. */
export interface PublicAddress {
  /** A value that stands under a name, in a form or in JSON. */
  rewrite(name: string, value: string): string;
}

/** Names under which the portal tells its address, whatever stands before them: `auth[domain]`, `DOMAIN`, `client_endpoint`. */
const TELLING = /(?:^|[[\].])(domain|client_endpoint)\]?$/i;

/**
 * @param publicUrl where bots reach the gateway, a token in its path included
 * @param portal origins of the portal, which are the only ones that are replaced
 */
export function publicAddress(publicUrl: string, portal: () => string): PublicAddress {
  const base = publicUrl.replace(/\/+$/, '');
  return {
    rewrite(name, value) {
      const told = TELLING.exec(name)?.[1]?.toLowerCase();
      if (told === undefined) return value;
      const { host, origin } = new URL(portal());
      if (told === 'domain') return value === host ? base.replace(/^https?:\/\//, '') : value;
      return value === `${origin}/rest/` || value === `${origin}/rest` ? `${base}/rest/` : value;
    },
  };
}
