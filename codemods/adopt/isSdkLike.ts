import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { Site } from '../plan/site';
import { declarationOf } from '../source/declarations';

/** `B24Js.initializeB24Frame()` of a page, `$initializeB24Frame` of Nuxt, `useB24()`: clients of the SDK that no import shows. */
const MAKES = /\bB24Js\b|\$?\binitializeB24Frame\b|\buseB24\w*\b|\bB24(?:Hook|Frame|OAuth)\b/;

/** Does the call go to a client of the SDK that comes from elsewhere than an import? */
export function isSdkLike({ shape }: Site): boolean {
  const s = syntax();
  const call = shape?.call;
  if (!call) return false;
  let at: ts.Expression = call.expression;
  while (s.isPropertyAccessExpression(at) || s.isCallExpression(at)) at = at.expression;
  if (!s.isIdentifier(at)) return false;
  const declaration = declarationOf(at, call.getSourceFile());
  if (!declaration) return false;
  if (s.isVariableDeclaration(declaration)) return MAKES.test(declaration.initializer?.getText() ?? '');
  if (s.isBindingElement(declaration))
    return /^\$?b24$/i.test(at.text) && MAKES.test(declaration.parent.parent.getText());
  return s.isParameter(declaration) && MAKES.test(declaration.type?.getText() ?? '');
}
