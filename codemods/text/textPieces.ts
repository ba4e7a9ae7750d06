import type { TextSyntax } from './syntaxes';

export interface TextPiece {
  readonly kind: 'comment' | 'text';
  /** Of the content, quotes and marks left out. */
  readonly start: number;
  readonly end: number;
}

/** Comments and texts of a source in order, in one pass. What is neither is code. */
export function textPieces(source: string, syntax: TextSyntax): TextPiece[] {
  const pieces: TextPiece[] = [];
  const { line, block, quotes } = syntax;
  const marks = [...line, ...block.map(([open]) => open), ...quotes.map(({ open }) => open)];
  const next = new RegExp(
    [...new Set(marks)]
      .sort((a, b) => b.length - a.length)
      .map((mark) => mark.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
      .join('|'),
    'g',
  );
  for (let found = next.exec(source); found; found = next.exec(source)) {
    const [mark] = found;
    const start = found.index + mark.length;
    const piece = pieceFrom(source, mark, start, syntax);
    // A text that is a statement of its own says what the code is for.
    const isDocumentation =
      mark.length === 3 && /^[ \t]*$/.test(source.slice(lineStart(source, found.index), found.index));
    pieces.push(isDocumentation ? { ...piece, kind: 'comment' } : piece);
    next.lastIndex = Math.max(piece.end + piece.closing, start);
  }
  return pieces;
}

function lineStart(source: string, offset: number): number {
  return source.lastIndexOf('\n', offset - 1) + 1;
}

function pieceFrom(
  source: string,
  mark: string,
  start: number,
  { line, block, quotes }: TextSyntax,
): TextPiece & { readonly closing: number } {
  const lineEnd = () => {
    const at = source.indexOf('\n', start);
    return at < 0 ? source.length : at;
  };
  if (line.includes(mark)) return { kind: 'comment', start, end: lineEnd(), closing: 0 };
  const comment = block.find(([open]) => open === mark);
  if (comment) {
    const end = source.indexOf(comment[1], start);
    return { kind: 'comment', start, end: end < 0 ? source.length : end, closing: comment[1].length };
  }
  const quote = quotes.find(({ open }) => open === mark);
  const close = quote?.close ?? mark;
  for (let at = start; at < source.length; at += 1) {
    if (quote?.escapes && source[at] === '\\') at += 1;
    else if (source.startsWith(close, at)) {
      if (!quote?.doubled || source[at + 1] !== '"') return { kind: 'text', start, end: at, closing: close.length };
      at += 1;
    } else if (source[at] === '\n' && !quote?.lines) return { kind: 'text', start, end: at, closing: 0 };
  }
  return { kind: 'text', start, end: source.length, closing: 0 };
}
