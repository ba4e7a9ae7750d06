import type { Params } from '../read';
import { type Content, content } from '../rules/content';
import type { Keyboard } from '../types';
import { type V1Failure, v1Failure } from './failures';

const ATTACH_SIZE = 30_000;
const MENU_SIZE = 60_000;
const KEYBOARD_SIZE = 60_000;

/** ATTACH, KEYBOARD and MENU of a v1 call; null where nothing was sent. */
export const v1Content = {
  attach: (params: Params): unknown => take(content.attach(params.ATTACH), ATTACH_SIZE, 'attach', 'attachSize'),
  keyboard: (params: Params, botId: number): Keyboard | null =>
    take(
      content.keyboard(params.KEYBOARD, botId, { nested: true, keepBotId: false }),
      KEYBOARD_SIZE,
      'keyboard',
      'keyboardSize',
    ),
  menu: (params: Params): unknown => take(content.menu(params.MENU), MENU_SIZE, 'menu', 'menuSize'),
};

function take<T>(found: Content<T>, limit: number, wrong: V1Failure, tooBig: V1Failure): T | null {
  if (found.state === 'none') return null;
  if (found.state === 'wrong') throw v1Failure(wrong);
  if (found.size > limit) throw v1Failure(tooBig);
  return found.value;
}
