import type { Pair } from '../auth/pair';
import type { TokenStore } from '../auth/TokenStore';
import { configError } from '../errors/callError';
import { isPortalId } from './ids';
import { newerTokens } from './newerTokens';
import type { Awaitable, DecodedEvent, Fields } from './types';

/** The store that `oauth` reads too, or one for each portal by its `member_id`; undefined keeps nothing. */
export type EventTokens = TokenStore | ((portal: string, event: DecodedEvent) => Awaitable<TokenStore | undefined>);

/**
 * Stores the OAuth pair of a verified event where `newerTokens` allows it, under the store's lock.
 * @param application the fingerprint of the application whose events these are: what is stored gets its name
 * @throws Error for a pair of another application than the stored one's: that one may be all that its owner has. ImbotError
 * CONFIG where the stored pair says whose it is
 */
export async function keepTokens(
  tokens: EventTokens,
  event: DecodedEvent,
  application?: Promise<string>,
): Promise<void> {
  const { auth } = event;
  const portal = auth?.['member_id'];
  if (auth === undefined || !isPortalId(portal) || !bringsPair(event)) return;
  const store = typeof tokens === 'function' ? await tokens(portal, event) : tokens;
  const incoming = dated(auth, event.ts);
  const client = await application;
  await store?.exclusive(async ({ read, write }) => {
    const stored = await read();
    const kept = newerTokens(stored, incoming, event.event === 'ONAPPINSTALL');
    if (kept === stored || !isPair(kept)) return;
    const theirs = stored?.imbot_compat?.client;
    if (client !== undefined && theirs !== undefined && theirs !== client)
      throw configError('events', held('application (clientId)'));
    if (isOfAnother(stored, incoming, event.event)) throw new Error(held('application token'));
    await write(client === undefined ? kept : { ...kept, imbot_compat: { ...kept.imbot_compat, client } });
  });
}

/** Whether there is a whole pair in an event that may be kept. */
export function bringsPair({ auth, event }: DecodedEvent): boolean {
  return event !== 'ONAPPUNINSTALL' && auth !== undefined && newerTokens(undefined, auth) !== undefined;
}

/** Events by which an application gets another token. Source: api-reference/common/events of the REST documentation. */
const RENAMING: ReadonlySet<string> = new Set(['ONAPPINSTALL', 'ONAPPUPDATE']);

/** What names another application: its token, or its id. */
const held = (by: string) =>
  `the store holds the pair of another ${by}, and keeps it: give each application a key of its own`;

/** Does a pair come from another application than a stored one that may be alive? An application has one token on a portal. */
function isOfAnother(stored: Pair | undefined, incoming: Fields, event: string): boolean {
  const [before, now] = [stored?.['application_token'], incoming['application_token']];
  if (RENAMING.has(event) || stored?.imbot_compat?.dead !== undefined) return false;
  return Boolean(before) && Boolean(now) && before !== now;
}

/** ONAPPINSTALL tells how long the pair lives, not until when. */
function dated(auth: Fields, ts: string | undefined): Fields {
  const expires = Number(auth['expires'] ?? Number(ts) + Number(auth['expires_in']));
  return Number.isFinite(expires) ? { ...auth, expires } : auth;
}

function isPair(fields: Fields | undefined): fields is Pair {
  return typeof fields?.['access_token'] === 'string' && typeof fields['refresh_token'] === 'string';
}
