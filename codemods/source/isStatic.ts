import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** Does what stands in a class belong to the class itself? */
export function isStatic(node: ts.Node): boolean {
  const s = syntax();
  if (s.isClassStaticBlockDeclaration(node)) return true;
  return (
    s.canHaveModifiers(node) && s.getModifiers(node)?.some(({ kind }) => kind === s.SyntaxKind.StaticKeyword) === true
  );
}
