import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** An expression with the parentheses, `as T` and `satisfies T` around it. */
export function outermost(node: ts.Node): ts.Node {
  const s = syntax();
  let at = node;
  while (s.isAsExpression(at.parent) || s.isSatisfiesExpression(at.parent) || s.isParenthesizedExpression(at.parent))
    at = at.parent;
  return at;
}
