import { knownServer } from '../../auth/authorizationServer';
import type { Pair } from '../../auth/pair';
import { givenText } from './tokensOf';

/** What is told of a pair: to whoever renews it, and in the events of its application. */
export const toldOf = { answer, event };

/** As the authorization server answers: `domain` is its own name there. */
function answer(pair: Pair, now: number): Readonly<Record<string, unknown>> {
  const { imbot_compat, application_token: _token, ...told } = pair;
  const server =
    typeof told['server_endpoint'] === 'string' && URL.canParse(told['server_endpoint'])
      ? new URL(told['server_endpoint']).host
      : undefined;
  const domain = knownServer(server) ?? imbot_compat?.server ?? 'oauth.bitrix.info';
  return { ...told, domain, ...(pair.expires === undefined ? {} : { expires_in: Math.max(0, pair.expires - now) }) };
}

/** As `auth` of an event, with the token that is good now. */
function event(pair: Pair, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const fields: Readonly<Record<string, string | undefined>> = {
    ...given,
    ...Object.fromEntries(OF_PAIR.map((name) => [name, givenText(pair[name]) ?? given[name]])),
  };
  return Object.fromEntries(V1_AUTH.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
}

/** The names of `auth` in the documented order of v1. Source: on-imbot-message-add.md of the REST documentation. */
const V1_AUTH = [
  ...['access_token', 'expires', 'expires_in', 'scope', 'domain', 'server_endpoint', 'status', 'client_endpoint'],
  ...['member_id', 'user_id', 'application_token'],
];

/** What an event tells of a pair besides its token. */
const OF_PAIR = ['expires_in', 'scope', 'server_endpoint', 'status', 'user_id', 'application_token'];
