import { scalar } from './scalar';

/** Text that v1 trims before it stores it: MESSAGE of message.add and command.answer, TITLE of chat.updateTitle. */
export function text(value: unknown): string | undefined {
  return scalar(value)?.trim();
}
