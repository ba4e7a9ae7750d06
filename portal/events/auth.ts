import type { State } from '../state';
import { memberId, tokens } from '../tokens';
import type { Bot } from '../types';

/**
 * The two auth blocks of an event. A bot registered by webhook has no application and gets no access tokens, only the
 * names of the portal and its own application token.
 */
export function eventAuth(state: State, bot: Bot, userId: number): Record<string, unknown> {
  const application = state.applications.get(bot.owner);
  if (application) return tokens.auth(state, application, userId);
  return {
    scope: 'imbot',
    domain: tokens.portalDomain(state),
    server_endpoint: 'https://oauth.bitrix.info/rest/',
    status: 'L',
    client_endpoint: `${state.address}/rest/`,
    member_id: memberId(state),
    user_id: userId,
    application_token: tokens.applicationToken(state, bot.owner),
  };
}
