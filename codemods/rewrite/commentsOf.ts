import type { ts } from 'ts-morph';
import { syntax } from '../sourceFile';

/** The comments around one property. */
export interface Comments {
  /** On lines of their own before it. */
  readonly before: readonly string[];
  /** On its line behind it. */
  readonly behind: readonly string[];
  /** An empty line stands before it. */
  readonly gap: boolean;
}

export const NO_COMMENTS: Comments = { before: [], behind: [], gap: false };

/** The comments of the property at an index; one line of source has one owner. */
export function commentsOf(object: ts.ObjectLiteralExpression, index: number, tree: ts.SourceFile): Comments {
  const property = object.properties[index];
  if (!property) return NO_COMMENTS;
  const afterComma = behindComma(object, index);
  const before = leading(tree.text, property.pos);
  if (index === 0) before.unshift(...trailing(tree.text, object.getStart(tree) + 1));
  const behind = [...trailing(tree.text, property.end)];
  if (afterComma !== property.end) behind.push(...trailing(tree.text, afterComma));
  const gap = index > 0 && /\n[ \t]*\r?\n/.test(tree.text.slice(property.pos, property.getStart(tree)));
  return { before, behind, gap };
}

/** Comments between the last property and the closing brace, on lines of their own. */
export function lastComments(object: ts.ObjectLiteralExpression, tree: ts.SourceFile): string[] {
  const last = object.properties.length - 1;
  return last < 0 ? [] : leading(tree.text, behindComma(object, last));
}

function behindComma(object: ts.ObjectLiteralExpression, index: number): number {
  const property = object.properties[index];
  const next = object.properties[index + 1];
  if (!property) return object.end;
  if (next) return next.pos;
  return object.properties.hasTrailingComma ? object.properties.end : property.end;
}

function leading(text: string, at: number): string[] {
  return (syntax().getLeadingCommentRanges(text, at) ?? []).map(({ pos, end }) => text.slice(pos, end));
}

function trailing(text: string, at: number): string[] {
  return (syntax().getTrailingCommentRanges(text, at) ?? []).map(({ pos, end }) => text.slice(pos, end));
}
