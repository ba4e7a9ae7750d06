import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { declarationOf } from '../../source/declarations';
import { unwrap } from '../../source/unwrap';
import { moduleName } from '../values/modules';

/** The package that gives a function, or what made its owner: `express` of `const app = express(); app.use(…)`. */
export function packageOf(given: ts.Expression): string | undefined {
  const s = syntax();
  let at: ts.Expression | undefined = given;
  for (let depth = 0; at && depth < DEEPEST; depth += 1) {
    at = unwrap(at);
    if (s.isAwaitExpression(at)) at = at.expression;
    else if (s.isPropertyAccessExpression(at)) at = at.expression;
    else if (s.isCallExpression(at) || s.isNewExpression(at)) {
      const [name] = at.arguments ?? [];
      if (/^(?:require|import)$/.test(at.expression.getText()) && name && s.isStringLiteralLike(name))
        return moduleName(name.text);
      at = at.expression;
    } else {
      const declaration: ts.Node | undefined = s.isIdentifier(at) ? declarationOf(at, at.getSourceFile()) : undefined;
      if (!declaration) return undefined;
      const holder = variableOf(declaration);
      if (!holder) return importedFrom(declaration);
      at = holder.initializer;
    }
  }
  return undefined;
}

const DEEPEST = 8;

function variableOf(declaration: ts.Node): ts.VariableDeclaration | undefined {
  const s = syntax();
  let at = declaration;
  while (s.isBindingElement(at) || s.isObjectBindingPattern(at)) at = at.parent;
  return s.isVariableDeclaration(at) ? at : undefined;
}

function importedFrom(declaration: ts.Node): string | undefined {
  const s = syntax();
  let at = declaration;
  while (at.parent && !s.isImportDeclaration(at)) at = at.parent;
  return s.isImportDeclaration(at) && s.isStringLiteralLike(at.moduleSpecifier)
    ? moduleName(at.moduleSpecifier.text)
    : undefined;
}
