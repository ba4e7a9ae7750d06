import type { Dispatcher } from 'undici';
import { Exchange } from '../../http/exchange';
import { parseObject } from '../../http/parseObject';
import { undiciSender } from '../../http/senders/undiciSender';
import { gather } from '../gather';
import { headers } from '../headers';
import type { Incoming, Outgoing } from '../Incoming';
import { jsonReply, refusalReply } from '../refusals';
import { sendReply } from '../sendReply';
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
  tokenUrl: string,
  address: PublicAddress | undefined,
  dispatcher: Dispatcher,
  query: string,
  incoming: Incoming,
  outgoing: Outgoing,
): Promise<void> {
  if (incoming.method !== 'GET' && incoming.method !== 'POST') return void sendReply(refusalReply('address'), outgoing);
  const body = await gather(incoming.body, MOST).catch(() => undefined);
  if (body === undefined) return outgoing.drop();
  if (!('whole' in body)) return void sendReply(refusalReply('tooLong'), outgoing);
  const { origin, pathname } = new URL(tokenUrl);
  const exchange = new Exchange(undiciSender(dispatcher), {
    origin,
    path: query === '' ? pathname : `${pathname}?${query}`,
    method: incoming.method,
    headers: headers.passedOn(incoming.headers, OWN),
    body: incoming.method === 'GET' ? null : body.whole,
  });
  const timer = setTimeout(() => exchange.cancel(new Error('the authorization server took too long')), PATIENCE);
  const answer = await exchange.done;
  clearTimeout(timer);
  if ('error' in answer) return outgoing.drop();
  const kept = headers.passedOn(headers.fromRecord(answer.headers), LENGTH);
  const parsed = parseObject(answer.body);
  if (address === undefined || typeof parsed?.['client_endpoint'] !== 'string') {
    kept.push('content-length', String(answer.bytes.length));
    sendReply({ status: answer.status, reason: '', headers: kept, body: answer.bytes }, outgoing);
    return;
  }
  // `domain` is the authorization server there, and no address of a portal.
  const told = { ...parsed, client_endpoint: address.rewrite('client_endpoint', parsed['client_endpoint']) };
  sendReply(jsonReply(answer.status, told, kept), outgoing);
}

const OWN = ['host', 'expect', 'accept-encoding', 'content-length'];
const LENGTH = ['content-length'];
