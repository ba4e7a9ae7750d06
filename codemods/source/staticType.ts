import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf, referencesOf } from './declarations';
import { isAssignment } from './isAssignment';
import { unwrap } from './unwrap';

export type StaticType = 'string' | 'number' | 'boolean';

const TEXT_METHODS =
  /^(?:trim|trimStart|trimEnd|toString|toLowerCase|toUpperCase|join|slice|replace|replaceAll|padStart|substring|toISOString|toFixed)$/;

/** The type of an expression where syntax alone tells: literals, operators, conversions, annotations. */
export function staticType(given: ts.Expression, tree: ts.SourceFile, depth = 0): StaticType | undefined {
  const s = syntax();
  if (s.isAsExpression(given) || s.isSatisfiesExpression(given)) return annotated(given.type);
  const node = unwrap(given);
  if (s.isStringLiteralLike(node) || s.isTemplateExpression(node) || s.isTypeOfExpression(node)) return 'string';
  if (s.isNumericLiteral(node)) return 'number';
  if (node.kind === s.SyntaxKind.TrueKeyword || node.kind === s.SyntaxKind.FalseKeyword) return 'boolean';
  if (s.isPrefixUnaryExpression(node)) return node.operator === s.SyntaxKind.ExclamationToken ? 'boolean' : 'number';
  if (s.isCallExpression(node)) return called(node);
  if (s.isBinaryExpression(node)) return combined(node, tree, depth);
  if (s.isConditionalExpression(node)) {
    const type = staticType(node.whenTrue, tree, depth);
    return type === staticType(node.whenFalse, tree, depth) ? type : undefined;
  }
  return s.isIdentifier(node) && depth < 5 ? declared(node, tree, depth) : undefined;
}

function called(node: ts.CallExpression): StaticType | undefined {
  const s = syntax();
  const { expression } = node;
  if (s.isIdentifier(expression)) {
    if (expression.text === 'String') return 'string';
    if (expression.text === 'Boolean') return 'boolean';
    return /^(?:Number|parseInt|parseFloat)$/.test(expression.text) ? 'number' : undefined;
  }
  if (!s.isPropertyAccessExpression(expression)) return undefined;
  const owner = expression.expression;
  if (s.isIdentifier(owner) && owner.text === 'Math') return 'number';
  if (s.isIdentifier(owner) && owner.text === 'JSON' && expression.name.text === 'stringify') return 'string';
  // `slice` of an array is an array.
  const certain = /^(?:slice|replace)$/.test(expression.name.text) ? s.isStringLiteralLike(owner) : true;
  return TEXT_METHODS.test(expression.name.text) && certain ? 'string' : undefined;
}

function combined(node: ts.BinaryExpression, tree: ts.SourceFile, depth: number): StaticType | undefined {
  const { SyntaxKind: kind } = syntax();
  const operator = node.operatorToken.kind;
  const left = staticType(node.left, tree, depth + 1);
  const right = staticType(node.right, tree, depth + 1);
  if (operator === kind.PlusToken) {
    if (left === 'string' || right === 'string') return 'string';
    return left === 'number' && right === 'number' ? 'number' : undefined;
  }
  if (
    operator === kind.BarBarToken ||
    operator === kind.AmpersandAmpersandToken ||
    operator === kind.QuestionQuestionToken
  )
    return left === right ? left : undefined;
  if (COMPARISONS.has(operator)) return 'boolean';
  const { AsteriskToken, SlashToken, MinusToken, PercentToken } = kind;
  const arithmetic: readonly number[] = [AsteriskToken, SlashToken, MinusToken, PercentToken];
  return arithmetic.includes(operator) ? 'number' : undefined;
}

/** `===`, `<`, `in`, `instanceof` and their like, by the numbers of the compiler. */
const COMPARISONS = {
  has(kind: ts.SyntaxKind): boolean {
    const { SyntaxKind: k } = syntax();
    const all: readonly ts.SyntaxKind[] = [
      k.EqualsEqualsToken,
      k.EqualsEqualsEqualsToken,
      k.ExclamationEqualsToken,
      k.ExclamationEqualsEqualsToken,
      k.LessThanToken,
      k.LessThanEqualsToken,
      k.GreaterThanToken,
      k.GreaterThanEqualsToken,
      k.InKeyword,
      k.InstanceOfKeyword,
    ];
    return all.includes(kind);
  },
};

function declared(node: ts.Identifier, tree: ts.SourceFile, depth: number): StaticType | undefined {
  const s = syntax();
  const declaration = declarationOf(node, tree);
  if (!declaration) return undefined;
  if (s.isParameter(declaration)) {
    if (declaration.type) return declaration.questionToken ? undefined : annotated(declaration.type);
    return undefined;
  }
  if (!s.isVariableDeclaration(declaration)) return undefined;
  if (declaration.type) return annotated(declaration.type);
  const list = declaration.parent;
  const constant = s.isVariableDeclarationList(list) && (list.flags & s.NodeFlags.Const) !== 0;
  if (!declaration.initializer || !(constant || isNeverAssigned(declaration, tree))) return undefined;
  return staticType(declaration.initializer, tree, depth + 1);
}

function isNeverAssigned(declaration: ts.VariableDeclaration, tree: ts.SourceFile): boolean {
  const s = syntax();
  return referencesOf(declaration, tree).every(({ parent, pos }) => {
    if (s.isBinaryExpression(parent) && parent.left.pos <= pos && pos < parent.left.end)
      return !isAssignment(parent.operatorToken.kind);
    return !s.isPostfixUnaryExpression(parent) && !s.isPrefixUnaryExpression(parent);
  });
}

function annotated(type: ts.TypeNode): StaticType | undefined {
  const { SyntaxKind } = syntax();
  if (type.kind === SyntaxKind.StringKeyword) return 'string';
  if (type.kind === SyntaxKind.NumberKeyword) return 'number';
  return type.kind === SyntaxKind.BooleanKeyword ? 'boolean' : undefined;
}
