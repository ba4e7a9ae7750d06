import { printableJson } from '../codemods/report/printable';
import type { Io } from './Io';

/** The colours and the line wipe that this package prints itself; everything else that a terminal would obey is text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences
const OURS = /(\u001b\[(?:\d{1,2})m|\r\u001b\[K|\r(?=\d+\/\d+ files\u001b\[K)|\u001b\[K)/;

/**
 * Output through which no name, message or line of source reaches the terminal raw, whatever command prints it. Names
 * are made one line where they are printed, by `printable`; this is the last door. Its escapes are also right in JSON.
 */
export function terminalSafe(io: Io): Io {
  return { ...io, out: (text) => io.out(safe(text)), err: (text) => io.err(safe(text)) };
}

function safe(text: string): string {
  return text
    .split(OURS)
    .map((part, at) => (at % 2 === 1 ? part : printableJson(part)))
    .join('');
}
