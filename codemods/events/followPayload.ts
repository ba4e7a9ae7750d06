import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf, referencesOf } from '../source/declarations';
import { isAssignment } from '../source/isAssignment';
import { Unprovable } from '../source/Unprovable';
import { unwrap } from '../source/unwrap';
import type { Payload } from './createPayload';
import { eventField, isV1Event } from './eventField';
import { followMap } from './followMap';
import { followPattern } from './followPattern';
import { hasType } from './hasType';
import { isPrinted } from './isPrinted';
import { OWNERS, PARTS, type Part, type PartKind } from './parts';
import { callsOf } from './traceBody';

const KEPT: ReadonlySet<string> = new Set(['auth', 'ts', 'event_handler_id']);

/**
 * Follows one use of a part of the body down to the fields that are read, and notes the edits. The expression of a part
 * becomes that of v2 `data`: `data.PARAMS` → `data`; its fields get their v2 paths.
 * @throws Unprovable
 */
export function followPayload(part: Part, payload: Payload): void {
  const s = syntax();
  const node = climb(part.node);
  const { parent } = node;
  const moved: Part = { kind: part.kind, node };
  // Events of other kinds, ONAPPINSTALL among them, are the same in both generations.
  if (part.kind !== 'body' && tryEvents(node, payload)?.every((name) => !isV1Event(name))) return;
  if (part.kind === 'bots' || part.kind === 'commands') {
    followMap({ kind: part.kind, node }, payload);
    return;
  }
  const key = keyOfAccess(parent, node);
  if (key !== undefined && (s.isPropertyAccessExpression(parent) || s.isElementAccessExpression(parent))) {
    followKey(moved, key, parent, payload);
  } else if (s.isVariableDeclaration(parent) && parent.initializer === node) {
    followDeclaration(part.kind, parent, payload);
  } else if (s.isCallExpression(parent) && parent.expression !== node) {
    followCall(moved, parent, payload);
  } else throw new Unprovable('event-passed-on');
}

/** Every reference of what is declared here holds the part. */
export function followReferences(
  kind: PartKind,
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
  payload: Payload,
): void {
  if (!syntax().isBindingElement(declaration) && 'type' in declaration && hasType(declaration))
    throw new Unprovable('event-typed');
  for (const node of referencesOf(declaration, payload.tree)) {
    if (isChanged(node)) throw new Unprovable('event-passed-on');
    followPayload({ kind, node }, payload);
  }
}

/** The uses of a variable that holds the name of the event. */
export function followEventName(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
  payload: Payload,
): void {
  for (const node of referencesOf(declaration, payload.tree)) nameUse(node);
}

/** The name of the event may be compared with texts and printed. */
function nameUse(given: ts.Expression): void {
  const s = syntax();
  const node = climb(given);
  const { parent } = node;
  if (isChanged(node)) throw new Unprovable('event-passed-on');
  if (s.isSwitchStatement(parent)) {
    const isLiteral = parent.caseBlock.clauses.every(
      (one) => !s.isCaseClause(one) || s.isStringLiteralLike(unwrap(one.expression)),
    );
    if (isLiteral) return;
  }
  if (s.isBinaryExpression(parent)) {
    if (isComparison(parent) && s.isStringLiteralLike(unwrap(parent.left === node ? parent.right : parent.left)))
      return;
  }
  if (s.isPrefixUnaryExpression(parent) && parent.operator === s.SyntaxKind.ExclamationToken) return;
  if (isPrinted(node)) return;
  throw new Unprovable('event-passed-on');
}

function followKey(
  part: Part,
  key: string,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  payload: Payload,
): void {
  if (isChanged(access)) throw new Unprovable('event-passed-on');
  if (part.kind === 'body') {
    if (KEPT.has(key)) return;
    if (key === 'event') followName(access, payload);
    else if (key === 'data') followPayload({ kind: 'data', node: access }, payload);
    else throw new Unprovable('event-unproven');
    return;
  }
  const inner = part.kind === 'data' ? PARTS[key] : undefined;
  if (inner !== undefined) {
    payload.replace(part.node.end, access.end, '');
    followPayload({ kind: inner, node: access }, payload);
  } else readField(part, key, access, payload);
}

/** A field of a part: the table says where v2 has it. */
function readField(part: Part, key: string, access: ts.Expression, payload: Payload): void {
  const s = syntax();
  if (part.kind === 'body' || part.kind === 'bots' || part.kind === 'commands') throw new Unprovable('event-unproven');
  const source = eventField(`${OWNERS[part.kind]}${key}`, payload.eventsAt(access));
  const flag = source.isFlag ? comparedFlag(access) : undefined;
  const { before, behind } = flag ? { before: '', behind: '' } : source;
  const quoted = (text: string) => (/from "|require\("/.test(payload.tree.text) ? text.replaceAll("'", '"') : text);
  const isOptional = 'questionDotToken' in access && access.questionDotToken !== undefined;
  if (before) payload.open(access, before);
  if (flag) payload.replace(flag.getStart(payload.tree) + 1, flag.end - 1, flag.text === 'Y' ? '1' : '0');
  payload.replace(part.node.end, access.end, `${isOptional ? '?.' : '.'}${source.path.join('.')}${quoted(behind)}`);
  if (s.isDeleteExpression(access.parent)) throw new Unprovable('event-passed-on');
}

