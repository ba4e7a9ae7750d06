/** A v1 scalar as text, the way PHP would cast it; undefined for objects, arrays and functions. */
export function scalar(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '';
  return undefined;
}

/**
 * Text passed on as it is; numbers become text.
 * @example
 * string(5); // '5'
 * string({}); // undefined
 */
export function string(value: unknown): string | undefined {
  return scalar(value);
}

/**
 * Text that v1 trims before it stores it: MESSAGE of message.add and command.answer, TITLE of chat.updateTitle.
 * @example
 * text('  Hi\n'); // 'Hi'
 */
export function text(value: unknown): string | undefined {
  const given = scalar(value);
  return given === undefined ? undefined : trim(given);
}

/** Blanks as v1 trims them, those of ASCII alone: a no-break space, an ideographic one and a byte order mark are text. */
export function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && BLANKS.includes(text.charAt(start))) start += 1;
  while (end > start && BLANKS.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const BLANKS = ' \t\n\r\0\v';

/** A text of nothing but blanks and the messenger's line breaks: message.update deletes the message then. */
export function isBlank(text: string): boolean {
  return trim(text.replace(/\[br\]/gi, '')) === '';
}

/**
 * COMMAND as v2 writes it: without the slash that v1 takes before it.
 * @example
 * command(' /help '); // 'help'
 */
export function command(value: unknown): string | undefined {
  return text(value)?.replace(/^\//, '');
}

/**
 * DIALOG_ID as v2 wants it: the same text, `"5"` for a user, `"chat5"` or `"sg5"` for a group.
 * @example
 * dialog(5); // '5'
 * dialog('chat5'); // 'chat5'
 */
export function dialog(value: unknown): string | undefined {
  return scalar(value);
}
