import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { calleeKind } from '../find/calleeKind';
import type { CallShape } from '../plan/site';
import { declarationOf, functionAround, referencesOf } from '../source/declarations';
import { isAssignment } from '../source/isAssignment';
import { literalValue } from '../source/literalValue';
import type { TransportReading } from '../transport/TransportReading';
import { usesOf } from './adaptAnswer';
import { catchAround } from './catchAround';
import { followRejection } from './followRejection';
import { isLogged, shortened } from './isLogged';

/**
 * Can an error code of the portal leave the function around a call: returned, thrown, handed on? Logs do not count, nor
 * does whether there is an error at all.
 */
export function errorLeaves(shape: CallShape, transport: TransportReading | undefined, tree: ts.SourceFile): boolean {
  const { call, outer } = shape;
  if (!call || !outer) return true;
  const isThrown = !transport || transport.unseen !== undefined || transport.failures.includes('throws-code');
  const isReturned = transport?.answer !== 'result' || transport.failures.includes('returns-code');
  if (isReturned && answerLeaves(shape, transport, tree)) return true;
  return isThrown && throwLeaves(outer, tree, 4);
}

function answerLeaves(shape: CallShape, transport: TransportReading | undefined, tree: ts.SourceFile): boolean {
  const uses = usesOf(shape, tree);
  if (uses.harmless.some((use) => readsError(use) && !staysInside(use, tree))) return true;
  if (uses.harmless.some((use) => readsText(use) && isSearched(use, tree, 3))) return true;
  return uses.escapes.length > 0 && transport?.failures.includes('returns-code') !== false;
}

/** `.error`, `.error()`, `{ error }`: the code itself, not the description. */
function readsError(use: ts.Node): boolean {
  const s = syntax();
  const name = s.isPropertyAccessExpression(use)
    ? use.name
    : s.isBindingElement(use)
      ? (use.propertyName ?? use.name)
      : undefined;
  return name !== undefined && s.isIdentifier(name) && /^(?:errors?|getErrors|getErrorMessages)$/.test(name.text);
}

/** `.error_description`, `{ error_description }` */
function readsText(use: ts.Node): boolean {
  const s = syntax();
  if (s.isPropertyAccessExpression(use)) return TEXTS.test(use.name.text);
  return s.isBindingElement(use) && TEXTS.test((use.propertyName ?? use.name).getText());
}

const TEXTS = /^error_?description$/i;

/** Looks for words in a text, which are others in v2, or hands it to something that may. */
function isSearched(given: ts.Node, tree: ts.SourceFile, depth: number): boolean {
  const s = syntax();
  if (depth === 0) return true;
  if (s.isBindingElement(given) || s.isVariableDeclaration(given))
    return s.isIdentifier(given.name) && referencesOf(given, tree).some((use) => isSearched(use, tree, depth - 1));
  for (let node = given; ; node = node.parent) {
    const { parent } = node;
    if (s.isPropertyAccessExpression(parent) && parent.expression === node) {
      if (/^(?:includes|startsWith|endsWith|indexOf|search|match|matchAll)$/.test(parent.name.text)) return true;
    } else if (s.isCallExpression(parent) && parent.expression !== node) {
      const callee = parent.expression.getText();
      if (/\.(?:test|exec|includes|has|get|some|match)$/.test(callee)) return true;
      if (callee !== 'String') return false;
    } else if (s.isVariableDeclaration(parent)) return isSearched(parent, tree, depth - 1);
    else if (s.isSwitchStatement(parent) || s.isCaseClause(parent)) return true;
    else if (s.isElementAccessExpression(parent)) return parent.argumentExpression === node;
    else if (s.isBinaryExpression(parent)) {
      if (isCompared(parent)) return !isPlain(parent, node);
      if (!/^(?:\|\||\?\?|\+)$/.test(parent.operatorToken.getText())) return false;
    } else if (!isOnlyAround(parent) && !s.isCallExpression(parent)) return false;
  }
}

/** Parentheses, types and templates: what stands in them goes on. */
function isOnlyAround(node: ts.Node): boolean {
  const s = syntax();
  return (
    s.isParenthesizedExpression(node) ||
    s.isAsExpression(node) ||
    s.isNonNullExpression(node) ||
    s.isTemplateSpan(node) ||
    s.isTemplateExpression(node)
  );
}

function isCompared({ operatorToken }: ts.BinaryExpression): boolean {
  return /^[!=]==?$/.test(operatorToken.getText());
}

/** Compared with a code that is written out, with nothing, or with what is no text: words and names of the code tell more. */
function isPlain({ left, right }: ts.BinaryExpression, node: ts.Node): boolean {
  const other = literalValue(left === node ? right : left);
  return other !== undefined && (typeof other.value !== 'string' || /^\w*$/.test(other.value));
}

/** Every use of an error only asks whether there is one, or logs it. */
function staysInside(use: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (s.isBindingElement(use)) return s.isIdentifier(use.name) && isContained(use, tree);
  if (s.isIdentifier(use)) return isHarmless(use);
  if (!s.isPropertyAccessExpression(use)) return false;
  const called = s.isCallExpression(use.parent) && use.parent.expression === use ? use.parent : use;
  return isHarmless(called);
}

