import type { ts } from 'ts-morph';
import { HOLE } from '../find/nameIn';
import { attached } from '../source/attached';
import { syntax } from './sourceFile';

export interface WholeText {
  /** The literal, or the template or concatenation it is part of. */
  readonly expression: ts.Expression;
  /** Its text with HOLE for dynamic parts. */
  readonly text: string;
  /** Where in `text` the given offset of the file is. */
  readonly index: number;
}

/** The text that a literal is part of, templates and `+` joined. */
export function wholeText(literal: ts.Node, offset: number): WholeText | undefined {
  const expression = outermost(literal);
  if (!expression) return undefined;
  const { text, parts } = joined(expression);
  let low = 0;
  for (let high = parts.length; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle;
  }
  const part = parts[low];
  if (!part || offset < part.start || offset >= part.start + part.length) return undefined;
  return { expression, text, index: part.at + offset - part.start };
}

interface Joined {
  readonly text: string;
  /** The literal parts in the order of the file, and where in `text` each begins. */
  readonly parts: readonly { readonly start: number; readonly length: number; readonly at: number }[];
}

const known = attached<ts.Expression, Joined>();

/** Of one long concatenation with many names the text is put together once. */
function joined(expression: ts.Expression): Joined {
  const before = known.get(expression);
  if (before) return before;
  const contents: string[] = [];
  const found: Joined['parts'][number][] = [];
  let at = 0;
  for (const { content, start } of partsOf(expression)) {
    if (start >= 0) found.push({ start, length: content.length, at });
    contents.push(content);
    at += content.length;
  }
  const whole = { text: contents.join(''), parts: found };
  known.set(expression, whole);
  return whole;
}

function outermost(literal: ts.Node): ts.Expression | undefined {
  const { isStringLiteralLike, isTemplateExpression, isTemplateHead, isTemplateSpan } = syntax();
  let node: ts.Node = literal;
  if (isTemplateHead(literal)) node = literal.parent;
  else if (isTemplateSpan(literal.parent) && literal.parent.literal === literal) node = literal.parent.parent;
  const top = topOf(node);
  return isStringLiteralLike(top) || isTemplateExpression(top) || isJoin(top) ? top : undefined;
}

const tops = attached<ts.Node, ts.Node>();

/** The whole concatenation; what one literal has climbed, the next one does not climb again. */
function topOf(node: ts.Node): ts.Node {
  const climbed: ts.Node[] = [];
  let at = node;
  while (isJoin(at.parent) || (isParenthesis(at.parent) && isJoin(at.parent.parent))) {
    climbed.push(at);
    at = tops.get(at.parent) ?? at.parent;
  }
  for (const one of climbed) tops.set(one, at);
  return at;
}

interface Part {
  readonly content: string;
  readonly start: number;
}

/** In the order of the file, without a call for each level: long concatenations lean to the left. */
function partsOf(root: ts.Expression): Part[] {
  const { isStringLiteralLike, isTemplateExpression } = syntax();
  const found: Part[] = [];
  const open: ts.Expression[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (isJoin(node)) open.push(node.right, node.left);
    else if (isParenthesis(node)) open.push(node.expression);
    else if (isStringLiteralLike(node)) found.push(inside(node, 1, 1));
    else if (isTemplateExpression(node)) {
      const { head, templateSpans } = node;
      found.push(inside(head, 1, 2));
      for (const [at, span] of templateSpans.entries())
        found.push(DYNAMIC, inside(span.literal, 1, at === templateSpans.length - 1 ? 1 : 2));
    } else found.push(DYNAMIC);
  }
  return found;
}

const DYNAMIC: Part = { content: HOLE, start: -1 };

function inside(node: ts.Node, left: number, right: number): Part {
  const start = node.getStart() + left;
  return { content: node.getSourceFile().text.slice(start, node.getEnd() - right), start };
}

function isJoin(node: ts.Node): node is ts.BinaryExpression {
  const { isBinaryExpression, SyntaxKind } = syntax();
  return isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.PlusToken;
}

function isParenthesis(node: ts.Node): node is ts.ParenthesizedExpression {
  return syntax().isParenthesizedExpression(node);
}
