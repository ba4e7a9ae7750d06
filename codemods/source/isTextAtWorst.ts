import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf } from './declarations';
import { literalValue } from './literalValue';
import { mayBeMissing } from './mayBeMissing';
import { unwrap } from './unwrap';

/** Is the empty text all that stands for a missing value (`event.DIALOG_ID || ''`), and never undefined or null? */
export function isTextAtWorst(given: ts.Expression, tree: ts.SourceFile, depth = 4): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (depth === 0) return false;
  if (literalValue(node)?.value === '') return true;
  if (s.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].every(
      (one) => isTextAtWorst(one, tree, depth - 1) || !mayBeMissing(one, tree),
    );
  if (s.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const { BarBarToken, QuestionQuestionToken } = s.SyntaxKind;
    return (kind === BarBarToken || kind === QuestionQuestionToken) && isTextAtWorst(node.right, tree, depth - 1);
  }
  const declaration = s.isIdentifier(node) ? declarationOf(node, tree) : undefined;
  if (!declaration || !(s.isVariableDeclaration(declaration) || s.isParameter(declaration))) return false;
  if (s.isVariableDeclaration(declaration) && (declaration.parent.flags & s.NodeFlags.Const) === 0) return false;
  return declaration.initializer !== undefined && isTextAtWorst(declaration.initializer, tree, depth - 1);
}
