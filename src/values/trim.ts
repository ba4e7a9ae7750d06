/** Blanks as v1 trims them, those of ASCII alone: a no-break space, an ideographic one and a byte order mark are text. */
export function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && BLANKS.includes(text.charAt(start))) start += 1;
  while (end > start && BLANKS.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const BLANKS = ' \t\n\r\0\v';
