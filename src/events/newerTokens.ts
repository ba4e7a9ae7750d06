import { isFields } from '../values/structures';
import type { Fields } from './types';

/**
 * Which OAuth pair to keep when an event brings one: the stored pair, unless the event's has a refresh token, acts for the
 * same user and expires later. What the event lacks (application_token after a refresh) stays.
 *
 * @param stored the pair kept so far, if any; `expires` in Unix seconds
 * @param incoming the top-level `auth` of an event
 * @param installed the event is ONAPPINSTALL, whose pair belongs to the application whoever installed it
 * @example
 * newerTokens({ access_token: 'a', refresh_token: 'b', expires: 100, user_id: '1' }, { access_token: 'c', refresh_token: 'd', expires: 200, user_id: '1' })?.access_token; // 'c'
 */
export function newerTokens(stored: Fields | undefined, incoming: Fields, installed = false): Fields | undefined {
  if (!filled(incoming['refresh_token']) || !filled(incoming['access_token'])) return stored;
  if (stored === undefined) return { ...incoming };
  if (!(Number(incoming['expires']) > (Number(stored['expires']) || 0))) return stored;
  // The auth of a message event is that of whoever wrote it: it must not become the application's identity.
  if (!installed && filled(incoming['user_id']) && String(incoming['user_id']) !== String(stored['user_id'])) {
    return stored;
  }
  return { ...stored, ...incoming, ...notesFor(stored, incoming) };
}

/**
 * Our notes beside the stored pair, without those that are about its tokens: a new pair has a time of its own and is not dead.
 * One that comes with another application token may be another application's: whose it is, the authorization server has to say.
 */
function notesFor(stored: Fields, incoming: Fields): Fields {
  const notes = stored['imbot_compat'];
  if (!isFields(notes)) return {};
  const { until: _until, dead: _dead, lost: _lost, asking: _asking, client, ...kept } = notes;
  const given = incoming['application_token'];
  const isSame = !filled(given) || given === stored['application_token'];
  return { imbot_compat: isSame && client !== undefined ? { ...kept, client } : kept };
}

function filled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
