import type { Quote, TextSyntax } from './syntaxes';

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
  let depth = 0;
  for (let found = next.exec(source), from = 0; found; found = next.exec(source)) {
    const [mark] = found;
    const quote = quotes.find(({ open }) => open === mark);
    const start = found.index + mark.length + (quote?.grows ? countOf('"', source, found.index + mark.length) : 0);
    const piece = pieceFrom(source, mark, found.index, start, syntax);
    depth = depthAfter(source.slice(from, found.index), depth);
    const isDocumentation = quote?.documents && depth === 0 && beginsStatement(source, found.index);
    pieces.push(isDocumentation ? { ...piece, kind: 'comment' } : piece);
    from = Math.max(piece.end + piece.closing, start);
    next.lastIndex = from;
  }
  return pieces;
}

/** How many brackets are open behind some code; a text within them is an argument or an item, on whatever line it stands. */
function depthAfter(code: string, before: number): number {
  let depth = before;
  for (const [bracket] of code.matchAll(/[()[\]{}]/g))
    depth = '([{'.includes(bracket) ? depth + 1 : Math.max(0, depth - 1);
  return depth;
}

function beginsStatement(source: string, offset: number): boolean {
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
  const goesOn = /\\\r?\n$/.test(source.slice(Math.max(0, lineStart - 3), lineStart));
  return !goesOn && /^\ufeff?[ \t]*[rRuU]?$/.test(source.slice(lineStart, offset));
}

function countOf(letter: string, source: string, from: number): number {
  let at = from;
  while (source[at] === letter) at += 1;
  return at - from;
}

function pieceFrom(
  source: string,
  mark: string,
  from: number,
  start: number,
  { line, block, quotes, places }: TextSyntax,
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
  const quote = quotes.find(({ open }) => open === mark) ?? { open: mark, close: mark, escapes: false, lines: false };
  const close = quote.grows ? source.slice(from, start) : quote.close;
  const hasPlaces = close.length === 1 && places?.test(source.slice(Math.max(0, from - 3), start - 1)) === true;
  const text = (hasPlaces && textTo(source, start, quote, close, true)) || textTo(source, start, quote, close, false);
  return { kind: 'text', start, ...(text ?? { end: source.length, closing: 0 }) };
}

/** A place for a value is no longer than this; what seems to be is a brace of the text. */
const LONGEST_PLACE = 2_000;

/** To the end of a text; with `places` the quotes within `{…}` belong to texts of their own. */
function textTo(
  source: string,
  start: number,
  quote: Quote,
  close: string,
  places: boolean,
): { readonly end: number; readonly closing: number } | undefined {
  let open = 0;
  let since = start;
  for (let at = start; at < source.length; at += 1) {
    const letter = source[at];
    if (quote.escapes && letter === '\\') at += source.startsWith('\r\n', at + 1) ? 2 : 1;
    else if (places && letter === '{') {
      if (open === 0 && source[at + 1] === '{') at += 1;
      else {
        if (open === 0) since = at;
        open += 1;
      }
    } else if (places && letter === '}') open = Math.max(0, open - 1);
    else if (open === 0 && source.startsWith(close, at)) {
      if (!quote.doubled || source[at + 1] !== '"') return { end: at, closing: close.length };
      at += 1;
    } else if (letter === '\n' && !quote.lines) return open === 0 ? { end: at, closing: 0 } : undefined;
    if (open > 0 && at - since > LONGEST_PLACE) return undefined;
  }
  return undefined;
}
