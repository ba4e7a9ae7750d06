import type { ts } from 'ts-morph';
import type { Edit, SourceText } from '../site';
import { syntax, treeOf } from '../sourceFile';

export const SDK_MODULE = '@bitrix24/b24jssdk';
export const SDK_FACADE = 'imbot-compat/b24jssdk';

/** The edits that take the SDK through the facade: only the name of the module changes. */
export function swapImports(file: SourceText): Edit[] {
  const { forEachChild, isCallExpression, isExportDeclaration, isImportDeclaration, isStringLiteralLike, SyntaxKind } =
    syntax();
  const tree = treeOf(file);
  const edits: Edit[] = [];
  const swap = (specifier: ts.Node | undefined) => {
    if (!specifier || !isStringLiteralLike(specifier) || specifier.text !== SDK_MODULE) return;
    edits.push({ start: specifier.getStart(tree) + 1, end: specifier.end - 1, text: SDK_FACADE });
  };
  const visit = (node: ts.Node): void => {
    if (isImportDeclaration(node) || isExportDeclaration(node)) swap(node.moduleSpecifier);
    if (
      isCallExpression(node) &&
      (node.expression.kind === SyntaxKind.ImportKeyword || node.expression.getText() === 'require')
    ) {
      swap(node.arguments[0]);
    }
    forEachChild(node, visit);
  };
  visit(tree);
  return edits;
}