/** The 'Y' or 'N' that a flag is compared with. */
function comparedFlag(access: ts.Expression): ts.StringLiteralLike | undefined {
  const { parent } = access;
  if (!syntax().isBinaryExpression(parent) || !isComparison(parent)) return undefined;
  const other = parent.left === access ? parent.right : parent.left;
  return syntax().isStringLiteralLike(other) && /^[YN]$/.test(other.text) ? other : undefined;
}

function isComparison({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  const { SyntaxKind } = syntax();
  return (
    kind === SyntaxKind.EqualsEqualsEqualsToken ||
    kind === SyntaxKind.EqualsEqualsToken ||
    kind === SyntaxKind.ExclamationEqualsEqualsToken ||
    kind === SyntaxKind.ExclamationEqualsToken
  );
}

/** The name of the event where it is read: compared at once, or kept in a variable. */
export function followName(access: ts.Expression, payload: Payload): void {
  const s = syntax();
  const node = climb(access);
  const { parent } = node;
  if (s.isVariableDeclaration(parent) && s.isIdentifier(parent.name)) followEventName(parent, payload);
  else nameUse(node);
}

function followDeclaration(kind: PartKind, declaration: ts.VariableDeclaration, payload: Payload): void {
  const s = syntax();
  if (hasType(declaration)) throw new Unprovable('event-typed');
  if (s.isIdentifier(declaration.name)) followReferences(kind, declaration, payload);
  else if (s.isObjectBindingPattern(declaration.name)) followPattern(kind, declaration.name, payload);
  else throw new Unprovable('event-passed-on');
}

/** Into a function of this file, which is called with parts of this payload and nothing else. */
function followCall(part: Part, call: ts.CallExpression, payload: Payload): void {
  const s = syntax();
  const callee = unwrap(call.expression);
  const declaration = s.isIdentifier(callee) ? declarationOf(callee, payload.tree) : undefined;
  const target =
    declaration && s.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : declaration;
  if (!target || !(s.isFunctionDeclaration(target) || s.isArrowFunction(target) || s.isFunctionExpression(target)))
    throw new Unprovable('event-passed-on');
  const calls = callsOf(target, payload.tree);
  const index = call.arguments.findIndex((one) => unwrap(one) === unwrap(part.node));
  const parameter = target.parameters[index];
  // One call only: what holds for the events of one caller may not hold for another's.
  if (calls?.length !== 1 || !parameter || parameter.initializer || parameter.dotDotDotToken)
    throw new Unprovable('event-passed-on');
  const events = tryEvents(call, payload);
  payload.within(events, () => {
    if (s.isIdentifier(parameter.name)) followReferences(part.kind, parameter, payload);
    else if (s.isObjectBindingPattern(parameter.name) && !hasType(parameter))
      followPattern(part.kind, parameter.name, payload);
    else throw new Unprovable('event-typed');
  });
}

function tryEvents(node: ts.Node, payload: Payload): readonly string[] | undefined {
  try {
    return payload.eventsAt(node);
  } catch (error) {
    if (error instanceof Unprovable) return undefined;
    throw error;
  }
}

/** Through parentheses and `!`; a cast to a type would not fit v2. */
function climb(given: ts.Expression): ts.Expression {
  const s = syntax();
  let node = given;
  for (;;) {
    const { parent } = node;
    if (s.isParenthesizedExpression(parent) || s.isNonNullExpression(parent)) node = parent;
    else if (s.isAsExpression(parent) || s.isSatisfiesExpression(parent)) {
      if (hasType(parent)) throw new Unprovable('event-typed');
      node = parent;
    } else return node;
  }
}

/** The key of `node.key` or `node['key']`. */
export function keyOfAccess(access: ts.Node, node: ts.Expression): string | undefined {
  const s = syntax();
  if (s.isPropertyAccessExpression(access) && access.expression === node) return access.name.text;
  if (!s.isElementAccessExpression(access) || access.expression !== node) return undefined;
  return s.isStringLiteralLike(access.argumentExpression) ? access.argumentExpression.text : undefined;
}

function isChanged(node: ts.Expression): boolean {
  const s = syntax();
  const { parent } = node;
  if (s.isBinaryExpression(parent)) return parent.left === node && isAssignment(parent.operatorToken.kind);
  return s.isDeleteExpression(parent) || s.isPostfixUnaryExpression(parent) || isStep(parent);
}

function isStep(node: ts.Node): boolean {
  const s = syntax();
  if (!s.isPrefixUnaryExpression(node)) return false;
  return node.operator === s.SyntaxKind.PlusPlusToken || node.operator === s.SyntaxKind.MinusMinusToken;
}
