import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf } from './declarations';
import { ends, isCheckedAfter, isGuarded } from './isGuarded';
import { isKeyOfBots } from './isKeyOfBots';
import { literalValue } from './literalValue';
import { unwrap } from './unwrap';
import { type FindModule, valueBehind } from './valueBehind';

const NOWHERE: FindModule = () => undefined;

const ENVIRONMENT = /^(?:process\.env|import\.meta\.env|Deno\.env|Bun\.env)\b/;
const CONVERSIONS = /^(?:Number|parseInt|parseFloat|String|Number\.parseInt|Number\.parseFloat)$/;
/** Look-ups that give undefined where nothing is found; `this.get(name, index)` is a method of somebody's own. */
const LOOKS_UP = /\.(?:find|at|pop|shift|match|exec)$/;
const GETS = /^(?!this\.get$|super\.get$).*\.get$/s;

/**
 * Does syntax or a type of this file say that the value may be missing: an optional parameter, `?.`, the environment,
 * `?? undefined`, a look-up, a key of an event's BOT? What says nothing is taken to be given. A test before it counts.
 */
export function mayBeMissing(
  given: ts.Expression,
  tree: ts.SourceFile,
  find: FindModule = NOWHERE,
  depth = 4,
): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (depth === 0) return false;
  const literal = literalValue(node);
  if (literal) return literal.value === undefined || literal.value === null || literal.value === '';
  if (s.isNonNullExpression(given)) return false;
  if (s.isConditionalExpression(node))
    return mayBeMissing(node.whenTrue, tree, find, depth - 1) || mayBeMissing(node.whenFalse, tree, find, depth - 1);
  if (s.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const { BarBarToken, QuestionQuestionToken, AmpersandAmpersandToken } = s.SyntaxKind;
    if (kind === BarBarToken || kind === QuestionQuestionToken) return mayBeMissing(node.right, tree, find, depth - 1);
    return kind === AmpersandAmpersandToken;
  }
  if (s.isVoidExpression(node)) return true;
  if (s.isPrefixUnaryExpression(node) && node.operator === s.SyntaxKind.PlusToken)
    return mayBeMissing(node.operand, tree, find, depth - 1);
  if (isKeyOfBots(node, tree)) return true;
  if (isGuarded(node, tree)) return false;
  if (s.isCallExpression(node)) return calledMayBe(node, tree, find, depth);
  if (s.isPropertyAccessExpression(node) || s.isElementAccessExpression(node))
    return memberMayBe(node, tree, find, depth);
  if (!s.isIdentifier(node)) return false;
  const declaration = declarationOf(node, tree);
  if (!declaration) return false;
  if (s.isParameter(declaration)) {
    if (declaration.initializer) return mayBeMissing(declaration.initializer, tree, find, depth - 1);
    return declaration.questionToken !== undefined || (declaration.type !== undefined && isOptional(declaration.type));
  }
  if (s.isBindingElement(declaration)) return elementMayBe(declaration, tree, find, depth);
  if (!s.isVariableDeclaration(declaration)) return behindMayBe(node, tree, find, depth);
  if (declaration.type) return isOptional(declaration.type);
  const loop = declaration.parent.parent;
  if (s.isForOfStatement(loop)) {
    const list = unwrap(loop.expression);
    return s.isArrayLiteralExpression(list) && list.elements.some((one) => mayBeMissing(one, tree, find, depth - 1));
  }
  if (declaration.initializer)
    return !isCheckedAfter(declaration, tree) && mayBeMissing(declaration.initializer, tree, find, depth - 1);
  // A variable of the module that somebody fills later, or one that is filled on some ways only.
  return s.isVariableStatement(loop) && (s.isSourceFile(loop.parent) || !isFilledBefore(node, loop));
}

