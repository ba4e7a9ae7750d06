import type { Caller } from './call';
import type { State } from './state';
import { systemFailure } from './systemFailure';

/** What the transport carried. */
export interface Credentials {
  webhook?: { userId: number; secret: string };
  accessToken?: string;
}

/** Turns credentials into a caller, or refuses. */
export function authorise(state: State, { webhook, accessToken }: Credentials): Caller {
  if (webhook) {
    const known = state.webhooks.find((one) => one.userId === webhook.userId && one.secret === webhook.secret);
    if (!known) throw systemFailure('NO_AUTH_FOUND');
    return { kind: 'webhook', userId: known.userId, scope: known.scope };
  }
  const token = accessToken === undefined ? undefined : state.accessTokens.get(accessToken);
  const application = token && state.applications.get(token.clientId);
  if (!token || !application) throw systemFailure('NO_AUTH_FOUND');
  if (token.expires <= state.now() / 1000) throw systemFailure('expired_token');
  return { kind: 'oauth', userId: token.userId, application, scope: application.scope };
}
