import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** The innermost class that a node stands in, or is. */
export function classAround(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  const s = syntax();
  let at: ts.Node | undefined = node;
  while (at && !s.isClassLike(at)) at = at.parent;
  return at;
}
