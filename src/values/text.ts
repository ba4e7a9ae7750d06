import { scalar } from './scalar';
import { trim } from './trim';

/** Text that v1 trims before it stores it: MESSAGE of message.add and command.answer, TITLE of chat.updateTitle. */
export function text(value: unknown): string | undefined {
  const given = scalar(value);
  return given === undefined ? undefined : trim(given);
}
