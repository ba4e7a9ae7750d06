import type { ts } from 'ts-morph';
import { syntax } from '../sourceFile';

/** Can the expression be written beside the function and mean the same there? */
export function isModuleConstant(node: ts.Expression): boolean {
  const { isIdentifier, isVariableStatement, isImportDeclaration } = syntax();
  if (!isIdentifier(node)) return true;
  return node
    .getSourceFile()
    .statements.some(
      (statement) =>
        (isVariableStatement(statement) || isImportDeclaration(statement)) &&
        new RegExp(`(?<![\\w$])${node.text}(?![\\w$])`).test(statement.getText().split(/[=(]/)[0] ?? ''),
    );
}
