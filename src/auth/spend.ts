import type { ImbotError } from '../errors/ImbotError';
import { CODE_TEXTS } from '../errors/texts';
import { foreignCause, redact } from '../http/redact';
import { askServer } from './askServer';
import { authError } from './authError';
import { knownServer, tokenServer } from './authorizationServer';
import type { Pair } from './pair';
import { pairSecrets, readRenewedPair } from './pair';
import { holdsPair, readTokenAnswer } from './readTokenAnswer';
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
  const { status } = answer;
  const body = readTokenAnswer(answer.body);
  const refusal = body?.['error'];
  if (!holdsPair(body) || body['refresh_token'] === pair.refresh_token) {
    if (typeof refusal === 'string' && refusal !== '')
      throw refused(refusal, body?.['error_description'], status, secrets);
    if (answer.error !== undefined) {
      throw authError('NO_ANSWER', 'the authorization server did not answer', {
        cause: foreignCause(answer.error, secrets),
      });
    }
    const what = body === undefined ? 'is not JSON' : 'holds no pair';
    throw authError('BAD_ANSWER', `the answer of the authorization server ${what}`, { status });
  }
  const next = readRenewedPair(body, io.clock.now());
  const server = knownServer(next.domain, allowHosts);
  const lifetime = Number(body['expires_in']);
  const until = Math.floor(io.clock.now() / 1000) + (lifetime > 0 ? lifetime : HOUR);
  return { ...next, imbot_compat: server === undefined ? { until } : { until, server } };
}

/** The server said no: to this token for good, or to this question. */
function refused(error: string, text: unknown, status: number, secrets: readonly string[]): ImbotError {
  const code = redact(error, secrets);
  const description = typeof text === 'string' ? redact(text, secrets) : undefined;
  if (code === 'invalid_grant') return authError('REINSTALL', CODE_TEXTS['REINSTALL'] ?? '', { status, description });
  return authError(code, 'the authorization server refused the renewal; the pair is kept', { status, description });
}

/** Tokens as an event or a token answer hands them over name their authorization server in `server_endpoint`. */
function serverIn(pair: Pair): string | undefined {
  const address = pair['server_endpoint'];
  return typeof address === 'string' && URL.canParse(address) ? new URL(address).host : undefined;
}
