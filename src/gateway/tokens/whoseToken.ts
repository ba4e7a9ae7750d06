import type { AuthIo } from '../../auth/types';
import { Exchange } from '../../http/exchange';
import { parseObject } from '../../http/parseObject';
import { isFields } from '../../values/structures';

/** Milliseconds for the question. */
const PATIENCE = 10_000;

/** What an access token tells of its owner, and the method that says it. Source: profile.md, app-info.md. */
const QUESTIONS = {
  /** The id of the user. */
  user: { method: 'profile', field: 'ID' },
  /** The code of the application. */
  application: { method: 'app.info', field: 'CODE' },
} as const;

/**
 * Whose access token it is, as the portal says; undefined where it does not know the token, or tells nothing of the kind.
 * Never rejects.
 */
export async function whoseToken(
  what: keyof typeof QUESTIONS,
  token: string,
  portal: string,
  { sender, clock }: AuthIo,
): Promise<string | 'no answer' | undefined> {
  const { method, field } = QUESTIONS[what];
  const exchange = new Exchange(sender, {
    origin: portal,
    path: `/rest/${method}`,
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
  const id = isFields(result) ? result[field] : undefined;
  return id === undefined || id === null || id === '' ? undefined : String(id);
}
