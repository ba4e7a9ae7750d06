import { list } from './structures';

/**
 * An identifier as a number: v1 takes numbers and numeric text, v2 wants numbers. 0 where there is no positive number.
 * @example
 * id(' 5 '); // 5
 * id('chat5'); // 0
 */
export function id(value: unknown): number {
  const number =
    typeof value === 'number' ? Math.trunc(value) : typeof value === 'bigint' ? Number(value) : fromText(value);
  return Number.isFinite(number) && number > 0 ? number : 0;
}

function fromText(value: unknown): number {
  const digits = typeof value === 'string' ? /^\s*\+?(\d+)/.exec(value)?.[1] : undefined;
  return digits === undefined ? 0 : Number(digits);
}

/**
 * USERS as numbers; JSON text is parsed, what is no id is left out.
 * @example
 * ids('[1, "2", 0]'); // [1, 2]
 */
export function ids(value: unknown): number[] | undefined {
  return list(value)
    ?.map(id)
    .filter((number) => number > 0);
}

/**
 * USER_ID of chat.setManager as the list that v2 wants.
 * @example
 * oneId('5'); // [5]
 */
export function oneId(value: unknown): number[] {
  return [id(value)];
}

/**
 * CHAT_ID of v1 as the `dialogId` of v2: `chat` and the number.
 * @example
 * chatDialog('5'); // 'chat5'
 */
export function chatDialog(value: unknown): string {
  return `chat${id(value)}`;
}

/** Base64 of a JPEG, PNG or GIF begins so. */
const STARTS = ['/9j/', 'iVBORw0KGgo', 'R0lGOD'];

/** A picture that both generations certainly take: Base64 text of an image, told by its first bytes, or the id of a file. */
export function isPicture(value: unknown): boolean {
  if (typeof value !== 'string') return typeof value === 'number' && id(value) > 0;
  return /^\d+$/.test(value) ? id(value) > 0 : STARTS.some((start) => value.startsWith(start));
}
