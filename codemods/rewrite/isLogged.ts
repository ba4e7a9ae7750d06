import type { ts } from 'ts-morph';
import { syntax } from '../sourceFile';

export const LOGS = /^(?:console|log|logger|debug)\b|\.(?:log|logger)\./;

/** An argument of a log, also within an object or a list that is one. */
export function isLogged(given: ts.Node): boolean {
  const s = syntax();
  let node = given;
  for (;;) {
    const { parent } = node;
    if (s.isCallExpression(parent)) return parent.expression !== node && LOGS.test(parent.expression.getText());
    const isWithin =
      s.isShorthandPropertyAssignment(parent) ||
      (s.isPropertyAssignment(parent) && parent.initializer === node) ||
      s.isObjectLiteralExpression(parent) ||
      s.isArrayLiteralExpression(parent);
    if (!isWithin) return false;
    node = parent;
  }
}
