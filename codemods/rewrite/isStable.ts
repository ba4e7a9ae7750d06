import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationNamed, declarationOf, referencesOf } from '../source/declarations';
import { isAssignment } from '../source/isAssignment';
import { literalValue } from '../source/literalValue';
import { unwrap } from '../source/unwrap';

/**
 * Has the expression the same value at another place, at another time? Literals, names that are never put anew and mean
 * the same there, and lists, objects, choices and operators of these. A property may change in between.
 */
export function isStable(given: ts.Expression, place: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  const node = unwrap(given);
  const every = (...parts: readonly ts.Expression[]): boolean => parts.every((one) => isStable(one, place, tree));
  if (s.isIdentifier(node)) return node.text === 'undefined' || isConstantThere(node, place, tree);
  if (literalValue(node)) return true;
  if (s.isArrayLiteralExpression(node)) return every(...node.elements);
  if (s.isObjectLiteralExpression(node)) {
    return node.properties.every(
      (one) => s.isPropertyAssignment(one) && !s.isComputedPropertyName(one.name) && every(one.initializer),
    );
  }
  if (s.isTemplateExpression(node))
    return node.templateSpans.every(({ expression }) => isStableText(expression, place, tree));
  if (s.isConditionalExpression(node)) return every(node.condition, node.whenTrue, node.whenFalse);
  if (s.isPrefixUnaryExpression(node)) return node.operator === s.SyntaxKind.ExclamationToken && every(node.operand);
  if (s.isCallExpression(node))
    return isConversion(node) && node.arguments.every((one) => isStableText(one, place, tree));
  return s.isBinaryExpression(node) && isComparison(node) && every(node.left, node.right);
}

/** A list or object is put into text as it is at that time. */
function isStableText(node: ts.Expression, place: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  const inner = unwrap(node);
  if (!s.isIdentifier(inner)) return literalValue(inner) !== undefined;
  const declaration = declarationOf(inner, tree);
  const value = declaration && s.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return isConstantThere(inner, place, tree) && value !== undefined && isScalar(value);
}

function isScalar(given: ts.Expression): boolean {
  const s = syntax();
  const value = literalValue(given);
  const node = unwrap(given);
  return value
    ? typeof value.value !== 'object'
    : s.isTemplateExpression(node) || (s.isCallExpression(node) && isConversion(node));
}

function isConversion({ expression, arguments: given }: ts.CallExpression): boolean {
  return syntax().isIdentifier(expression) && /^(?:Number|String|Boolean)$/.test(expression.text) && given.length === 1;
}

function isComparison({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  const { SyntaxKind } = syntax();
  return kind === SyntaxKind.EqualsEqualsEqualsToken || kind === SyntaxKind.ExclamationEqualsEqualsToken;
}

function isConstantThere(name: ts.Identifier, place: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  const declaration = s.isShorthandPropertyAssignment(name.parent)
    ? declarationNamed(name.text, name.parent, tree)
    : declarationOf(name, tree);
  if (!declaration || declaration !== declarationNamed(name.text, place, tree)) return false;
  // What another module hands out may be put anew there.
  if (s.isImportSpecifier(declaration) || s.isImportClause(declaration) || s.isNamespaceImport(declaration))
    return false;
  return !referencesOf(declaration, tree).some(isPut);
}

/** Assigned, counted, or filled by a pattern or a loop. */
export function isPut(reference: ts.Identifier): boolean {
  const s = syntax();
  const { parent } = reference;
  if (s.isBinaryExpression(parent) && parent.left === reference) return isAssignment(parent.operatorToken.kind);
  if (s.isPostfixUnaryExpression(parent) || s.isPrefixUnaryExpression(parent)) return isStep(parent.operator);
  if (s.isForInStatement(parent) || s.isForOfStatement(parent)) return parent.initializer === reference;
  return isTarget(reference);
}

function isStep(operator: ts.SyntaxKind): boolean {
  const { SyntaxKind } = syntax();
  return operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken;
}

/** Within `[a, { b }] = …`. */
function isTarget(reference: ts.Node): boolean {
  const s = syntax();
  let at: ts.Node = reference;
  while (
    s.isArrayLiteralExpression(at.parent) ||
    s.isObjectLiteralExpression(at.parent) ||
    s.isPropertyAssignment(at.parent) ||
    s.isShorthandPropertyAssignment(at.parent) ||
    s.isSpreadElement(at.parent) ||
    s.isSpreadAssignment(at.parent) ||
    s.isParenthesizedExpression(at.parent)
  )
    at = at.parent;
  if (at === reference) return false;
  const { parent } = at;
  if (s.isBinaryExpression(parent)) return parent.left === at && isAssignment(parent.operatorToken.kind);
  return (s.isForInStatement(parent) || s.isForOfStatement(parent)) && parent.initializer === at;
}
