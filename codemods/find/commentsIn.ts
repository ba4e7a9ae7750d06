import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** A comment, and where it stands. */
export interface Comment {
  readonly text: string;
  readonly pos: number;
  readonly end: number;
}

const COMMENT = /\/\/[^\r\n\u2028\u2029]*|\/\*[\s\S]*?\*\//g;

/** The comments of a node, those before its first word included: what looks like one within a text is none. */
export function commentsIn(node: ts.Node, tree: ts.SourceFile, start = node.pos, end = node.end): Comment[] {
  const found: Comment[] = [];
  let at = start;
  const between = (to: number): void => {
    const part = tree.text.slice(at, to);
    if (!part.includes('/')) return;
    for (const { 0: text, index } of part.matchAll(COMMENT))
      found.push({ text, pos: at + index, end: at + index + text.length });
  };
  for (const text of textsIn(node, tree)) {
    if (text.end <= at) continue;
    if (text.start >= end) break;
    between(text.start);
    at = text.end;
  }
  if (at < end) between(end);
  return found;
}

/** Literals, in whose text nothing is a comment, in their order. */
function textsIn(node: ts.Node, tree: ts.SourceFile): { start: number; end: number }[] {
  const s = syntax();
  const found: { start: number; end: number }[] = [];
  const visit = (inner: ts.Node): void => {
    if (s.isJsxText(inner)) found.push({ start: inner.pos, end: inner.end });
    else if (s.isLiteralExpression(inner) || s.isTemplateHead(inner) || s.isTemplateMiddleOrTemplateTail(inner))
      found.push({ start: inner.getStart(tree), end: inner.end });
    else s.forEachChild(inner, visit);
  };
  visit(node);
  return found.sort((a, b) => a.start - b.start);
}
