import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { classAround } from '../source/classAround';
import { declarationOf, functionAround, referencesOf } from '../source/declarations';
import { extendedType } from '../source/extendedType';
import { isAssignment } from '../source/isAssignment';
import { unwrap } from '../source/unwrap';

/**
 * May the receiver of a call that nobody can follow hold a portal of its own: is it, or the function, handed in, is it made
 * of something, is it `this` of a class that is made with something, or the portal of the page? A module's constant that
 * is made of nothing is the same for everybody.
 */
export function holdsPortal(callee: ts.Expression, tree: ts.SourceFile): boolean {
  const s = syntax();
  let root = unwrap(callee);
  while (s.isPropertyAccessExpression(root) || s.isElementAccessExpression(root) || s.isCallExpression(root)) {
    if (s.isCallExpression(root) && root.arguments.length > 0) return true;
    if (s.isElementAccessExpression(root) && !s.isStringLiteralLike(root.argumentExpression)) return true;
    root = unwrap(root.expression);
  }
  if (root.kind === s.SyntaxKind.ThisKeyword || root.kind === s.SyntaxKind.SuperKeyword) return isMadeWith(root);
  if (!s.isIdentifier(root)) return true;
  const declaration = declarationOf(root, tree);
  if (!declaration) return OF_PAGE.test(root.text);
  if (s.isImportSpecifier(declaration) || s.isImportClause(declaration) || s.isNamespaceImport(declaration))
    return false;
  if (s.isFunctionDeclaration(declaration)) return !s.isSourceFile(functionAround(declaration.parent));
  if (s.isClassDeclaration(declaration)) return isKept(declaration);
  if (s.isParameter(declaration)) return true;
  const variable = variableOf(declaration);
  if (!variable || !s.isSourceFile(functionAround(variable)) || isAssignedLater(declaration, tree)) return true;
  return variable.initializer !== undefined && isMadeOf(unwrap(variable.initializer));
}

function variableOf(node: ts.Node): ts.VariableDeclaration | undefined {
  const s = syntax();
  let at = node;
  while (s.isBindingElement(at) || s.isObjectBindingPattern(at) || s.isArrayBindingPattern(at)) at = at.parent;
  return s.isVariableDeclaration(at) ? at : undefined;
}

function isAssignedLater(declaration: ts.VariableDeclaration | ts.BindingElement, tree: ts.SourceFile): boolean {
  const s = syntax();
  return referencesOf(declaration, tree).some(
    ({ parent }) =>
      s.isBinaryExpression(parent) &&
      isAssignment(parent.operatorToken.kind) &&
      parent.left.getText() === declaration.name.getText(),
  );
}

const OF_PAGE = /^(?:BX24|BX|B24|window|top|parent|self|globalThis)$/;

/** `new Client(config)`, `makeClient({ domain })`, awaited or not; `require('…')` is a module. */
function isMadeOf(node: ts.Expression): boolean {
  const s = syntax();
  if (s.isAwaitExpression(node)) return isMadeOf(unwrap(node.expression));
  if (s.isPropertyAccessExpression(node) || s.isElementAccessExpression(node)) return isMadeOf(unwrap(node.expression));
  if (!s.isCallExpression(node) && !s.isNewExpression(node)) return false;
  if (s.isIdentifier(node.expression) && node.expression.text === 'require') return false;
  return (node.arguments ?? []).length > 0 || isMadeOf(unwrap(node.expression));
}

/** Is the class around made with something, by itself or perhaps by a base class, or does it keep what it is told later? */
function isMadeWith(node: ts.Node): boolean {
  const s = syntax();
  const at = classAround(node);
  if (!at || isKept(at)) return true;
  const made = at.members.find((member) => s.isConstructorDeclaration(member));
  if (made && s.isConstructorDeclaration(made) && made.parameters.length > 0) return true;
  return extendedType(at) !== undefined;
}

/** Fields that are set from outside, or made of something. */
function isKept(node: ts.ClassLikeDeclaration): boolean {
  const s = syntax();
  const isSet = /\bthis\.[\w$#]+\s*(?:\?\?|\|\||&&)?=(?!=|>)/.test(node.getText());
  return (
    isSet ||
    node.members.some(
      (member) => s.isPropertyDeclaration(member) && (!member.initializer || isMadeOf(unwrap(member.initializer))),
    )
  );
}
