import type { ts } from 'ts-morph';
import { syntax } from '../sourceFile';
import { declarationOf } from './declarations';
import { isKeyOfBots } from './isKeyOfBots';
import { literalValue } from './literalValue';
import { unwrap } from './unwrap';

const ENVIRONMENT = /^(?:process\.env|import\.meta\.env|Deno\.env|Bun\.env)\b/;
const CONVERSIONS = /^(?:Number|parseInt|parseFloat|String|Number\.parseInt|Number\.parseFloat)$/;
/** Look-ups that give undefined where nothing is found; `this.get(name, index)` is a method of somebody's own. */
const LOOKS_UP = /\.(?:find|at|pop|shift|match|exec)$/;
const GETS = /^(?!this\.get$|super\.get$).*\.get$/s;

/**
 * Does syntax or a type of this file say that the value may be missing: an optional parameter, `?.`, the environment,
 * `?? undefined`, a look-up, a key of an event's BOT? What says nothing is taken to be given. A test before it counts.
 */
export function mayBeMissing(given: ts.Expression, tree: ts.SourceFile, depth = 4): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (depth === 0) return false;
  const literal = literalValue(node);
  if (literal) return literal.value === undefined || literal.value === null || literal.value === '';
  if (s.isNonNullExpression(given)) return false;
  if (s.isConditionalExpression(node))
    return mayBeMissing(node.whenTrue, tree, depth - 1) || mayBeMissing(node.whenFalse, tree, depth - 1);
  if (s.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const { BarBarToken, QuestionQuestionToken, AmpersandAmpersandToken } = s.SyntaxKind;
    if (kind === BarBarToken || kind === QuestionQuestionToken) return mayBeMissing(node.right, tree, depth - 1);
    return kind === AmpersandAmpersandToken;
  }
  if (s.isVoidExpression(node)) return true;
  if (s.isPrefixUnaryExpression(node) && node.operator === s.SyntaxKind.PlusToken)
    return mayBeMissing(node.operand, tree, depth - 1);
  if (isKeyOfBots(node, tree)) return true;
  if (isGuarded(node, tree)) return false;
  if (s.isCallExpression(node)) return calledMayBe(node, tree, depth);
  if (s.isPropertyAccessExpression(node) || s.isElementAccessExpression(node)) return memberMayBe(node, tree, depth);
  if (!s.isIdentifier(node)) return false;
  const declaration = declarationOf(node, tree);
  if (!declaration) return false;
  if (s.isParameter(declaration)) {
    if (declaration.initializer) return mayBeMissing(declaration.initializer, tree, depth - 1);
    return declaration.questionToken !== undefined || (declaration.type !== undefined && isOptional(declaration.type));
  }
  if (s.isBindingElement(declaration)) return elementMayBe(declaration, tree, depth);
  if (!s.isVariableDeclaration(declaration)) return false;
  if (declaration.type) return isOptional(declaration.type);
  const loop = declaration.parent.parent;
  if (s.isForOfStatement(loop)) {
    const list = unwrap(loop.expression);
    return s.isArrayLiteralExpression(list) && list.elements.some((one) => mayBeMissing(one, tree, depth - 1));
  }
  if (declaration.initializer) return mayBeMissing(declaration.initializer, tree, depth - 1);
  // A variable of the module that somebody fills later.
  return s.isVariableStatement(loop) && s.isSourceFile(loop.parent);
}

/**
 * Do syntax or types say that the value is there: a literal, a declared type without undefined, a test before it? What says
 * nothing is not sure.
 */
