import { parseObject } from '../transport/parseObject';
import { foreignCause, redact } from '../transport/redact';
import { CODE_TEXTS } from '../transport/texts';
import { askServer } from './askServer';
import { authError } from './authError';
import { knownServer, tokenServer } from './authorizationServer';
import type { Pair } from './pair';
import { pairSecrets, readRenewedPair } from './pair';
import type { AuthIo } from './types';

export interface SpendOptions {
  clientId: string;
  clientSecret: string;
  tokenUrl?: string | undefined;
  allowHosts?: readonly string[] | undefined;
  style?: 'post' | 'get' | undefined;
}

/** How long an access token lives, for an answer that does not say (seconds). */
const HOUR = 3600;

/**
 * Exchanges the refresh token for a new pair. A one-time token: call it once.
 * @throws ImbotError REINSTALL for a token that is no longer valid; the server's own code where the pair is to be kept
 * @see settings/oauth/auto-renewal.md of the REST documentation
 */
export async function spend(pair: Pair, options: SpendOptions, io: AuthIo): Promise<Pair> {
  const { clientId, clientSecret, allowHosts } = options;
  const url = tokenServer(pair.imbot_compat?.server ?? serverIn(pair), options);
  const secrets = [clientId, clientSecret, ...pairSecrets(pair)];
  const answer = await askServer(
    url,
    {
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: pair.refresh_token,
    },
    options.style ?? 'post',
    io,
  );
  if ('error' in answer) {
    throw authError('NO_ANSWER', 'the authorization server did not answer', {
      cause: foreignCause(answer.error, secrets),
    });
  }
  const { status } = answer;
  const body = parseObject(answer.body);
  if (body === undefined) {
    throw authError('BAD_ANSWER', 'the authorization server answered with something that is no JSON', { status });
  }
  if (typeof body['error'] === 'string' && body['error'] !== '') {
    const code = redact(body['error'], secrets);
    const text = body['error_description'];
    const description = typeof text === 'string' ? redact(text, secrets) : undefined;
    if (code === 'invalid_grant') throw authError('REINSTALL', CODE_TEXTS['REINSTALL'] ?? '', { status, description });
    throw authError(code, 'the authorization server refused the renewal; the pair is kept', { status, description });
  }
  if (status >= 300 || !isText(body['access_token']) || !isText(body['refresh_token'])) {
    throw authError('BAD_ANSWER', 'the answer of the authorization server holds no pair', { status });
  }
  const next = readRenewedPair(body, io.clock.now());
  const server = knownServer(next.domain, allowHosts);
  const lifetime = Number(body['expires_in']);
  const until = Math.floor(io.clock.now() / 1000) + (lifetime > 0 ? lifetime : HOUR);
  return { ...next, imbot_compat: server === undefined ? { until } : { until, server } };
}

/** Tokens as an event or a token answer hands them over name their authorization server in `server_endpoint`. */
function serverIn(pair: Pair): string | undefined {
  const address = pair['server_endpoint'];
  return typeof address === 'string' && URL.canParse(address) ? new URL(address).host : undefined;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
