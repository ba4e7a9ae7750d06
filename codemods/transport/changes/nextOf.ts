import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { functionAround } from '../../source/declarations';
import { isAssignment } from '../../source/isAssignment';
import { propertyKey } from '../../source/literalValue';
import type { ReadingEngine } from '../types';
import type { Flow, Next } from './Flow';
import { boundBy, heldBy, instancesOf, usesWith } from './heldBy';
import { nextOfCall } from './nextOfCall';

/** Where what stands at an expression goes from there, one step on. */
export function nextOf({ node, path }: Flow, engine: ReadingEngine): Next {
  const s = syntax();
  const { parent } = node;
  // A method of what holds it is only known to who calls it.
  if (path[0]?.startsWith('.') && !(s.isCallExpression(parent) && parent.expression === node)) return NOWHERE;
  const on = (at: ts.Expression, to: readonly string[] = path): Next => ({ next: [{ node: at, path: to }] });
  if (isAround(parent)) return on(parent);
  if (s.isConditionalExpression(parent)) return parent.condition === node ? NOWHERE : on(parent);
  if (s.isBinaryExpression(parent)) return throughOperator(parent, node, path, engine);
  if (s.isArrayLiteralExpression(parent)) return on(parent, ['*', ...path]);
  if (s.isSpreadElement(parent)) {
    const { parent: list } = parent;
    return s.isArrayLiteralExpression(list) ? on(list) : nextOfCall(list, parent, path, engine);
  }
  if (s.isSpreadAssignment(parent)) return on(parent.parent);
  if (s.isPropertyAssignment(parent)) return on(parent.parent, [propertyKey(parent.name) ?? '*', ...path]);
  if (s.isShorthandPropertyAssignment(parent)) return on(parent.parent, [parent.name.text, ...path]);
  if (s.isVariableDeclaration(parent)) return { next: boundBy(parent.name, path) };
  if (s.isPropertyDeclaration(parent)) return { next: ofMember(parent, [propertyKey(parent.name) ?? '*', ...path]) };
  if (s.isParameter(parent) || s.isBindingElement(parent)) return { next: boundBy(parent.name, path) };
  if (s.isPropertyAccessExpression(parent)) return on(parent, within(path, parent.name.text));
  if (s.isElementAccessExpression(parent) && parent.expression === node) {
    const key = parent.argumentExpression;
    return on(parent, within(path, s.isStringLiteralLike(key) ? key.text : '*'));
  }
  if (s.isCallExpression(parent) || s.isNewExpression(parent)) return nextOfCall(parent, node, path, engine);
  if (s.isTemplateSpan(parent) && s.isTaggedTemplateExpression(parent.parent.parent))
    return nextOfCall(parent.parent.parent, node, path, engine);
  if (s.isForOfStatement(parent) && s.isVariableDeclarationList(parent.initializer))
    return { next: parent.initializer.declarations.flatMap(({ name }) => boundBy(name, within(path, '*'))) };
  if (s.isThrowStatement(parent)) return { next: caught(parent, path) };
  if (s.isReturnStatement(parent)) return { next: given(functionAround(parent), path) };
  if (s.isYieldExpression(parent)) return { next: given(functionAround(parent), ['*', ...path]) };
  if (s.isArrowFunction(parent) && parent.body === node) return { next: given(parent, path) };
  return NOWHERE;
}

const NOWHERE: Next = { next: [] };

/** What is written around an expression and is the same, once it is there. */
function isAround(node: ts.Node): node is ts.Expression {
  const s = syntax();
  return (
    s.isParenthesizedExpression(node) ||
    s.isAsExpression(node) ||
    s.isSatisfiesExpression(node) ||
    s.isNonNullExpression(node) ||
    s.isTypeAssertionExpression(node) ||
    s.isAwaitExpression(node)
  );
}

function throughOperator(
  parent: ts.BinaryExpression,
  node: ts.Expression,
  path: readonly string[],
  engine: ReadingEngine,
): Next {
  const { operatorToken, left, right } = parent;
  const { kind } = operatorToken;
  const k = syntax().SyntaxKind;
  const same = { node: parent, path };
  if (kind === k.CommaToken) return right === node ? { next: [same] } : NOWHERE;
  if (kind === k.BarBarToken || kind === k.QuestionQuestionToken) return { next: [same] };
  if (kind === k.AmpersandAmpersandToken) return right === node ? { next: [same] } : NOWHERE;
  if (!isAssignment(kind) || right !== node) return NOWHERE;
  const { next, reached } = heldBy(left, path, parent, engine);
  return reached ? { next, reached } : { next: [same, ...next] };
}

/** The path from what stands under a name; none where it is under another one. Of a client its parts are as good as itself. */
function within(path: readonly string[], name: string): readonly string[] {
  const [first, ...rest] = path;
  if (first === undefined) return /^(?:defaults|interceptors)$/.test(name) ? [] : NOT_HERE;
  if (first === '**') return /^(?:length|size|name)$/.test(name) ? NOT_HERE : path;
  if (first === name || (first === '*' && !METHODS.test(name)) || name === '*') return rest;
  // A method of a list or a promise, which the call tells.
  return METHODS.test(name) ? [`.${name}`, ...path] : NOT_HERE;
}

/** Longer than anything that is followed. */
const NOT_HERE: readonly string[] = Array.from({ length: 9 }, () => '-');

const METHODS = /^[a-z]\w*$/;

/** What a function gives back. */
function given(node: ts.Node, path: readonly string[]): readonly Flow[] {
  const s = syntax();
  const called = ['()', ...path];
  if (s.isArrowFunction(node) || s.isFunctionExpression(node)) return [{ node, path: called }];
  if (s.isFunctionDeclaration(node)) return usesWith(node, called);
  const name = s.isMethodDeclaration(node) || s.isGetAccessor(node) ? propertyKey(node.name) : undefined;
  if (name === undefined || !(s.isMethodDeclaration(node) || s.isGetAccessor(node))) return [];
  return ofMember(node, [name, ...(s.isGetAccessor(node) ? path : called)]);
}

/** What a member of an object or of a class holds. */
function ofMember(
  member: ts.MethodDeclaration | ts.GetAccessorDeclaration | ts.PropertyDeclaration,
  path: readonly string[],
): readonly Flow[] {
  const s = syntax();
  const { parent } = member;
  if (s.isObjectLiteralExpression(parent)) return [{ node: parent, path }];
  if (!s.isClassDeclaration(parent) && !s.isClassExpression(parent)) return [];
  const isStatic = member.modifiers?.some(({ kind }) => kind === s.SyntaxKind.StaticKeyword) === true;
  return instancesOf(parent, path, isStatic);
}

/** Where it is thrown within a `try`, its `catch` has it. */
function caught(node: ts.Node, path: readonly string[]): readonly Flow[] {
  const s = syntax();
  let at: ts.Node = node;
  while (at.parent && !s.isFunctionLike(at)) {
    const inner = at;
    at = at.parent;
    if (!s.isTryStatement(at) || at.tryBlock !== inner) continue;
    const variable = at.catchClause?.variableDeclaration;
    return variable ? boundBy(variable.name, path) : [];
  }
  return [];
}
