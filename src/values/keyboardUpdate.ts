import { isEmpty } from './isEmpty';
import { isGiven } from './isGiven';
import { json } from './json';
import { keyboard } from './keyboard';

/** KEYBOARD of message.update: as in a new message, and `'N'` where v1 code clears it with '' or 'N'. */
export function keyboardUpdate(value: unknown, botId: unknown): unknown {
  if (!isGiven(value)) return undefined;
  if (value === 'N' || isEmpty(json(value))) return 'N';
  return keyboard(value, botId) ?? 'N';
}
