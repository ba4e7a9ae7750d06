import type { Dispatcher } from 'undici';
import { type Clock, systemClock } from '../../http/clock';
import { Exchange } from '../../http/exchange';
import { undiciSender } from '../../http/senders/undiciSender';
import type { Letter } from './Letter';

/** Milliseconds that a handler has for an event. */
const PATIENCE = 15_000;

/** Posts a letter to its handler once. True where that answered 2xx in time; no redirect is followed. */
export async function sendLetter(
  { url, body }: Pick<Letter, 'url' | 'body'>,
  dispatcher: Dispatcher,
  clock: Clock = systemClock,
): Promise<boolean> {
  const { origin, pathname, search } = new URL(url);
  const headers = ['content-type', 'application/x-www-form-urlencoded'];
  const request = { origin, path: pathname + search, method: 'POST', headers, body } as const;
  const exchange = new Exchange(undiciSender(dispatcher), request, MOST);
  const callOff = clock.after(PATIENCE, () => exchange.cancel(new Error('the handler took too long')));
  const answer = await exchange.done;
  callOff();
  return !('error' in answer) && answer.status >= 200 && answer.status < 300;
}

/** Bytes of a handler's answer, of which nothing is read. */
const MOST = 1024 * 1024;