export function isSurelyGiven(given: ts.Expression, tree: ts.SourceFile, depth = 4): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (depth === 0 || mayBeMissing(given, tree)) return false;
  if (literalValue(node) || s.isNonNullExpression(given) || isGuarded(node, tree)) return true;
  if (s.isConditionalExpression(node))
    return isSurelyGiven(node.whenTrue, tree, depth - 1) && isSurelyGiven(node.whenFalse, tree, depth - 1);
  if (s.isBinaryExpression(node)) {
    const { BarBarToken, QuestionQuestionToken } = s.SyntaxKind;
    const isElse = [BarBarToken, QuestionQuestionToken].some((kind) => kind === node.operatorToken.kind);
    return isElse && isSurelyGiven(node.right, tree, depth - 1);
  }
  if (s.isCallExpression(node)) {
    const [first] = node.arguments;
    return CONVERSIONS.test(node.expression.getText(tree)) && !!first && isSurelyGiven(first, tree, depth - 1);
  }
  if (s.isPropertyAccessExpression(node)) {
    const type = typeOf(node.expression, tree);
    return type !== undefined && isScalarType(memberNamed(type, node.name.text, tree)?.type);
  }
  const declaration = s.isIdentifier(node) ? declarationOf(node, tree) : undefined;
  if (!declaration || !(s.isParameter(declaration) || s.isVariableDeclaration(declaration))) return false;
  if (declaration.type) return isScalarType(declaration.type);
  const isConstant =
    s.isVariableDeclarationList(declaration.parent) && (declaration.parent.flags & s.NodeFlags.Const) !== 0;
  return isConstant && !!declaration.initializer && isSurelyGiven(declaration.initializer, tree, depth - 1);
}

/** `number`, `string`, or both. */
function isScalarType(type: ts.TypeNode | undefined): boolean {
  const s = syntax();
  if (!type) return false;
  if (s.isUnionTypeNode(type)) return type.types.every(isScalarType);
  return type.kind === s.SyntaxKind.NumberKeyword || type.kind === s.SyntaxKind.StringKeyword;
}

function calledMayBe(node: ts.CallExpression, tree: ts.SourceFile, depth: number): boolean {
  const callee = node.expression.getText(tree);
  if (node.questionDotToken || callee.includes('?.') || ENVIRONMENT.test(callee)) return true;
  const [first] = node.arguments;
  if (CONVERSIONS.test(callee)) return first !== undefined && mayBeMissing(first, tree, depth - 1);
  return LOOKS_UP.test(callee) || (node.arguments.length === 1 && GETS.test(callee));
}

function memberMayBe(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  tree: ts.SourceFile,
  depth: number,
): boolean {
  const s = syntax();
  const text = node.getText(tree);
  if (text.includes('?.') || ENVIRONMENT.test(text)) return true;
  if (!s.isPropertyAccessExpression(node)) return false;
  // No event of v1 has a BOT_ID beside BOT and PARAMS.
  if (node.name.text === 'BOT_ID' && /(?:^|\.)data$/.test(node.expression.getText(tree))) return true;
  const value = valueIn(node.expression, node.name.text, tree);
  if (value) return mayBeMissing(value, tree, depth - 1);
  const type = typeOf(node.expression, tree);
  return type !== undefined && isOptionalMember(type, node.name.text, tree);
}

/** The value of `config.bot` where `const config = { bot: … }` stands in this file. */
function valueIn(owner: ts.Expression, name: string, tree: ts.SourceFile): ts.Expression | undefined {
  const s = syntax();
  const root = unwrap(owner);
  const declaration = s.isIdentifier(root) ? declarationOf(root, tree) : undefined;
  const object =
    declaration && s.isVariableDeclaration(declaration) && declaration.initializer && unwrap(declaration.initializer);
  if (!object || !s.isObjectLiteralExpression(object)) return undefined;
  const property = object.properties.find((one) => one.name?.getText(tree) === name);
  return property && s.isPropertyAssignment(property) ? property.initializer : undefined;
}

function isOptionalMember(type: ts.TypeNode, name: string, tree: ts.SourceFile): boolean {
  if (/^Partial\s*</.test(type.getText(tree))) return true;
  const member = memberNamed(type, name, tree);
  return (
    member !== undefined && (member.questionToken !== undefined || (member.type ? isOptional(member.type) : false))
  );
}

function elementMayBe(declaration: ts.BindingElement, tree: ts.SourceFile, depth: number): boolean {
  const s = syntax();
  if (declaration.initializer) return mayBeMissing(declaration.initializer, tree, depth - 1);
  const holder = declaration.parent.parent;
  if (!s.isParameter(holder) && !s.isVariableDeclaration(holder)) return false;
  if (holder.initializer && ENVIRONMENT.test(holder.initializer.getText(tree))) return true;
  const name = declaration.propertyName ?? declaration.name;
  return holder.type !== undefined && s.isIdentifier(name) && isOptionalMember(holder.type, name.text, tree);
}

