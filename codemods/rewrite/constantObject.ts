import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationNamed, declarationOf, functionAround, referencesOf } from '../source/declarations';
import { propertyKey } from '../source/literalValue';
import { unwrap } from '../source/unwrap';
import { isStable } from './isStable';

/**
 * The object literal that a name stands for at its use: a constant of this file that nobody can have changed since, whose
 * values are the same when they are written down at the use. Undefined where one of this is not certain.
 */
export function constantObject(use: ts.Identifier, tree: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  const s = syntax();
  const declaration = declarationOf(use, tree);
  if (!declaration || !s.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  if (!isOwnConstant(declaration) || isBefore(use, declaration)) return undefined;
  const object = unfrozen(unwrap(declaration.initializer));
  if (!s.isObjectLiteralExpression(object)) return undefined;
  const holdsObjects = object.properties.some((one) => s.isPropertyAssignment(one) && isObject(one.initializer));
  const isShared = referencesOf(declaration, tree).some((one) => !isSpread(one) && (holdsObjects || !isRead(one)));
  if (isShared || declarationNamed(use.text, object, tree) !== declaration) return undefined;
  return object.properties.every((one) => isSame(one, use, tree)) ? object : undefined;
}

/** `const` without `export`: other files cannot reach it. */
function isOwnConstant({ parent: list }: ts.VariableDeclaration): boolean {
  const s = syntax();
  if (!s.isVariableDeclarationList(list) || (list.flags & s.NodeFlags.Const) === 0) return false;
  return s.isVariableStatement(list.parent) && !list.parent.modifiers?.length;
}

/** The same function uses it before it is there. */
function isBefore(use: ts.Node, declaration: ts.Node): boolean {
  return functionAround(use) === functionAround(declaration) && use.pos < declaration.end;
}

function unfrozen(node: ts.Expression): ts.Expression {
  const s = syntax();
  const isFrozen = s.isCallExpression(node) && node.expression.getText() === 'Object.freeze';
  const [inner] = isFrozen ? node.arguments : [];
  return inner ? unwrap(inner) : node;
}

function isObject(node: ts.Expression): boolean {
  const s = syntax();
  const inner = unwrap(node);
  return s.isObjectLiteralExpression(inner) || s.isArrayLiteralExpression(inner);
}

/** `{ ...name }` copies it. */
function isSpread(use: ts.Node): boolean {
  return syntax().isSpreadAssignment(use.parent);
}

/** `name.KEY`, read and not called, as a value of its own. */
function isRead(use: ts.Node): boolean {
  const s = syntax();
  const access = use.parent;
  if (!s.isPropertyAccessExpression(access) || access.expression !== use) return false;
  const { parent } = access;
  if (s.isCallExpression(parent)) return parent.expression !== access;
  if (s.isPropertyAssignment(parent) || s.isVariableDeclaration(parent)) return parent.initializer === access;
  return s.isTemplateSpan(parent) || s.isReturnStatement(parent) || s.isIfStatement(parent);
}

function isSame(property: ts.ObjectLiteralElementLike, use: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (s.isPropertyAssignment(property))
    return propertyKey(property.name) !== undefined && isStable(property.initializer, use, tree);
  if (s.isShorthandPropertyAssignment(property)) return isStable(property.name, use, tree);
  const spread = s.isSpreadAssignment(property) ? unwrap(property.expression) : undefined;
  // Another constant: its values are looked at where it is read in turn.
  return (
    spread !== undefined &&
    s.isIdentifier(spread) &&
    declarationOf(spread, tree) === declarationNamed(spread.text, use, tree)
  );
}
