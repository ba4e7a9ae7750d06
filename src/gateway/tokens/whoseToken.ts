import type { AuthIo } from '../../auth/types';
import { Exchange } from '../../http/exchange';
import { parseObject } from '../../http/parseObject';
import { systemCode } from '../../http/systemCodes';
import { isFields } from '../../values/structures';
import { followMove } from '../followMove';

/** Milliseconds for the question. */
const PATIENCE = 10_000;
const MOST_MOVES = 3;

/** What an access token tells of its owner, and the method that says it. Source: profile.md, app-info.md. */
const QUESTIONS = {
  /** The user; one who was dismissed is told as nobody. */
  user: { method: 'profile', field: 'ID', without: 'unknown' },
  /** The code of the application. */
  application: { method: 'app.info', field: 'CODE', without: 'no answer' },
} as const;

/** Where the portal is asked. */
export interface TokenPortal {
  readonly portal: string;
  readonly allowHosts?: readonly string[] | undefined;
}

/** What the portal says of an access token. */
export interface TokenOwner {
  readonly is: string;
  /** Where it is a user: may he manage applications? Undefined where the portal does not tell. */
  readonly mayManage?: boolean | undefined;
}

/**
 * Whose access token it is, as the portal says. `unknown` only where it says that: whatever else comes, a limit, a page, a method
 * that is closed, says nothing of the token. Never rejects.
 */
export async function whoseToken(
  what: keyof typeof QUESTIONS,
  token: string,
  { portal, allowHosts = [] }: TokenPortal,
  { sender, clock }: AuthIo,
): Promise<TokenOwner | 'unknown' | 'expired' | 'no answer'> {
  const { method, field, without } = QUESTIONS[what];
  const path = `/rest/${method}`;
  const place = { origin: portal, allowHosts, onMoved: () => {} };
  for (let moves = 0; ; moves += 1) {
    const { origin } = place;
    const exchange = new Exchange(sender, {
      origin,
      path,
      method: 'POST',
      headers: ['content-type', 'application/x-www-form-urlencoded'],
      body: `auth=${encodeURIComponent(token)}`,
    });
    const callOff = clock.after(PATIENCE, () => exchange.cancel(new Error('the portal took too long')));
    const answer = await exchange.done;
    callOff();
    if ('error' in answer) return 'no answer';
    if (moves < MOST_MOVES && followMove(place, { origin, path }, answer)) continue;
    const body = parseObject(answer.body);
    if (answer.status === 401) return refused(String(body?.['error']));
    const result = answer.status === 200 ? body?.['result'] : undefined;
    if (!isFields(result) && !isEmptyList(result)) return 'no answer';
    const { [field]: id, ADMIN: mayManage } = isFields(result) ? result : {};
    if (id === undefined || id === null || id === '') return without;
    return { is: String(id), ...(typeof mayManage === 'boolean' ? { mayManage } : {}) };
  }
}

/** PHP writes an object without members so. */
function isEmptyList(value: unknown): value is readonly [] {
  return Array.isArray(value) && value.length === 0;
}

function refused(code: string): 'unknown' | 'expired' | 'no answer' {
  const { repeat, lacks } = systemCode(code);
  if (repeat === 'renew') return 'expired';
  return lacks === 'login' ? 'unknown' : 'no answer';
}
