import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { propertyKey } from '../source/literalValue';
import type { FunctionNode } from '../transport/types';

/** What people call a function. */
export function nameOf(node: FunctionNode): string {
  const s = syntax();
  const own = node.name && (s.isPrivateIdentifier(node.name) ? node.name.text : nameText(node.name));
  if (own) return own;
  let at: ts.Node = node.parent;
  while (s.isParenthesizedExpression(at) || s.isAsExpression(at) || s.isCallExpression(at)) at = at.parent;
  if (s.isVariableDeclaration(at) && s.isIdentifier(at.name)) return at.name.text;
  if (s.isPropertyDeclaration(at) || s.isPropertyAssignment(at)) return nameText(at.name) ?? 'a function';
  if (s.isBinaryExpression(at)) return at.left.getText();
  if (s.isExportAssignment(at) || s.isFunctionDeclaration(node)) return 'the default export';
  return 'a function without a name';
}

function nameText(name: ts.Node): string | undefined {
  const s = syntax();
  if (s.isIdentifier(name)) return name.text;
  return s.isPropertyName(name) ? propertyKey(name) : undefined;
}
