import type { State } from '../state';

/** Texts as v1 trims them: PHP's `trim` takes only the blanks of ASCII away. */
export function trim(state: State, text: string): string {
  return state.holds('ascii-trim') ? phpTrim(text) : text.trim();
}

export function phpTrim(text: string): string {
  return text.replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '');
}

/** Whether a text is nothing but blanks, and line breaks of the messenger. */
export function isBlank(text: string): boolean {
  return phpTrim(text.replace(/\[br\]/gi, '')) === '';
}
