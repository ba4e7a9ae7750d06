import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { isAssignment } from './isAssignment';
import { literalValue } from './literalValue';
import { unwrap } from './unwrap';

const CONVERSIONS = /^(?:Number|String|Boolean|parseInt|Object\.keys|Object\.values)$/;

/** May the expression stand twice in the source? Names, properties, literals, lists and objects, and plain conversions of them. */
export function isPure(given: ts.Expression): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (s.isIdentifier(node) || s.isLiteralExpression(node) || literalValue(node)) return true;
  if (node.kind === s.SyntaxKind.ThisKeyword) return true;
  if (s.isArrayLiteralExpression(node)) return node.elements.every(isPure);
  if (s.isObjectLiteralExpression(node))
    return node.properties.every(
      (one) => s.isShorthandPropertyAssignment(one) || (s.isPropertyAssignment(one) && isPure(one.initializer)),
    );
  if (s.isPropertyAccessExpression(node)) return isPure(node.expression);
  if (s.isElementAccessExpression(node)) return isPure(node.expression) && isPure(node.argumentExpression);
  if (s.isPrefixUnaryExpression(node)) return !isStep(node.operator) && isPure(node.operand);
  if (s.isBinaryExpression(node))
    return !isAssignment(node.operatorToken.kind) && isPure(node.left) && isPure(node.right);
  if (s.isConditionalExpression(node)) return [node.condition, node.whenTrue, node.whenFalse].every(isPure);
  if (s.isTemplateExpression(node)) return node.templateSpans.every(({ expression }) => isPure(expression));
  return s.isCallExpression(node) && CONVERSIONS.test(node.expression.getText()) && node.arguments.every(isPure);
}

function isStep(operator: ts.PrefixUnaryOperator): boolean {
  const { SyntaxKind } = syntax();
  return operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken;
}