type Binding = ts.BindingElement | ts.ParameterDeclaration | ts.VariableDeclaration;

function isContained(binding: Binding, tree: ts.SourceFile): boolean {
  return referencesOf(binding, tree).every(isHarmless);
}

/** A condition, a statement, an argument of a log, also within an object, a template or a member of it. */
export function isHarmless(given: ts.Node): boolean {
  const s = syntax();
  let node = given;
  for (;;) {
    const { parent } = node;
    if (s.isIfStatement(parent) || s.isWhileStatement(parent) || s.isExpressionStatement(parent)) return true;
    if (s.isConditionalExpression(parent)) return parent.condition === node;
    if (s.isPrefixUnaryExpression(parent) || s.isVoidExpression(parent) || s.isTypeOfExpression(parent)) return true;
    if (s.isBinaryExpression(parent)) {
      const kind = parent.operatorToken.kind;
      if (isAssignment(kind) || (isCompared(parent) && !isPlain(parent, node))) return false;
      if (kind === s.SyntaxKind.AmpersandAmpersandToken && parent.left === node) return true;
      if (!/^(?:===|!==|==|!=|>|<|>=|<=|\+|\|\||&&|\?\?)$/.test(parent.operatorToken.getText())) return true;
    } else if (s.isCallExpression(parent)) {
      // A part of a text may be compared with a part of a code.
      if (parent.expression === node) return isPartLogged(parent);
      if (!parent.arguments.some((one) => one === node)) return false;
      const callee = parent.expression.getText();
      if (calleeKind(callee) === 'log') return true;
      if (!/^(?:String|JSON\.stringify|Boolean)$/.test(callee)) return false;
    } else if (
      !isOnlyAround(parent) &&
      !s.isPropertyAccessExpression(parent) &&
      !s.isObjectLiteralExpression(parent) &&
      !s.isPropertyAssignment(parent) &&
      !s.isShorthandPropertyAssignment(parent) &&
      !s.isArrayLiteralExpression(parent)
    )
      return false;
    node = parent;
  }
}

function isPartLogged(call: ts.CallExpression): boolean {
  const s = syntax();
  const { expression } = call;
  return s.isPropertyAccessExpression(expression) && shortened(expression.expression) === call && isLogged(call, true);
}

/** Follows what is thrown out of an expression until it is caught and goes no further. */
function throwLeaves(outer: ts.Expression, tree: ts.SourceFile, depth: number): boolean {
  const s = syntax();
  if (depth === 0) return true;
  const rejection = followRejection(outer);
  if (rejection.handler) return !handlerContains(rejection.handler, tree);
  const { node, awaited } = rejection;
  const around = functionAround(node);
  if (awaited) {
    const caught = catchAround(node, around);
    if (caught) return !catchContains(caught, tree);
  } else if (!s.isReturnStatement(node.parent) && !s.isArrowFunction(node.parent)) return true;
  return !callersOf(around, tree)?.every((call) => !throwLeaves(outerOf(call), tree, depth - 1));
}

function outerOf(call: ts.CallExpression): ts.Expression {
  const s = syntax();
  return s.isAwaitExpression(call.parent) ? call.parent : call;
}

function catchContains({ variableDeclaration }: ts.CatchClause, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (!variableDeclaration) return true;
  return s.isIdentifier(variableDeclaration.name) && isContained(variableDeclaration, tree);
}

function handlerContains(handler: ts.Expression, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (s.isArrowFunction(handler) || s.isFunctionExpression(handler)) {
    const [parameter] = handler.parameters;
    if (!parameter) return true;
    return s.isIdentifier(parameter.name) && isContained(parameter, tree);
  }
  return calleeKind(handler.getText()) === 'log';
}

/** The calls of a function that nobody outside of its file can reach; undefined where somebody may. */
function callersOf(around: ts.Node, tree: ts.SourceFile): ts.CallExpression[] | undefined {
  const s = syntax();
  if (s.isSourceFile(around)) return undefined;
  const declaration = s.isFunctionDeclaration(around)
    ? around
    : s.isVariableDeclaration(around.parent)
      ? around.parent
      : undefined;
  if (!declaration?.name || !s.isIdentifier(declaration.name)) return undefined;
  const statement = s.isFunctionDeclaration(declaration) ? declaration : declaration.parent.parent;
  if (s.canHaveModifiers(statement) && s.getModifiers(statement)?.length) {
    const isAsync = s.getModifiers(statement)?.every(({ kind }) => kind === s.SyntaxKind.AsyncKeyword);
    if (!isAsync) return undefined;
  }
  if (declarationOf(declaration.name, tree) !== declaration) return undefined;
  const calls: ts.CallExpression[] = [];
  for (const use of referencesOf(declaration, tree)) {
    if (!s.isCallExpression(use.parent) || use.parent.expression !== use) return undefined;
    calls.push(use.parent);
  }
  return calls.length > 0 ? calls : undefined;
}
