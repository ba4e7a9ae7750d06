import { id } from './id';

/** CHAT_ID of v1 as the `dialogId` of v2: `chat` and the number. */
export function chatDialog(value: unknown): string {
  return `chat${id(value)}`;
}
