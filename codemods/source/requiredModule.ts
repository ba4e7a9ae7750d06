import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** What `require('…')` loads. */
export function requiredModule(node: ts.Expression): string | undefined {
  const s = syntax();
  if (!s.isCallExpression(node) || !s.isIdentifier(node.expression) || node.expression.text !== 'require')
    return undefined;
  const [specifier] = node.arguments;
  return specifier && s.isStringLiteralLike(specifier) ? specifier.text : undefined;
}
