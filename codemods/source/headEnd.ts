import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { isLoading } from './isLoading';

export interface HeadEnd {
  readonly offset: number;
  /** The last statement of the head; without one the offset is where the first statement begins. */
  readonly behind?: ts.Statement;
}

/**
 * Behind the statements that only load something and stand together at the head of the file, or, where it is to be the first,
 * before them. Directives and comments stay above.
 */
export function headEnd(tree: ts.SourceFile, isFirst = false): HeadEnd {
  const s = syntax();
  const { statements } = tree;
  const isDirective = (one: ts.Statement) => s.isExpressionStatement(one) && s.isStringLiteral(one.expression);
  const length = statements.findIndex((one) => !isDirective(one) && (isFirst || !isLoading(one)));
  const behind = statements[(length < 0 ? statements.length : length) - 1];
  if (behind) return { offset: behind.end, behind };
  const [first] = statements;
  return { offset: first ? beginningOf(tree, first) : tree.text.length };
}

/** Where the first statement begins, with the documentation that stands directly above it. */
function beginningOf(tree: ts.SourceFile, first: ts.Statement): number {
  const start = first.getStart(tree);
  const comment = syntax().getLeadingCommentRanges(tree.text, first.pos)?.at(-1);
  if (!comment) return start;
  const text = tree.text.slice(comment.pos, comment.end);
  const isOfStatement = /^\r?\n?[ \t]*$/.test(tree.text.slice(comment.end, start)) && text.startsWith('/**');
  return isOfStatement && !/@(?:license|file|fileoverview|module|packageDocumentation|preserve)\b|copyright/i.test(text)
    ? comment.pos
    : start;
}
