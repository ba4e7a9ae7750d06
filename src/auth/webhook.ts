import { isSafe } from '../http/hosts';
import { authError } from './authError';
import type { Auth } from './types';

/** What `webhook` may be told besides the address. */
export interface WebhookOptions {
  /** The v1 CLIENT_ID: whatever the bot was registered with. In v2 it is the bot's `botToken`. */
  clientId?: string;
  /** Hosts besides the portal's own to which a renamed portal may send us. */
  allowHosts?: readonly string[];
}

/** `/rest/<user>/<secret>/`, perhaps below a folder, perhaps with a method or `profile.json` at the end. */
const PATH = /^(.*\/rest\/(\d+)\/([^/]+))(?:\/[^/]*)?$/;

/**
 * Authorisation by an incoming webhook.
 * @param url as the portal shows it, `https://acme.bitrix24.com/rest/1/secret/`; `http:` for loopback hosts only
 * @throws ImbotError CONFIG if it is not such an address
 * @example
 * const auth = webhook('https://acme.bitrix24.com/rest/1/secret/', { clientId: 'my_bot' });
 */
export function webhook(url: string | URL, options: WebhookOptions = {}): Auth {
  const text = String(url);
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  const match = parsed && PATH.exec(parsed.pathname);
  const [, base, user, secret] = match ?? [];
  if (
    !parsed ||
    !isSafe(parsed) ||
    parsed.username !== '' ||
    base === undefined ||
    user === undefined ||
    secret === undefined
  ) {
    throw authError(
      'CONFIG',
      'webhook(…) wants the address of an incoming webhook, https://<portal>/rest/<user id>/<secret>/ (http: on loopback only)',
    );
  }
  const { clientId, allowHosts } = options;
  if (clientId !== undefined && (typeof clientId !== 'string' || clientId === '')) {
    throw authError('CONFIG', 'webhook(…): clientId has to be a text');
  }
  let { origin } = parsed;
  const portalKey = `${origin}/${user}`;
  const secrets = clientId === undefined ? [secret] : [secret, clientId];
  const auth: Auth = {
    kind: 'webhook',
    allowHosts,
    portalKey: () => portalKey,
    endpoint: () => `${origin}${base}/`,
    authorise: (params) => params,
    eventAuth: async () => ({ domain: new URL(origin).host, client_endpoint: `${origin}/rest/` }),
    moved(to) {
      origin = to;
    },
    async renew() {
      throw authError('CONFIG', 'a webhook has nothing to renew');
    },
    async close() {},
    secrets: () => secrets,
  };
  // A secret too: a getter that neither JSON nor inspect looks into.
  return Object.defineProperty(auth, 'clientId', { get: () => clientId, enumerable: false });
}
