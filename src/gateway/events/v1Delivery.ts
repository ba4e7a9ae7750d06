import { decodeEvent } from '../../events/decodeEvent';
import { formPairs } from '../../events/formPairs';
import { ONLY_IF_ASKED } from '../../events/toV1Body';
import { toV1Event } from '../../events/toV1Event';
import type { DecodedEvent, Fields, V1Event } from '../../events/types';
import { isFields } from '../../values/structures';
import type { HeldPair } from '../tokens/HeldPair';
import { phpPairs } from './phpPairs';
import type { PublicAddress } from './publicAddress';

/** A delivery of the portal as an old handler gets it. */
export interface V1Delivery {
  readonly event: string;
  /** The portal's own mark of the application, to be compared with. */
  readonly applicationToken: string | undefined;
  /** Events of one dialog keep their order. */
  readonly dialog: string;
  readonly body: string;
  /** Its `auth`, as it came. */
  readonly auth: V1Event['auth'];
  /** The access tokens in it, wherever they stand. */
  readonly tokens: readonly string[];
}

/**
 * A delivery in the form of v1: one of v1 pair for pair as it came, one of v2 with the keys of v1 in their documented order, both with the
 * gateway's address in place of the portal's. Undefined for what v1 never sent, and for what is no event.
 */
export async function v1Delivery(
  body: string,
  contentType: string,
  address: PublicAddress | undefined,
  updates: boolean,
  held: Pick<HeldPair, 'eventAuth'> | undefined,
): Promise<V1Delivery | undefined> {
  const decoded = await completed(decodeEvent(body, { contentType }), held);
  const v1 = toV1Event(decoded);
  if (v1 === null || decoded.event === '') return undefined;
  if (v1.v2 !== undefined && !updates && ONLY_IF_ASKED.has(v1.event)) return undefined;
  const isForm = v1.v2 === undefined && !/^\s*\{/.test(body);
  return written(v1, isForm ? [...new URLSearchParams(`&${body}`)] : undefined, address);
}

/** An event of v2 tells an application no access token everywhere; v1 did, and handlers call with it. */
async function completed(event: DecodedEvent, held: Pick<HeldPair, 'eventAuth'> | undefined): Promise<DecodedEvent> {
  const { generation, auth = {}, data } = event;
  if (held === undefined || generation !== 'v2' || isGiven(auth['access_token'])) return event;
  const own = await held.eventAuth(auth['application_token']);
  if (own === undefined) return event;
  const { bot } = data;
  const isBare = isFields(bot) && !(isFields(bot['auth']) && isGiven(bot['auth']['access_token']));
  const filled = (given: unknown): Fields => ({
    ...own,
    ...Object.fromEntries(Object.entries(isFields(given) ? given : {}).filter(([, value]) => isGiven(value))),
  });
  return {
    ...event,
    // Whoever wrote it is named there; the token is the application's.
    auth: filled(auth),
    data: isBare ? { ...data, bot: { ...bot, auth: filled(bot['auth']) } } : data,
  };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** An event of a queue, in the same form. */
export function queuedDelivery(v1: V1Event, address: PublicAddress | undefined): V1Delivery {
  return written(v1, undefined, address);
}

function written(
  v1: V1Event,
  came: readonly (readonly [string, string])[] | undefined,
  address: PublicAddress | undefined,
): V1Delivery {
  const { v2: _v2, ...plain } = v1;
  const pairs = came ?? formPairs(plain);
  const params = isFields(v1.data['PARAMS']) ? v1.data['PARAMS'] : {};
  const token = v1.auth['application_token'];
  return {
    event: v1.event,
    applicationToken: typeof token === 'string' ? token : undefined,
    auth: v1.auth,
    tokens: pairs.flatMap(([name, value]) => (/\[access_token\]$/.test(name) && value !== '' ? [value] : [])),
    dialog: String(params['DIALOG_ID'] ?? params['CHAT_ID'] ?? ''),
    body: phpPairs(pairs.map(([name, value]): [string, string] => [name, address?.rewrite(name, value) ?? value])),
  };
}
