import { fingerprint } from './fingerprint';
import { nextId, type State } from './state';
import type { Application } from './types';

const SERVER = 'https://oauth.bitrix.info/rest/';

/** The OAuth pairs of an application, and the auth objects that carry them. */
export const tokens = { issue, auth, applicationToken, portalDomain };

interface Pair {
  access_token: string;
  refresh_token: string;
  expires: number;
  expires_in: number;
}

function issue(state: State, application: Application, userId: number): Pair {
  const number = nextId(state, 'token');
  const secret = fingerprint(`${application.clientId}:${userId}:${number}`);
  const expires = Math.floor(state.now() / 1000) + application.expiresIn;
  const pair = {
    access_token: `at${number}x${secret}`,
    refresh_token: `rt${number}x${secret}`,
    expires,
    expires_in: application.expiresIn,
  };
  state.accessTokens.set(pair.access_token, { clientId: application.clientId, userId, expires });
  state.refreshTokens.set(pair.refresh_token, { clientId: application.clientId, userId });
  return pair;
}

/** What an application is handed at installation and with each event. */
function auth(state: State, application: Application, userId: number) {
  const { access_token, refresh_token, expires, expires_in } = issue(state, application, userId);
  return {
    access_token,
    expires,
    expires_in,
    scope: application.scope,
    domain: portalDomain(state),
    server_endpoint: SERVER,
    status: 'L',
    client_endpoint: `${state.address}/rest/`,
    member_id: memberId(state),
    refresh_token,
    user_id: userId,
    application_token: application.applicationToken,
  };
}

function portalDomain(state: State): string {
  return new URL(state.address).host;
}

/** The portal's own id: the same wherever the portal listens. */
export function memberId(_state: State): string {
  return fingerprint('portal').repeat(2);
}

/** Webhook bots have a token of their own, which changes with their botToken. */
function applicationToken(state: State, owner: string): string {
  return state.applications.get(owner)?.applicationToken ?? fingerprint(`application:${owner}`).repeat(2);
}
