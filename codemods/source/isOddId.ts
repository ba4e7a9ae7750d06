import type { ts } from 'ts-morph';
import { syntax } from '../sourceFile';
import { declarationOf } from './declarations';
import { literalValue } from './literalValue';
import { unwrap } from './unwrap';

/**
 * A literal, or a constant that is one, that v1 may read as another id than v2: '39abc', '1e3', 39.5. Text that is empty
 * is no id at all.
 */
export function isOddId(given: ts.Expression, tree: ts.SourceFile, depth = 0): boolean {
  const s = syntax();
  const node = unwrap(given);
  const literal = literalValue(node);
  // In a batch, the answer of another command.
  if (typeof literal?.value === 'string' && literal.value.includes('$result[')) return false;
  if (typeof literal?.value === 'string') return literal.value.trim() !== '' && !/^\s*\+?\d+\s*$/.test(literal.value);
  if (typeof literal?.value === 'number') return !Number.isSafeInteger(literal.value);
  if (Array.isArray(literal?.value) && s.isArrayLiteralExpression(node))
    return node.elements.some((element) => isOddId(element, tree, depth));
  if (s.isConditionalExpression(node))
    return isOddId(node.whenTrue, tree, depth) || isOddId(node.whenFalse, tree, depth);
  if (!s.isIdentifier(node) || depth > 4) return false;
  const declaration = declarationOf(node, tree);
  const value = declaration && s.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && isOddId(value, tree, depth + 1);
}
