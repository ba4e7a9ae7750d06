/*
 * What people wrote into file names, bot names and source reaches a terminal, a page or a table as text and as nothing
 * else: no escape sequence, no line that pretends to be ours, no letters that run backwards.
 */

/** Control characters, bidirectional controls, line separators and half surrogates. */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The same where lines and tabs are wanted. */
const UNPRINTABLE_IN_LINES = new RegExp(`(?!\\r?\\n|\\t)(?:${UNPRINTABLE.source})`, 'g');

/**
 * A name as one line of text: what a terminal or an editor would obey is written as an escape.
 *
 * @example printable('a\u001b[2J\n.js') // 'a\\x1b[2J\\n.js'
 */
export function printable(name: string): string {
  return name.replace(UNPRINTABLE, escapeOf);
}

/** Text of several lines: line ends and tabs stay, everything else as in `printable`. */
export function printableLines(text: string): string {
  return text.replace(UNPRINTABLE_IN_LINES, escapeOf);
}

/** The same for JSON text, where an escape is the same data. Quotes and what JSON.stringify escapes itself stay. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE_IN_LINES, (found) => `\\u${hex(found, 4)}`);
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOf(found: string): string {
  return SHORT[found] ?? (found < '\u0100' ? `\\x${hex(found, 2)}` : `\\u${hex(found, 4)}`);
}

function hex(found: string, digits: number): string {
  return found.charCodeAt(0).toString(16).padStart(digits, '0');
}
