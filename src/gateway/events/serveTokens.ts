import type { Dispatcher } from 'undici';
import { type Clock, systemClock } from '../../http/clock';
import { Exchange } from '../../http/exchange';
import { parseObject } from '../../http/parseObject';
import { undiciSender } from '../../http/senders/undiciSender';
import { readForm } from '../../translate/readForm';
import { gather } from '../gather';
import { headers } from '../headers';
import type { Incoming, Outgoing } from '../Incoming';
import { readGivenParams } from '../readGivenParams';
import { jsonReply, refusalReply } from '../refusals';
import { sendReply } from '../sendReply';
import type { HeldPair } from '../tokens/HeldPair';
import type { PublicAddress } from './publicAddress';

/** Bytes of a request for tokens. */
const MOST = 64 * 1024;
/** Milliseconds. An answer holds the only copy of a new pair, so it is waited for. */
const PATIENCE = 300_000;

/**
 * `/oauth/token/`: goes to the authorization server and nowhere else, in whatever form it came (a query, a form, both), and comes back with
 * the gateway's address as `client_endpoint`.
 */
export async function serveTokens(
  { tokenUrl, address, dispatcher, held, clock = systemClock }: TokenService,
  query: string,
  incoming: Incoming,
  outgoing: Outgoing,
): Promise<void> {
  if (incoming.method !== 'GET' && incoming.method !== 'POST') return void sendReply(refusalReply('address'), outgoing);
  const body = await gather(incoming.body, MOST).catch(() => undefined);
  if (body === undefined) return outgoing.drop();
  if (!('whole' in body)) return void sendReply(refusalReply('tooLong'), outgoing);
  const wish = await wishIn(query, incoming, body.whole);
  const own = await held?.exchange(wish).catch(() => null);
  if (own === null) return outgoing.drop();
  if (own !== undefined) return void sendReply(jsonReply(200, rewritten(own, address)), outgoing);
  const { origin, pathname } = new URL(tokenUrl);
  const exchange = new Exchange(undiciSender(dispatcher), {
    origin,
    path: query === '' ? pathname : `${pathname}?${query}`,
    method: incoming.method,
    headers: headers.passedOn(incoming.headers, OWN),
    body: incoming.method === 'GET' ? null : body.whole,
  });
  const late = (): void => exchange.cancel(new Error('the authorization server took too long'));
  const callOff = clock.after(PATIENCE, late);
  const answer = await exchange.done;
  callOff();
  if ('error' in answer) return outgoing.drop();
  const kept = headers.passedOn(headers.fromRecord(answer.headers), LENGTH);
  const parsed = parseObject(answer.body);
  if (parsed !== undefined && held?.isOf(wish.client_id) === true) await held.see({ auth: parsed, by: 'server' });
  if (address === undefined || typeof parsed?.['client_endpoint'] !== 'string') {
    kept.push('content-length', String(answer.bytes.length));
    sendReply({ status: answer.status, reason: '', headers: kept, body: answer.bytes }, outgoing);
    return;
  }
  sendReply(jsonReply(answer.status, rewritten(parsed, address), kept), outgoing);
}

/** Where tokens are asked for, and whose are held. */
export interface TokenService {
  readonly tokenUrl: string;
  readonly address: PublicAddress | undefined;
  readonly dispatcher: Dispatcher;
  readonly held?: Pick<HeldPair, 'exchange' | 'see' | 'isOf'> | undefined;
  readonly clock?: Clock;
}

/** `domain` is the authorization server there, and no address of a portal. */
function rewritten(
  answer: Readonly<Record<string, unknown>>,
  address: PublicAddress | undefined,
): Readonly<Record<string, unknown>> {
  const { client_endpoint } = answer;
  if (address === undefined || typeof client_endpoint !== 'string') return answer;
  return { ...answer, client_endpoint: address.rewrite('client_endpoint', client_endpoint) };
}

/** As PHP reads it, which is what the authorization server does: the query and a form, multipart (an array that cURL is given), or JSON. */
async function wishIn(query: string, incoming: Incoming, body: Buffer): Promise<Readonly<Record<string, string>>> {
  const contentType = headers.first(incoming.headers, 'content-type');
  const given = await readGivenParams({ method: incoming.method, query, contentType, body });
  const params = given === undefined || given === 'too-many' ? readForm(query) : given.params;
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}

const OWN = ['host', 'expect', 'accept-encoding', 'content-length'];
const LENGTH = ['content-length'];
