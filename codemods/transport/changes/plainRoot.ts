import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { declarationOf } from '../../source/declarations';
import { unwrap } from '../../source/unwrap';

/** What a name is by itself, where its declaration tells: something made there, or a parameter. */
export function plainRoot(
  given: ts.Expression,
): { readonly made: ts.Expression } | { readonly parameter: true } | undefined {
  const s = syntax();
  const node = unwrap(given);
  if (s.isObjectLiteralExpression(node) || s.isArrayLiteralExpression(node)) return { made: node };
  if (!s.isIdentifier(node)) return undefined;
  const declaration = declarationOf(node, node.getSourceFile());
  if (!declaration) return undefined;
  if (isOfParameter(declaration)) return { parameter: true };
  if (!s.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  // Another value may be put in its place.
  if (!s.isVariableDeclarationList(declaration.parent) || (declaration.parent.flags & s.NodeFlags.Const) === 0)
    return undefined;
  const value = unwrap(declaration.initializer);
  return isMade(value) ? { made: value } : undefined;
}

function isOfParameter(declaration: ts.Node): boolean {
  const s = syntax();
  let at = declaration;
  while (s.isBindingElement(at) || s.isObjectBindingPattern(at) || s.isArrayBindingPattern(at)) at = at.parent;
  return s.isParameter(at);
}

/** A literal, or a collection of the language. */
function isMade(node: ts.Expression): boolean {
  const s = syntax();
  return (
    s.isObjectLiteralExpression(node) ||
    s.isArrayLiteralExpression(node) ||
    s.isStringLiteralLike(node) ||
    s.isNumericLiteral(node) ||
    s.isTemplateExpression(node) ||
    (s.isNewExpression(node) &&
      /^(?:Map|Set|WeakMap|WeakSet|Array|Date|URLSearchParams)$/.test(node.expression.getText()))
  );
}
