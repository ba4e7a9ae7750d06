import type { ts } from 'ts-morph';
import { list } from '../../src/values/structures';
import { syntax } from '../files/sourceFile';
import { declarationOf } from './declarations';
import { literalValue } from './literalValue';
import { unwrap } from './unwrap';

/**
 * A literal, or a constant that is one, that v1 may read as another id than v2: '39abc', '1e3', 39.5. Text that is empty
 * is no id at all.
 */
export function isOddId(given: ts.Expression, tree: ts.SourceFile, isList = false, depth = 0): boolean {
  const s = syntax();
  const node = unwrap(given);
  const literal = literalValue(node);
  // In a batch, the answer of another command.
  if (typeof literal?.value === 'string' && literal.value.includes('$result[')) return false;
  // Where a list may stand, its JSON text may.
  const items = isList && typeof literal?.value === 'string' ? list(literal.value) : undefined;
  if (items) return items.some(isOdd);
  if (typeof literal?.value === 'string' || typeof literal?.value === 'number') return isOdd(literal.value);
  if (Array.isArray(literal?.value) && s.isArrayLiteralExpression(node))
    return node.elements.some((element) => isOddId(element, tree, false, depth));
  if (s.isConditionalExpression(node))
    return isOddId(node.whenTrue, tree, isList, depth) || isOddId(node.whenFalse, tree, isList, depth);
  if (!s.isIdentifier(node) || depth > 4) return false;
  const declaration = declarationOf(node, tree);
  const value = declaration && s.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && isOddId(value, tree, isList, depth + 1);
}

function isOdd(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '' && !/^\s*\+?\d+\s*$/.test(value);
  return typeof value === 'number' && !Number.isSafeInteger(value);
}
