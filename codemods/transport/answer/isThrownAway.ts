import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';

/** `await call(…);`: nothing around it hears of what it gives back. */
export function isThrownAway({ parent }: ts.Node): boolean {
  const s = syntax();
  let at = parent;
  while (s.isAwaitExpression(at) || s.isParenthesizedExpression(at) || s.isVoidExpression(at)) at = at.parent;
  return s.isExpressionStatement(at);
}
