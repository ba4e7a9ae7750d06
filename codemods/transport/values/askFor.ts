import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { classAround } from '../../source/classAround';
import { declarationOf } from '../../source/declarations';
import { unwrap } from '../../source/unwrap';

/** Notes the parameters that an expression is taken from: of these alone callers are asked what they hand over. */
export function askFor(expression: ts.Expression, asked: Set<ts.ParameterDeclaration>, depth = DEPTH): void {
  if (depth === 0) return;
  const s = syntax();
  const node = unwrap(expression);
  if (s.isPropertyAccessExpression(node) || s.isElementAccessExpression(node))
    askFor(node.expression, asked, depth - 1);
  else if (s.isAwaitExpression(node) || s.isCallExpression(node)) askFor(node.expression, asked, depth - 1);
  else if (s.isBinaryExpression(node)) {
    askFor(node.left, asked, depth - 1);
    askFor(node.right, asked, depth - 1);
  } else if (node.kind === s.SyntaxKind.ThisKeyword) {
    for (const one of parametersAround(node)) asked.add(one);
  } else if (s.isIdentifier(node)) {
    const declaration = declaredBy(node);
    if (declaration && s.isParameter(declaration)) asked.add(declaration);
    else if (declaration && s.isVariableDeclaration(declaration) && declaration.initializer)
      askFor(declaration.initializer, asked, depth - 1);
  }
}

const DEPTH = 8;

/** What a name is declared by, also as a part of it: `{ api }` of a parameter. */
function declaredBy(name: ts.Identifier): ts.Node | undefined {
  let at: ts.Node | undefined = declarationOf(name, name.getSourceFile());
  while (at && syntax().isBindingElement(at)) at = at.parent.parent;
  return at;
}

/** Those of the constructor of the class that a node stands in. */
function parametersAround(node: ts.Node): readonly ts.ParameterDeclaration[] {
  return classAround(node)?.members.find(syntax().isConstructorDeclaration)?.parameters ?? [];
}
