import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** An async function or a generator: what it throws goes into what it gives back. */
export function isDeferred(node: ts.FunctionLikeDeclaration): boolean {
  const s = syntax();
  const modifiers = s.canHaveModifiers(node) ? s.getModifiers(node) : undefined;
  const isAsync = modifiers?.some(({ kind }) => kind === s.SyntaxKind.AsyncKeyword) === true;
  return isAsync || node.asteriskToken !== undefined;
}
