import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { requiredModule } from './requiredModule';

/** Does a statement load modules, and nothing besides? What else it declares may ask for a name that is brought in behind it. */
export function isLoading(node: ts.Statement): boolean {
  const s = syntax();
  if (s.isImportDeclaration(node)) return true;
  return (
    s.isVariableStatement(node) &&
    node.declarationList.declarations.every(
      ({ initializer }) => initializer !== undefined && requiredModule(initializer) !== undefined,
    )
  );
}