/** What another file says of a value. */
function behindMayBe(node: ts.Expression, tree: ts.SourceFile, find: FindModule, depth: number): boolean {
  const s = syntax();
  const behind = valueBehind(node, tree, find);
  return behind !== undefined && !s.isSourceFile(behind.node) && behind.node !== node
    ? mayBeMissing(behind.node, behind.tree, find, depth - 1)
    : false;
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

function calledMayBe(node: ts.CallExpression, tree: ts.SourceFile, find: FindModule, depth: number): boolean {
  const callee = node.expression.getText(tree);
  if (node.questionDotToken || callee.includes('?.') || ENVIRONMENT.test(callee)) return true;
  const [first] = node.arguments;
  if (CONVERSIONS.test(callee)) return first !== undefined && mayBeMissing(first, tree, find, depth - 1);
  return LOOKS_UP.test(callee) || (node.arguments.length === 1 && GETS.test(callee));
}

function memberMayBe(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  tree: ts.SourceFile,
  find: FindModule,
  depth: number,
): boolean {
  const s = syntax();
  const text = node.getText(tree);
  if (text.includes('?.') || ENVIRONMENT.test(text)) return true;
  if (!s.isPropertyAccessExpression(node)) return isLookedUp(node, tree, find);
  // No event of v1 has a BOT_ID beside BOT and PARAMS.
  if (node.name.text === 'BOT_ID' && /(?:^|\.)data$/.test(node.expression.getText(tree))) return true;
  if (node.expression.kind === s.SyntaxKind.ThisKeyword) return ownMayBe(node, tree, find, depth);
  const type = typeOf(node.expression, tree);
  if (type !== undefined && isOptionalMember(type, node.name.text, tree)) return true;
  return behindMayBe(node, tree, find, depth);
}

/** `BOTS[name]`, of a table that stands in the files; with types, the compiler says which names it has. */
function isLookedUp(node: ts.ElementAccessExpression, tree: ts.SourceFile, find: FindModule): boolean {
  const s = syntax();
  if (/\.[mc]?tsx?$/.test(tree.fileName) || literalValue(node.argumentExpression)) return false;
  const behind = valueBehind(node.expression, tree, find);
  return behind !== undefined && s.isObjectLiteralExpression(behind.node);
}

/** `this.bot`: what the class says of it, and what its constructor puts there. */
function ownMayBe(node: ts.PropertyAccessExpression, tree: ts.SourceFile, find: FindModule, depth: number): boolean {
  const s = syntax();
  let around: ts.Node = node;
  while (around.parent && !s.isClassLike(around)) around = around.parent;
  if (!s.isClassLike(around)) return false;
  const built = around.members.find(s.isConstructorDeclaration);
  const own =
    around.members.find((one) => s.isPropertyDeclaration(one) && one.name.getText(tree) === node.name.text) ??
    built?.parameters.find((one) => one.modifiers?.length && one.name.getText(tree) === node.name.text);
  if (own && (s.isPropertyDeclaration(own) || s.isParameter(own))) {
    if (own.questionToken || (own.type && isOptional(own.type))) return true;
    if (own.initializer && mayBeMissing(own.initializer, tree, find, depth - 1)) return true;
  }
  return (built?.body?.statements ?? []).some(
    (one) =>
      s.isExpressionStatement(one) &&
      isPutInto(one.expression, node.getText(tree)) &&
      mayBeMissing(one.expression.right, tree, find, depth - 1),
  );
}

/** Is a variable without a value of its own given one on every way that leads to its use? */
function isFilledBefore(use: ts.Identifier, declared: ts.VariableStatement): boolean {
  const s = syntax();
  for (let at: ts.Node = use; at !== declared.parent && at.parent; at = at.parent) {
    const { parent } = at;
    if (s.isFunctionLike(at)) return true;
    if (!s.isBlock(parent) && !s.isSourceFile(parent) && !s.isCaseOrDefaultClause(parent)) continue;
    if (parent.statements.some((one) => one.pos < at.pos && one.pos > declared.pos && fills(one, use.text)))
      return true;
  }
  return false;
}

function fills(statement: ts.Statement, name: string): boolean {
  const s = syntax();
  if (s.isExpressionStatement(statement)) return isPutInto(statement.expression, name);
  if (s.isBlock(statement)) return statement.statements.some((one) => fills(one, name));
  if (s.isIfStatement(statement)) {
    const { thenStatement, elseStatement } = statement;
    const isElse = elseStatement !== undefined && (ends(elseStatement) || fills(elseStatement, name));
    return isElse && (ends(thenStatement) || fills(thenStatement, name));
  }
  if (s.isTryStatement(statement)) {
    const { tryBlock, catchClause, finallyBlock } = statement;
    if (finallyBlock && fills(finallyBlock, name)) return true;
    return fills(tryBlock, name) && (!catchClause || ends(catchClause.block) || fills(catchClause.block, name));
  }
  return s.isSwitchStatement(statement) || s.isIterationStatement(statement, false) ? mentions(statement, name) : false;
}

function isPutInto(node: ts.Expression, name: string): node is ts.BinaryExpression {
  const s = syntax();
  if (!s.isBinaryExpression(node) || node.operatorToken.kind !== s.SyntaxKind.EqualsToken) return false;
  const left = unwrap(node.left);
  return left.getText() === name || (!s.isIdentifier(left) && mentions(left, name));
}

/** Loops, switches and patterns that set it are taken to do so. */
function mentions(node: ts.Node, name: string): boolean {
  const s = syntax();
  if (s.isIdentifier(node)) return node.text === name;
  return s.forEachChild(node, (one) => mentions(one, name) || undefined) === true;
}

function isOptionalMember(type: ts.TypeNode, name: string, tree: ts.SourceFile): boolean {
  if (/^Partial\s*</.test(type.getText(tree))) return true;
  const member = memberNamed(type, name, tree);
  return (
    member !== undefined && (member.questionToken !== undefined || (member.type ? isOptional(member.type) : false))
  );
}

function elementMayBe(declaration: ts.BindingElement, tree: ts.SourceFile, find: FindModule, depth: number): boolean {
  const s = syntax();
  if (declaration.initializer) return mayBeMissing(declaration.initializer, tree, find, depth - 1);
  const holder = declaration.parent.parent;
  if (!s.isParameter(holder) && !s.isVariableDeclaration(holder)) return false;
  if (holder.initializer && ENVIRONMENT.test(holder.initializer.getText(tree))) return true;
  const name = declaration.propertyName ?? declaration.name;
  if (!s.isIdentifier(name)) return false;
  if (holder.type !== undefined && isOptionalMember(holder.type, name.text, tree)) return true;
  return s.isIdentifier(declaration.name) && behindMayBe(declaration.name, tree, find, depth);
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
