import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** Does the function itself use a keyword, functions within it left out? */
export function usesKeyword(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const s = syntax();
  let found = false;
  const visit = (inner: ts.Node): void => {
    if (inner.kind === kind) found = true;
    if (found || (s.isFunctionLike(inner) && !s.isArrowFunction(inner)) || s.isClassLike(inner)) return;
    s.forEachChild(inner, visit);
  };
  s.forEachChild(node, visit);
  return found;
}
