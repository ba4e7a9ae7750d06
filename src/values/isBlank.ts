import { trim } from './trim';

/** A text of nothing but blanks and the messenger's line breaks: message.update deletes the message then. */
export function isBlank(text: string): boolean {
  return trim(text.replace(/\[br\]/gi, '')) === '';
}
