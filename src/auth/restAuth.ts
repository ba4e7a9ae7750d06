import type { Dispatcher } from 'undici';
import { systemClock } from '../http/clock';
import { foreignCause } from '../http/redact';
import { undiciSender } from '../http/senders/undiciSender';
import { askServer } from './askServer';
import { authError } from './authError';
import { isTokenUrl, tokenServer } from './authorizationServer';
import { readTokenAnswer } from './readTokenAnswer';

/** The application that `restAuth` asks for, and where; everything has a default. */
export interface RestAuthOptions {
  /** Default: the environment variable C_REST_CLIENT_ID. */
  clientId?: string | undefined;
  /** Default: the environment variable C_REST_CLIENT_SECRET. */
  clientSecret?: string | undefined;
  /** Asked instead of every other authorization server. Default for domains that are none: `https://oauth.bitrix.info/oauth/token/`. */
  tokenUrl?: string | undefined;
  /** Authorization servers besides oauth.bitrix.info and oauth.bitrix24.tech. */
  allowHosts?: readonly string[] | undefined;
  /** Default `'post'`: a form, which no log shows. */
  style?: 'post' | 'get' | undefined;
  /** An undici Dispatcher to ask through. Default: a connection of its own. */
  dispatcher?: Dispatcher | undefined;
}

const NEEDED = ['refresh_token', 'scope', 'domain'] as const;

/**
 * The helper of the deprecated documentation pages: exchanges `auth.refresh_token` for a new pair and resolves to the decoded
 * answer, an error answer included, or to `false` when the client id, the client secret or one of refresh_token, scope and
 * domain is missing.
 *
 * The secret goes to known authorization servers only. `auth` comes straight from an event body, so its `domain` is whatever
 * the sender wrote there: any other domain, the portal's included, means that `tokenUrl` is asked.
 *
 * @param auth the `auth` of an event, never changed
 * @throws ImbotError NO_ANSWER or BAD_ANSWER when the server gives no JSON, CONFIG for a `tokenUrl` that is no https: address
 * @see api-reference/chat-bots/outdated/send-command.md of the REST documentation
 * @example
 * const answer = await restAuth(install.auth, { clientId, clientSecret });
 * if (answer && answer.access_token) console.log(answer.expires_in); // seconds
 */
export async function restAuth(auth: unknown, options: RestAuthOptions = {}): Promise<Record<string, unknown> | false> {
  const clientId = options.clientId ?? process.env['C_REST_CLIENT_ID'];
  const clientSecret = options.clientSecret ?? process.env['C_REST_CLIENT_SECRET'];
  if (!clientId || !clientSecret) return false;
  const given: Record<string, unknown> = typeof auth === 'object' && auth !== null ? { ...auth } : {};
  if (NEEDED.some((key) => given[key] === undefined || given[key] === null)) return false;
  const refreshToken = String(given['refresh_token']);
  const url = tokenServer(given['domain'], options);
  if (!isTokenUrl(url))
    throw authError('CONFIG', 'restAuth: tokenUrl has to be an https: address (http: on loopback only)');
  const sender = undiciSender(options.dispatcher);
  try {
    const answer = await askServer(
      url,
      {
        grant_type: 'refresh_token',
        client_id: clientId,
        client_secret: clientSecret,
        refresh_token: refreshToken,
        scope: String(given['scope']),
      },
      options.style ?? 'post',
      { sender, clock: systemClock },
    );
    const body = readTokenAnswer(answer.body);
    if (body !== undefined) return body;
    if (answer.error !== undefined) {
      throw authError('NO_ANSWER', 'the authorization server did not answer', {
        cause: foreignCause(answer.error, [clientId, clientSecret, refreshToken]),
      });
    }
    throw authError('BAD_ANSWER', 'the answer of the authorization server is not JSON', {
      status: answer.status,
    });
  } finally {
    await sender.end();
  }
}
