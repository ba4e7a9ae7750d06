import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** The expression without parentheses, `as T`, `satisfies T`, `<T>x` and `!` around it. */
export function unwrap(node: ts.Expression): ts.Expression {
  const s = syntax();
  let inner = node;
  while (
    s.isParenthesizedExpression(inner) ||
    s.isAsExpression(inner) ||
    s.isSatisfiesExpression(inner) ||
    s.isNonNullExpression(inner) ||
    s.isTypeAssertionExpression(inner)
  )
    inner = inner.expression;
  return inner;
}
