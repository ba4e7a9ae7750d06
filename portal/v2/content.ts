import type { Params } from '../read';
import { type Content, content } from '../rules/content';
import type { Keyboard } from '../types';
import { type V2Code, v2Failure } from './failures';

const LIMIT = 60_000;

/** `attach` and `keyboard` of v2 fields; null where nothing was sent. */
export const v2Content = {
  attach: (fields: Params): unknown => take(content.attach(fields.attach), 'PARAM_ATTACH_ERROR', 'attach'),
  keyboard: (fields: Params, botId: number): Keyboard | null =>
    take(
      content.keyboard(fields.keyboard, botId, { nested: false, keepBotId: true }),
      'PARAM_KEYBOARD_ERROR',
      'keyboard',
    ),
};

function take<T>(found: Content<T>, code: V2Code, what: string): T | null {
  if (found.state === 'none') return null;
  if (found.state === 'wrong') throw v2Failure(code);
  if (found.size > LIMIT) throw v2Failure(code, `You have exceeded the maximum allowable size of ${what}`);
  return found.value;
}
