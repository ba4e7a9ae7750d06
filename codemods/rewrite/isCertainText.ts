import type { ts } from 'ts-morph';
import { declarationOf } from '../source/declarations';
import { unwrap } from '../source/unwrap';
import { syntax } from '../sourceFile';

/** Is the text of this expression certainly more than white space and `[br]`, wherever the latter was cut in two? */
export function isCertainText(given: ts.Expression, tree: ts.SourceFile): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (s.isStringLiteralLike(node)) return says(node.text);
  if (s.isNumericLiteral(node)) return true;
  if (s.isTemplateExpression(node))
    return says(node.head.text) || node.templateSpans.some(({ literal }) => says(literal.text));
  if (s.isConditionalExpression(node)) return isCertainText(node.whenTrue, tree) && isCertainText(node.whenFalse, tree);
  if (s.isBinaryExpression(node)) return ofOperator(node, tree);
  if (!s.isIdentifier(node)) return false;
  const declaration = declarationOf(node, tree);
  if (!declaration || !s.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  const list = declaration.parent;
  const constant = s.isVariableDeclarationList(list) && (list.flags & s.NodeFlags.Const) !== 0;
  return constant && isCertainText(declaration.initializer, tree);
}

function ofOperator(node: ts.BinaryExpression, tree: ts.SourceFile): boolean {
  const { SyntaxKind } = syntax();
  const operator = node.operatorToken.kind;
  if (operator === SyntaxKind.PlusToken) return isCertainText(node.left, tree) || isCertainText(node.right, tree);
  return operator === SyntaxKind.BarBarToken && isCertainText(node.right, tree) && isCertainText(node.left, tree);
}

function says(text: string): boolean {
  return text.replace(/[\s\0[\]br]/gi, '') !== '';
}
