import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf } from '../source/declarations';
import { unwrap } from '../source/unwrap';
import type { Reach } from '../transport/types';
import { isInCircle } from './isInCircle';

/**
 * Can nothing ask for a function before its line is reached? Then a constant may take its place. Nothing that stands before
 * it may run code of the file, or hold the function itself; and no file that is loaded before may import this one.
 */
export function isQuietBefore(node: ts.FunctionDeclaration, tree: ts.SourceFile, reach: Reach): boolean {
  const s = syntax();
  const { parent } = node;
  if (!(s.isSourceFile(parent) || s.isBlock(parent)) || !node.name) return false;
  const before = parent.statements.slice(0, parent.statements.indexOf(node));
  if (!before.every((one) => isQuiet(one, tree))) return false;
  return !s.isSourceFile(parent) || !isInCircle(tree, reach);
}

/** Does running the statement run no function of the file? */
function isQuiet(node: ts.Statement, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (
    s.isImportDeclaration(node) ||
    s.isImportEqualsDeclaration(node) ||
    s.isFunctionDeclaration(node) ||
    s.isInterfaceDeclaration(node) ||
    s.isTypeAliasDeclaration(node) ||
    s.isEnumDeclaration(node) ||
    s.isExportDeclaration(node) ||
    s.isEmptyStatement(node)
  )
    return true;
  if (s.isClassDeclaration(node)) return isQuietClass(node, tree);
  if (s.isVariableStatement(node))
    return node.declarationList.declarations.every(({ name, initializer }) =>
      s.isIdentifier(name) || s.isObjectBindingPattern(name) ? !initializer || isQuietValue(initializer, tree) : false,
    );
  return s.isExpressionStatement(node) && isQuietValue(node.expression, tree);
}

function isQuietClass(node: ts.ClassDeclaration, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (s.canHaveDecorators(node) && s.getDecorators(node)?.length) return false;
  return node.members.every((one) => {
    if (s.isClassStaticBlockDeclaration(one)) return false;
    if (one.name && s.isComputedPropertyName(one.name)) return false;
    const isStatic =
      s.canHaveModifiers(one) && s.getModifiers(one)?.some(({ kind }) => kind === s.SyntaxKind.StaticKeyword);
    return !isStatic || !s.isPropertyDeclaration(one) || !one.initializer || isQuietValue(one.initializer, tree);
  });
}

/** Functions within are not run by it; calls are of what comes from elsewhere, and hand nothing of the file over. */
function isQuietValue(given: ts.Expression, tree: ts.SourceFile): boolean {
  const s = syntax();
  let quiet = true;
  const visit = (node: ts.Node): void => {
    if (!quiet || s.isTypeNode(node)) return;
    if (s.isFunctionLike(node)) return;
    if (s.isClassLike(node) || s.isAwaitExpression(node) || s.isTaggedTemplateExpression(node)) quiet = false;
    else if (s.isIdentifier(node) && isReferenceTo(node) && isOfFile(node, tree)) quiet = false;
    else if (s.isCallExpression(node) || s.isNewExpression(node)) {
      // What is handed a function may run it at once; one that is called where it stands does.
      if ([node.expression, ...(node.arguments ?? [])].some((one) => s.isFunctionLike(unwrap(one)))) quiet = false;
      // A file that is loaded only here may ask for what this one exports.
      const [from] = node.arguments ?? [];
      const isLoaded = node.expression.getText(tree) === 'require' && from !== undefined && s.isStringLiteralLike(from);
      if (isLoaded && hasExportsBefore(node, tree)) quiet = false;
    }
    if (quiet) s.forEachChild(node, visit);
  };
  visit(given);
  return quiet;
}

/** CommonJS hands out what is there already to a file that asks while it is loaded. */
function hasExportsBefore(node: ts.Node, tree: ts.SourceFile): boolean {
  return /\b(?:module\.exports|exports\.[\w$]+)\s*=/.test(tree.text.slice(0, node.pos));
}

function isReferenceTo(node: ts.Identifier): boolean {
  const s = syntax();
  const { parent } = node;
  if (s.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !(s.isPropertyAssignment(parent) && parent.name === node);
}

/** A function or class of the file, or a variable that may hold one. */
function isOfFile(node: ts.Identifier, tree: ts.SourceFile): boolean {
  const s = syntax();
  const declaration = declarationOf(node, tree);
  if (!declaration) return false;
  if (s.isFunctionDeclaration(declaration) || s.isClassDeclaration(declaration)) return true;
  const held = s.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return held !== undefined && (s.isFunctionLike(held) || s.isClassLike(held));
}
