import { phpForm } from './phpForm';
import { type Params, read } from './read';
import type { State } from './state';
import { memberId, tokens } from './tokens';

/** What the authorization server was asked, and what it said. */
export interface OauthLog {
  /** Renewals that succeeded. */
  refreshes: number;
  /** All requests. */
  requests: number;
  /** Refusals by code. */
  refused: Record<string, number>;
  /** How the parameters came, newest last. */
  styles: ('get' | 'post')[];
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  invalid_request: 'An incorrectly formatted authorization request was provided',
  invalid_client: 'Invalid client data was provided. The application may not be installed in Bitrix24',
  invalid_grant: 'Invalid authorization data was provided for obtaining access_token',
  invalid_scope: 'Access permissions requested exceed those specified in the application card',
  PAYMENT_REQUIRED: 'The trial or paid period of the application has expired',
};

/** /oauth/token/: renews pairs. A refresh token works once. */
export async function oauthServer(state: State, log: OauthLog, request: Request): Promise<Response> {
  const query = phpForm.decode(new URL(request.url).search.slice(1));
  const isPost = request.method === 'POST';
  const params: Params = isPost ? { ...query, ...phpForm.decode(await request.text()) } : query;
  log.requests += 1;
  log.styles.push(isPost ? 'post' : 'get');
  const answer = renew(state, params);
  if (typeof answer !== 'string') {
    log.refreshes += 1;
    return Response.json(answer);
  }
  log.refused[answer] = (log.refused[answer] ?? 0) + 1;
  const status = answer === 'invalid_client' ? 401 : 400;
  return Response.json({ error: answer, error_description: DESCRIPTIONS[answer] ?? answer }, { status });
}

/** The new pair, or the code of a refusal. */
function renew(state: State, params: Params): Record<string, unknown> | string {
  if (read.text(params.grant_type) !== 'refresh_token') return 'invalid_request';
  const application = state.applications.get(read.text(params.client_id));
  if (!application || application.clientSecret !== read.text(params.client_secret)) return 'invalid_client';
  if (application.refuse !== null) return application.refuse;
  const spent = read.text(params.refresh_token);
  const known = state.refreshTokens.get(spent);
  if (!known || known.clientId !== application.clientId) return 'invalid_grant';
  state.refreshTokens.delete(spent);
  const pair = tokens.issue(state, application, known.userId);
  return {
    access_token: pair.access_token,
    expires: pair.expires,
    expires_in: pair.expires_in,
    scope: application.scope,
    domain: 'oauth.bitrix.info',
    server_endpoint: 'https://oauth.bitrix.info/rest/',
    status: 'L',
    client_endpoint: `${state.address}/rest/`,
    member_id: memberId(state),
    user_id: known.userId,
    refresh_token: pair.refresh_token,
  };
}
