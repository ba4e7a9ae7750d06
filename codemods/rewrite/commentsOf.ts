import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { type Comment, commentsIn } from '../find/commentsIn';

/** The comments around one property. */
export interface Comments {
  /** On lines of their own before it. */
  readonly before: readonly string[];
  /** On its line behind it. */
  readonly behind: readonly string[];
  /** An empty line stands before it. */
  readonly gap: boolean;
}

/** The comments of a property as it is given. */
export interface GivenComments extends Comments {
  /** Between its key and its value, and within the value. */
  readonly inside: readonly Comment[];
}

export const NO_COMMENTS: GivenComments = { before: [], behind: [], gap: false, inside: [] };

/** The comments of the property at an index; one line of source has one owner. */
export function commentsOf(object: ts.ObjectLiteralExpression, index: number, tree: ts.SourceFile): GivenComments {
  const property = object.properties[index];
  if (!property) return NO_COMMENTS;
  const start = property.getStart(tree);
  const first = index === 0 ? object.getStart(tree) + 1 : property.pos;
  const skipped = index === 0 ? [] : onTheLine(tree.text, property.pos);
  const before = between(object, first, start, tree).filter(({ pos }) => !skipped.includes(pos));
  const comma = behindComma(object, index);
  const behind = between(object, property.end, comma, tree);
  const onLine = onTheLine(tree.text, comma);
  if (comma !== property.end) behind.push(...between(object, comma, object.end, tree, onLine));
  else behind.splice(0, behind.length, ...between(object, comma, object.end, tree, onLine));
  const gap = index > 0 && /\n[ \t]*\r?\n/.test(tree.text.slice(property.pos, start));
  return { before: texts(before), behind: texts(behind), gap, inside: commentsIn(property, tree, start) };
}

/** Comments between the last property and the closing brace, on lines of their own. */
export function lastComments(object: ts.ObjectLiteralExpression, tree: ts.SourceFile): string[] {
  const last = object.properties.length - 1;
  if (last < 0) return texts(between(object, object.getStart(tree) + 1, object.end, tree));
  const comma = behindComma(object, last);
  const skipped = onTheLine(tree.text, comma);
  return texts(between(object, comma, object.end, tree).filter(({ pos }) => !skipped.includes(pos)));
}

function texts(comments: readonly Comment[]): string[] {
  return comments.map(({ text }) => text);
}

/** Nothing but comments and commas stands there. */
function between(
  object: ts.Node,
  start: number,
  end: number,
  tree: ts.SourceFile,
  only?: readonly number[],
): Comment[] {
  if (!tree.text.slice(start, end).includes('/')) return [];
  const found = commentsIn(object, tree, start, end);
  return only ? found.filter(({ pos }) => only.includes(pos)) : found;
}

function behindComma(object: ts.ObjectLiteralExpression, index: number): number {
  const property = object.properties[index];
  const next = object.properties[index + 1];
  if (!property) return object.end;
  if (next) return next.pos;
  return object.properties.hasTrailingComma ? object.properties.end : property.end;
}

/** Where the comments begin that stand behind an offset on its line. */
function onTheLine(text: string, at: number): number[] {
  return (syntax().getTrailingCommentRanges(text, at) ?? []).map(({ pos }) => pos);
}
