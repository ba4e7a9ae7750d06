import type { AuthIo } from '../../auth/types';
import { Exchange } from '../../http/exchange';
import { parseObject } from '../../http/parseObject';
import { isFields } from '../../values/structures';

/** Milliseconds for the question. */
const PATIENCE = 10_000;

/**
 * The id of the user whose access token it is, as the portal says by `profile`; undefined where it does not know the token.
 * Never rejects.
 */
export async function userOf(
  token: string,
  portal: string,
  { sender, clock }: AuthIo,
): Promise<string | 'no answer' | undefined> {
  const exchange = new Exchange(sender, {
    origin: portal,
    path: '/rest/profile',
    method: 'POST',
    headers: ['content-type', 'application/x-www-form-urlencoded'],
    body: `auth=${encodeURIComponent(token)}`,
  });
  const callOff = clock.after(PATIENCE, () => exchange.cancel(new Error('the portal took too long')));
  const answer = await exchange.done;
  callOff();
  if ('error' in answer || answer.status >= 500) return 'no answer';
  if (answer.status !== 200) return undefined;
  const result = parseObject(answer.body)?.['result'];
  const id = isFields(result) ? result['ID'] : undefined;
  return id === undefined || id === null || id === '' ? undefined : String(id);
}
