import { authError } from './authError';

/** Names an application on a portal: `local.65f1c2`. */
const ID = /^[\w-][\w.-]{0,99}$/;

/**
 * The name of a pair, for the file or key of a token store. It holds the application and the portal, for every pair belongs to
 * both; ids that come with events may be anything, so what could leave a folder or run into another key is refused.
 *
 * @param clientId of the application
 * @param memberId of the portal, `auth.member_id`
 * @throws ImbotError CONFIG for an id with anything but letters, digits, `.`, `_` and `-` in it, or one that begins with a dot
 * @example
 * fileTokenStore(`./tokens/${tokenKey(clientId, install.auth.member_id)}.json`);
 * redisTokenStore(redis, { key: `bitrix24:tokens:${tokenKey(clientId, install.auth.member_id)}` });
 */
export function tokenKey(clientId: string, memberId: string): string {
  const wrong = Object.entries({ clientId, memberId }).filter(([, id]) => typeof id !== 'string' || !ID.test(id));
  if (wrong.length > 0) {
    const names = wrong.map(([name]) => name).join(' and ');
    throw authError('CONFIG', `tokenKey: ${names} may hold letters, digits, ".", "_" and "-" only`);
  }
  return `${clientId}@${memberId}`;
}
