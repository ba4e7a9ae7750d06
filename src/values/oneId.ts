import { id } from './id';

/** USER_ID of chat.setManager as the list that v2 wants. */
export function oneId(value: unknown): number[] {
  return [id(value)];
}
