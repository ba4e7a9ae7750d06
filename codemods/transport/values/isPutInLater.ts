import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { outermost } from '../../source/outermost';

/**
 * `[]` that is kept under a name: nobody would go through it if nothing were ever put into it. Where a reading still finds it
 * empty, what puts something in was not seen.
 */
export function isPutInLater(node: ts.ArrayLiteralExpression): boolean {
  const s = syntax();
  if (node.elements.length > 0) return false;
  const at = outermost(node);
  const { parent } = at;
  if (s.isBinaryExpression(parent)) return parent.right === at && /^this\.#?[\w$]+$/.test(parent.left.getText());
  return s.isPropertyDeclaration(parent) || s.isVariableDeclaration(parent) || s.isPropertyAssignment(parent);
}
