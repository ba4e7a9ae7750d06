import type { ts } from 'ts-morph';
import { HOLE } from './nameIn';
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
  let text = '';
  let index = -1;
  for (const part of parts(expression)) {
    if (part.start <= offset && offset < part.start + part.content.length) index = text.length + offset - part.start;
    text += part.content;
  }
  return index < 0 ? undefined : { expression, text, index };
}

function outermost(literal: ts.Node): ts.Expression | undefined {
  const { isStringLiteralLike, isTemplateExpression, isTemplateHead, isTemplateSpan } = syntax();
  let node: ts.Node = literal;
  if (isTemplateHead(literal)) node = literal.parent;
  else if (isTemplateSpan(literal.parent) && literal.parent.literal === literal) node = literal.parent.parent;
  while (isJoin(node.parent) || (isParenthesis(node.parent) && isJoin(node.parent.parent))) node = node.parent;
  return isStringLiteralLike(node) || isTemplateExpression(node) || isJoin(node) ? node : undefined;
}

interface Part {
  readonly content: string;
  readonly start: number;
}

function parts(node: ts.Node): Part[] {
  const { isStringLiteralLike, isTemplateExpression } = syntax();
  if (isJoin(node)) return [...parts(node.left), ...parts(node.right)];
  if (isParenthesis(node)) return parts(node.expression);
  if (isStringLiteralLike(node)) return [inside(node, 1, 1)];
  if (isTemplateExpression(node)) {
    return [
      inside(node.head, 1, 2),
      ...node.templateSpans.flatMap((span, at) => [
        { content: HOLE, start: -1 },
        inside(span.literal, 1, at === node.templateSpans.length - 1 ? 1 : 2),
      ]),
    ];
  }
  return [{ content: HOLE, start: -1 }];
}

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
