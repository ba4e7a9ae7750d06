import type { PhpNode } from './loadPhp';

/** A part of a text between quotes or of a heredoc, without the indentation and the last line break, which are none of it. */
export function heredocText(part: PhpNode, source: string): { readonly start: number; readonly text: string } {
  const start = part.loc?.start.offset ?? 0;
  const written = source.slice(start, part.loc?.end.offset ?? start);
  const text = String(part['value']);
  const at = written.indexOf(text);
  return at < 0 ? { start, text: written } : { start: start + at, text };
}
