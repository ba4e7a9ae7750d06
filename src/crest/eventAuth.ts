import { authError } from '../auth/authError';
import type { Auth } from '../auth/types';
import { isCloudPortal, isLoopback, isSafe } from '../http/hosts';
import { field } from '../values/answers';

/** Exchanges a refresh token; false where that is not possible. */
export type Renew = (auth: unknown) => Promise<Record<string, unknown> | false>;

/**
 * Authorisation by the `auth` of an event: the access token as it came, renewed once when the portal calls it expired.
 * Nothing is stored; who keeps tokens uses `oauth(…)`.
 *
 * @param allowHosts hosts, with or without a port, that `given` may name besides portals in the vendor's cloud; loopback only by these
 * @throws ImbotError CONFIG where `given` names no portal, or one that is not allowed
 */
export function eventAuth(given: object, renew: Renew, allowHosts: readonly string[] = []): Auth {
  let endpoint = endpointOf(given, allowHosts);
  let token = text(given, 'access_token') ?? text(given, 'AUTH_ID') ?? '';
  let renewing: Promise<boolean> | undefined;

  async function renewOnce(): Promise<boolean> {
    const answer = await renew(given);
    const next = answer === false ? undefined : text(answer, 'access_token');
    if (next === undefined) return false;
    token = next;
    return true;
  }

  return {
    kind: 'oauth',
    // Not by member_id: whoever writes the event could name another portal, and what is learnt here would count there.
    portalKey: () => new URL(endpoint).origin,
    allowHosts,
    endpoint: () => endpoint,
    authorise: (params) => ({ ...params, auth: token }),
    async renewAfter(params) {
      if (params.auth !== token) return true;
      renewing ??= renewOnce();
      return renewing;
    },
    moved(origin) {
      endpoint = origin + new URL(endpoint).pathname;
    },
    async renew() {
      await renewOnce();
    },
    async close() {},
    secrets: () => [token, text(given, 'access_token') ?? '', text(given, 'refresh_token') ?? ''].filter(Boolean),
  };
}

/** A name without scheme, user or path: events come from outside. */
const HOST = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?$/i;

function endpointOf(given: object, allowHosts: readonly string[]): string {
  const domain = text(given, 'domain') ?? text(given, 'DOMAIN');
  const host = domain !== undefined && HOST.test(domain) ? domain : undefined;
  const address = text(given, 'client_endpoint') ?? (host === undefined ? '' : `https://${host}/rest/`);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !isSafe(url) || url.username !== '' || url.password !== '') {
    throw authError('CONFIG', 'restCommand: auth names no portal by an https: address (client_endpoint or domain)');
  }
  if (mayReach(url, allowHosts)) return address;
  throw authError(
    'CONFIG',
    'restCommand: auth names a portal outside of the cloud; `allowHosts` adds hosts. Nothing was sent',
  );
}

/** Anybody can post an event, so the address in it decides nothing but which of the allowed portals is meant. */
function mayReach({ host, hostname, port }: URL, allowHosts: readonly string[]): boolean {
  if (allowHosts.includes(host) || allowHosts.includes(hostname)) return true;
  return port === '' && !isLoopback(hostname) && isCloudPortal(hostname);
}

function text(value: object, key: string): string | undefined {
  const found = field(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
