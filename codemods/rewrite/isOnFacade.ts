import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { Site } from '../plan/site';
import { declarationOf } from '../source/declarations';
import { unwrap } from '../source/unwrap';
import { ENDINGS } from './createPlaces';
import { facadeFor } from './delegateCall';
import { facadeModule, moduleFor } from './facadeModule';
import { importsOf } from './importEdit';
import { DEFAULT_FACADE, type RewriteContext } from './RewriteContext';

/**
 * Does the call go through the facade already: by a name from its module, or by a client that createImbot made here? It
 * stays: what v2 can do of it, the facade does.
 */
export function isOnFacade({ shape }: Site, tree: ts.SourceFile, context: RewriteContext): boolean {
  const s = syntax();
  const root = shape?.call && rootOf(shape.call.expression);
  if (!root) return false;
  const own = facadeFor({ path: tree.fileName, text: tree.text }, context).from;
  const plain = moduleFor(own, tree.fileName);
  const modules = new Set([facadeModule(own, tree, context), plain, ...ENDINGS.map((end) => plain + end)]);
  modules.add(moduleFor(DEFAULT_FACADE.from, tree.fileName));
  const isTaken = [...modules].some((module) =>
    [...(importsOf(tree, module)?.names.values() ?? [])].includes(root.text),
  );
  if (isTaken) return true;
  const declaration = declarationOf(root, tree);
  const made = declaration && s.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return made !== undefined && isMade(made, tree);
}

/** `imbot` of `imbot.call`, `imbotOf` of `imbotOf(portal).call`. */
function rootOf(callee: ts.Expression): ts.Identifier | undefined {
  const s = syntax();
  let node = unwrap(callee);
  while (s.isPropertyAccessExpression(node) || s.isCallExpression(node)) node = unwrap(node.expression);
  return s.isIdentifier(node) ? node : undefined;
}

function isMade(given: ts.Expression, tree: ts.SourceFile): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (s.isAwaitExpression(node)) return isMade(node.expression, tree);
  if (!s.isCallExpression(node) || !s.isIdentifier(node.expression)) return false;
  return importsOf(tree, 'imbot-compat')?.names.get('createImbot') === node.expression.text;
}
