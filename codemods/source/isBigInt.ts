import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf } from './declarations';
import { unwrap } from './unwrap';

/** `39n`, `BigInt(id)`, or a constant that is one: JSON takes none, so a call that holds one fails before it is sent. */
export function isBigInt(given: ts.Expression, tree: ts.SourceFile, depth = 0): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (s.isBigIntLiteral(node)) return true;
  if (s.isPrefixUnaryExpression(node)) return isBigInt(node.operand, tree, depth);
  if (s.isCallExpression(node)) return s.isIdentifier(node.expression) && node.expression.text === 'BigInt';
  if (!s.isIdentifier(node) || depth > 4) return false;
  const declaration = declarationOf(node, tree);
  const value = declaration && s.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && isBigInt(value, tree, depth + 1);
}