function typeOf(node: ts.Expression, tree: ts.SourceFile): ts.TypeNode | undefined {
  const s = syntax();
  const inner = unwrap(node);
  if (s.isPropertyAccessExpression(inner)) {
    const outer = typeOf(inner.expression, tree);
    return outer && memberNamed(outer, inner.name.text, tree)?.type;
  }
  const declaration = s.isIdentifier(inner) ? declarationOf(inner, tree) : undefined;
  return declaration && (s.isParameter(declaration) || s.isVariableDeclaration(declaration))
    ? declaration.type
    : undefined;
}

/** A member of a type literal, or of an interface or alias of the same file. */
function memberNamed(type: ts.TypeNode, name: string, tree: ts.SourceFile): ts.PropertySignature | undefined {
  const s = syntax();
  let members: readonly ts.TypeElement[] = [];
  if (s.isTypeLiteralNode(type)) members = type.members;
  else if (s.isTypeReferenceNode(type) && s.isIdentifier(type.typeName)) {
    const wanted = type.typeName.text;
    for (const statement of tree.statements) {
      if (s.isInterfaceDeclaration(statement) && statement.name.text === wanted) members = statement.members;
      else if (s.isTypeAliasDeclaration(statement) && statement.name.text === wanted)
        return memberNamed(statement.type, name, tree);
    }
  }
  return members.find(
    (one): one is ts.PropertySignature => s.isPropertySignature(one) && one.name.getText(tree) === name,
  );
}

function isOptional(type: ts.TypeNode): boolean {
  const s = syntax();
  if (!s.isUnionTypeNode(type)) return type.kind === s.SyntaxKind.UndefinedKeyword;
  return type.types.some(
    (one) =>
      one.kind === s.SyntaxKind.UndefinedKeyword ||
      (s.isLiteralTypeNode(one) && one.literal.kind === s.SyntaxKind.NullKeyword),
  );
}

/** `if (!bot) return;` before it, `if (bot) { … }` or `bot ? … : …` around it. */
function isGuarded(node: ts.Expression, tree: ts.SourceFile): boolean {
  const s = syntax();
  const text = node.getText(tree).replaceAll('?.', '.');
  const says = (condition: ts.Expression, truth: boolean): boolean => {
    const inner = unwrap(condition);
    if (s.isPrefixUnaryExpression(inner) && inner.operator === s.SyntaxKind.ExclamationToken)
      return says(inner.operand, !truth);
    if (s.isBinaryExpression(inner)) {
      const { kind } = inner.operatorToken;
      const { AmpersandAmpersandToken, BarBarToken } = s.SyntaxKind;
      if (kind === (truth ? AmpersandAmpersandToken : BarBarToken))
        return says(inner.left, truth) || says(inner.right, truth);
      const isEmpty = /^(?:undefined|null)$/.test(inner.right.getText(tree));
      const operator = inner.operatorToken.getText(tree);
      return isEmpty && operator === (truth ? '!=' : '==') && inner.left.getText(tree) === text;
    }
    return truth && inner.getText(tree).replaceAll('?.', '.') === text;
  };
  for (let at: ts.Node = node; at.parent && !s.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (s.isIfStatement(parent) && parent.thenStatement === at && says(parent.expression, true)) return true;
    if (s.isConditionalExpression(parent) && parent.whenTrue === at && says(parent.condition, true)) return true;
    if (s.isBinaryExpression(parent) && parent.right === at && says(parent.left, true)) {
      if (parent.operatorToken.kind === s.SyntaxKind.AmpersandAmpersandToken) return true;
    }
    if (s.isBlock(parent) || s.isSourceFile(parent)) {
      for (const statement of parent.statements) {
        if (statement.pos >= at.pos) break;
        if (s.isIfStatement(statement) && ends(statement.thenStatement) && says(statement.expression, false))
          return true;
      }
    }
  }
  return false;
}

function ends(node: ts.Statement): boolean {
  const s = syntax();
  if (s.isBlock(node)) {
    const last = node.statements.at(-1);
    return last !== undefined && ends(last);
  }
  return (
    s.isReturnStatement(node) || s.isThrowStatement(node) || s.isContinueStatement(node) || s.isBreakStatement(node)
  );
}
