import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** `=`, `+=` and their like. */
export function isAssignment(operator: ts.SyntaxKind): boolean {
  const { SyntaxKind } = syntax();
  return operator >= SyntaxKind.FirstAssignment && operator <= SyntaxKind.LastAssignment;
}
