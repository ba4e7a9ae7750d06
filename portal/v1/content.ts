import type { MethodCall } from '../call';
import { type Content, content } from '../rules/content';
import type { Keyboard } from '../types';
import { type V1Failure, v1Failure } from './failures';

const LIMIT = 30_000;
const OTHER_LIMIT = 60_000;

/** ATTACH, KEYBOARD and MENU of a v1 call; null where nothing was sent. */
export const v1Content = {
  attach: (call: Asked): unknown => take(call, content.attach(call.params.ATTACH), 'attach', 'attachSize'),
  keyboard: (call: Asked, botId: number): Keyboard | null =>
    take(
      call,
      content.keyboard(call.params.KEYBOARD, botId, { nested: true, keepBotId: false }),
      'keyboard',
      'keyboardSize',
    ),
  menu: (call: Asked): unknown => take(call, content.menu(call.params.MENU), 'menu', 'menuSize'),
};

/** A call, or as much of it as is looked at. */
type Asked = Pick<MethodCall, 'params' | 'state'>;

function take<T>({ state }: Asked, found: Content<T>, wrong: V1Failure, tooBig: V1Failure): T | null {
  if (found.state === 'none') return null;
  if (found.state === 'wrong') throw v1Failure(wrong);
  if (found.size > (state.holds('v1-30-kb') ? LIMIT : OTHER_LIMIT)) throw v1Failure(tooBig);
  return found.value;
}
