import type { Fields } from './types';

/**
 * Which OAuth pair to keep when an event brings one: the stored pair, unless the event's has a refresh token, belongs to
 * the same user and expires later. What the event lacks (application_token after a refresh) stays.
 *
 * @param stored the pair kept so far, if any; `expires` in Unix seconds
 * @param incoming the top-level `auth` of an event
 */
export function newerTokens(stored: Fields | undefined, incoming: Fields): Fields | undefined {
  if (!filled(incoming['refresh_token']) || !filled(incoming['access_token'])) return stored;
  if (stored === undefined) return { ...incoming };
  if (!filled(stored['refresh_token'])) return { ...stored, ...incoming };
  const [before, after] = [stored['user_id'], incoming['user_id']];
  // The auth of a message event is that of whoever wrote it: it must not become the application's identity.
  if (filled(before) && filled(after) && String(before) !== String(after)) return stored;
  return Number(incoming['expires']) > (Number(stored['expires']) || 0) ? { ...stored, ...incoming } : stored;
}

function filled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
