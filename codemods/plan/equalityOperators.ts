import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** `==`, `===`, `!=` and `!==`: a name beside one of them is compared, not called. Asked for late, when ts-morph is there. */
export function equalityOperators(): ReadonlySet<ts.SyntaxKind> {
  const { SyntaxKind } = syntax();
  return new Set([
    SyntaxKind.EqualsEqualsToken,
    SyntaxKind.EqualsEqualsEqualsToken,
    SyntaxKind.ExclamationEqualsToken,
    SyntaxKind.ExclamationEqualsEqualsToken,
  ]);
}
