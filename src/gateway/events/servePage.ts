import type { Dispatcher } from 'undici';
import { decodeEvent } from '../../events/decodeEvent';
import { gather } from '../gather';
import { headers } from '../headers';
import type { Incoming, Outgoing } from '../Incoming';
import { refusalReply } from '../refusals';
import { relay } from '../relay';
import { sendReply } from '../sendReply';
import type { HandedOver, HeldPair } from '../tokens/HeldPair';
import { phpPairs } from './phpPairs';
import type { PublicAddress } from './publicAddress';

/** Bytes of what the portal posts to a page. */
const MOST = 1_000_000;
const FORM = 'application/x-www-form-urlencoded';

/**
 * An installation or a page of an application, `/install`: what the portal posts and asks for goes to the bot with the gateway's address in
 * place of the portal's, and the bot's answer goes back as it is, for a browser waits for it.
 */
export async function servePage(
  url: string,
  address: PublicAddress | undefined,
  dispatcher: Dispatcher,
  query: string,
  incoming: Incoming,
  outgoing: Outgoing,
  held?: Pick<HeldPair, 'see'>,
): Promise<void> {
  const body = await gather(incoming.body, MOST).catch(() => undefined);
  if (body === undefined) return outgoing.drop();
  if (!('whole' in body)) return void sendReply(refusalReply('tooLong'), outgoing);
  const isForm = headers.first(incoming.headers, 'content-type')?.startsWith(FORM) === true;
  const handed = isForm ? handedIn(body.whole.toString('utf8'), query) : undefined;
  if (handed !== undefined) await held?.see(handed);
  const { origin, pathname, searchParams } = new URL(url);
  const own = [...searchParams, ...new URLSearchParams(query)];
  const asked = own.length === 0 ? '' : `?${rewritten(own, address)}`;
  const sent = isForm ? Buffer.from(rewritten([...new URLSearchParams(`&${body.whole}`)], address)) : body.whole;
  const portal = { origin, allowHosts: [], dispatcher, onMoved: () => {} };
  await relay(portal, incoming, pathname + asked, incoming.body === undefined ? null : sent, outgoing);
}

/** The tokens of an installation, or of a page that somebody opens. */
function handedIn(body: string, query: string): HandedOver | undefined {
  const { event, auth } = decodeEvent(body, { contentType: FORM });
  if (event !== '') return auth && { auth, by: event === 'ONAPPINSTALL' ? 'installation' : 'event' };
  const given = new URLSearchParams(`${query}&${body}`);
  const fields = Object.entries(NAMES).flatMap(([name, key]) => {
    const value = given.get(name);
    return value === null ? [] : [[key, value] as const];
  });
  return given.has('AUTH_ID') ? { auth: Object.fromEntries(fields), by: 'page' } : undefined;
}

/** How pages name what events have in `auth`. */
const NAMES = {
  AUTH_ID: 'access_token',
  REFRESH_ID: 'refresh_token',
  AUTH_EXPIRES: 'expires_in',
  DOMAIN: 'domain',
  SERVER_ENDPOINT: 'server_endpoint',
  member_id: 'member_id',
  status: 'status',
} as const;

function rewritten(pairs: readonly (readonly [string, string])[], address: PublicAddress | undefined): string {
  return phpPairs(pairs.map(([name, value]) => [name, address?.rewrite(name, value) ?? value] as const));
}
