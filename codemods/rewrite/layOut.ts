import type { ts } from 'ts-morph';
import { attached } from '../source/attached';
import { indentAt } from '../source/indentAt';
import { lastComments } from './commentsOf';
import { type Group, grouped, isGroup } from './grouped';
import type { Piece } from './pieces';

/** Between the brackets of an object, as its author writes it. */
interface Style {
  readonly indent: string;
  readonly closing: string;
  readonly unit: string;
  readonly quote: "'" | '"';
  readonly allQuoted: boolean;
}

const WIDEST = 100;
const WIDEST_LINE = 120;

/**
 * The v2 object in the form of the v1 object that it replaces: one line or many, commas, comments, indentation.
 * @param added by how much the line before the object grows; a line that grows beyond its width is broken up
 */
export function layOut(
  pieces: readonly Piece[],
  object: ts.ObjectLiteralExpression,
  tree: ts.SourceFile,
  quote: "'" | '"',
  added = 0,
): string {
  const source = tree.text.slice(object.getStart(tree), object.end).replaceAll('\r\n', '\n');
  const last = lastComments(object, tree);
  const groups = grouped(pieces);
  const first = pieces[0];
  const isLines = standsInLines(object, tree) || holdsLineComment(pieces) || last.length > 0;
  const style = styleOf(object, tree, quote, first?.quoted === true && pieces.every((one) => one.quoted || !one.key));
  const line = inOneLine(groups, style, /^\{\S/.test(source) && source.length > 2 ? '' : ' ');
  const isWide = added > 0 && columnOf(object.getStart(tree), tree.text) + added + line.length > WIDEST_LINE;
  // Where its author wrote one line, the file shows whether a last comma is wanted.
  const comma = object.properties.hasTrailingComma === true || (!isLines && usesLastCommas(tree));
  const text = isLines || isWide ? inLines(groups, style, comma, last) : line;
  return text.replaceAll('\r\n', '\n');
}

const lastCommas = attached<ts.SourceFile, boolean>();

function usesLastCommas(tree: ts.SourceFile): boolean {
  const known = lastCommas.get(tree);
  if (known !== undefined) return known;
  const found = /,\s*\n\s*[}\]]/.test(tree.text);
  lastCommas.set(tree, found);
  return found;
}

/** Some property stands on another line than the bracket or the property before it. */
function standsInLines(object: ts.ObjectLiteralExpression, tree: ts.SourceFile): boolean {
  let end = object.getStart(tree) + 1;
  return object.properties.some((property) => {
    const gap = tree.text.slice(end, property.getStart(tree));
    end = property.end;
    return gap.includes('\n');
  });
}

function holdsLineComment(pieces: readonly Piece[]): boolean {
  return pieces.some(({ comments }) => [...comments.before, ...comments.behind].some((text) => text.startsWith('//')));
}

function styleOf(object: ts.ObjectLiteralExpression, tree: ts.SourceFile, quote: "'" | '"', allQuoted: boolean): Style {
  const closing = indentAt(tree.text, object.end - 1);
  const start = object.properties[0]?.getStart(tree) ?? object.end;
  const own = /^([ \t]*)$/.exec(tree.text.slice(tree.text.lastIndexOf('\n', start - 1) + 1, start))?.[1];
  const line = indentAt(tree.text, object.getStart(tree));
  const unit = own?.startsWith(closing) && own.length > closing.length ? own.slice(closing.length) : unitOf(tree.text);
  return { indent: own ?? line + unit, closing: own === undefined ? line : closing, unit, quote, allQuoted };
}

function columnOf(offset: number, text: string): number {
  return offset - text.lastIndexOf('\n', offset - 1) - 1;
}

function unitOf(text: string): string {
  return /\n(\t| {2,4})\S/.exec(text)?.[1] ?? '  ';
}

function inOneLine(groups: readonly (Piece | Group)[], style: Style, space: string): string {
  const owners = groups.filter((one) => isGroup(one) || one.text !== undefined);
  const parts = groups.map((one) => {
    const comma = owners.includes(one) && one !== owners.at(-1) ? ',' : '';
    if (isGroup(one)) return `${keyText(one.name, style, false)}: ${inOneLine(one.pieces, style, space)}${comma}`;
    return [...one.comments.before, property(one, style), ...one.comments.behind].filter(Boolean).join(' ') + comma;
  });
  return parts.length === 0 ? '{}' : `{${space}${parts.join(' ')}${space}}`;
}

function inLines(groups: readonly (Piece | Group)[], style: Style, comma: boolean, last: readonly string[]): string {
  const { indent, closing, unit } = style;
  let text = '{';
  const owners = groups.filter((one) => isGroup(one) || one.text !== undefined);
  for (const one of groups) {
    const end = one !== owners.at(-1) || comma ? ',' : '';
    if (isGroup(one))
      text += `\n${indent}${group(one, { ...style, indent: indent + unit, closing: indent }, comma)}${end}`;
    else {
      const { before, behind, gap } = one.comments;
      if (gap) text += '\n';
      for (const comment of before) text += `\n${indent}${comment}`;
      if (one.text !== undefined) text += `\n${indent}${property(one, style)}${end}`;
      for (const [at, comment] of behind.entries())
        text += `${behind[at - 1]?.startsWith('//') ? `\n${indent}` : ' '}${comment}`;
    }
  }
  for (const comment of last) text += `\n${indent}${comment}`;
  return `${text}\n${closing}}`;
}

/** A short inner object stands in one line. */
function group(one: Group, style: Style, comma: boolean): string {
  const line = `${keyText(one.name, style, false)}: ${inOneLine(one.pieces, style, ' ')}`;
  const [only] = one.pieces;
  const bare = one.pieces.length === 1 && only && !isGroup(only) && isBare(only);
  if (bare && style.closing.length + line.length < WIDEST) return line;
  const deeper = one.pieces.map((inner) =>
    isGroup(inner) ? inner : { ...inner, text: indented(inner.text, style.unit) },
  );
  return `${keyText(one.name, style, false)}: ${inLines(deeper, style, comma, [])}`;
}

function isBare({ comments, text }: Piece): boolean {
  return comments.before.length + comments.behind.length === 0 && !text?.includes('\n');
}

/** Lines of a template literal, and of a text that a backslash continues, are its value and stay where they are. */
function indented(text: string | undefined, unit: string): string | undefined {
  return text === undefined || /`|\\\r?\n/.test(text) ? text : text.replace(/\n(?=[^\r\n])/g, `\n${unit}`);
}

function property({ key, text, quoted }: Piece, style: Style): string {
  if (key === undefined) return text ?? '';
  if (key === text) return key;
  return `${keyText(key, style, quoted)}: ${text}`;
}

function keyText(key: string, { quote, allQuoted }: Style, quoted: boolean): string {
  return quoted || allQuoted ? `${quote}${key}${quote}` : key;
}
