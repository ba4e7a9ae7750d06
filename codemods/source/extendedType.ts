import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** What a class extends, as it is written. */
export function extendedType({ heritageClauses }: ts.ClassLikeDeclaration): ts.ExpressionWithTypeArguments | undefined {
  const { ExtendsKeyword } = syntax().SyntaxKind;
  return heritageClauses?.find(({ token }) => token === ExtendsKeyword)?.types[0];
}
