import { authError } from '../auth/authError';
import type { Auth } from '../auth/types';
import { isSafe } from '../transport/hosts';
import { field } from '../values/answers';

/** Exchanges a refresh token; false where that is not possible. */
export type Renew = (auth: unknown) => Promise<Record<string, unknown> | false>;

/**
 * Authorisation by the `auth` of an event: the access token as it came, renewed once when the portal calls it expired.
 * Nothing is stored; who keeps tokens uses `oauth(…)`.
 */
export function eventAuth(given: object, renew: Renew): Auth {
  const endpoint = endpointOf(given);
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
    portalKey: () => text(given, 'member_id') ?? new URL(endpoint).origin,
    endpoint: () => endpoint,
    authorise: (params) => ({ ...params, auth: token }),
    async renewAfter(params) {
      if (params.auth !== token) return true;
      renewing ??= renewOnce();
      return renewing;
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

function endpointOf(given: object): string {
  const domain = text(given, 'domain') ?? text(given, 'DOMAIN');
  const host = domain !== undefined && HOST.test(domain) ? domain : undefined;
  const address = text(given, 'client_endpoint') ?? (host === undefined ? '' : `https://${host}/rest/`);
  if (!URL.canParse(address) || !isSafe(new URL(address))) {
    throw authError('CONFIG', 'restCommand: auth names no portal by an https: address (client_endpoint or domain)');
  }
  return address;
}

function text(value: object, key: string): string | undefined {
  const found = field(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
