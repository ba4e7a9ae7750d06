import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { referencesOf } from '../source/declarations';
import { isHarmless } from './errorLeaves';

/**
 * Can the codes in a batch's `result_error` leave the function: printed, thrown, handed on? That there are any, how many,
 * and under which keys is the same in v2, and logs do not count.
 */
export function batchErrorsLeave(given: ts.Node, tree: ts.SourceFile, depth = 4): boolean {
  const s = syntax();
  if (depth === 0) return true;
  const isNamed = (s.isBindingElement(given) || s.isVariableDeclaration(given)) && s.isIdentifier(given.name);
  if (isNamed) return referencesOf(given, tree).some((use) => batchErrorsLeave(use, tree, depth - 1));
  for (let node = given; ; node = node.parent) {
    const { parent } = node;
    if (s.isForOfStatement(parent) && parent.expression === node) {
      const [one] = s.isVariableDeclarationList(parent.initializer) ? parent.initializer.declarations : [];
      return !one || !s.isIdentifier(one.name) || batchErrorsLeave(one, tree, depth - 1);
    }
    if (s.isVariableDeclaration(parent)) return !s.isIdentifier(parent.name) || batchErrorsLeave(parent, tree, depth);
    if (s.isPropertyAccessExpression(parent) && parent.name.text === 'length') return false;
    if (!isStep(node)) return !isHarmless(node);
  }
}

/** `errors.key`, `errors['key']`, `(errors ?? {})`, `Object.values(errors)` */
function isStep(node: ts.Node): boolean {
  const s = syntax();
  const { parent } = node;
  if (s.isCallExpression(parent))
    return parent.arguments[0] === node && /^Object\.(?:keys|values|entries)$/.test(parent.expression.getText());
  if (s.isBinaryExpression(parent))
    return parent.left === node && /^(?:\?\?|\|\|)$/.test(parent.operatorToken.getText());
  if (s.isPropertyAccessExpression(parent)) return !s.isCallExpression(parent.parent);
  return (
    (s.isElementAccessExpression(parent) && parent.expression === node) ||
    s.isParenthesizedExpression(parent) ||
    s.isNonNullExpression(parent) ||
    s.isAsExpression(parent)
  );
}
