import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { calleeText } from '../find/callShape';
import { declarationOf, functionAround, referencesOf } from '../source/declarations';
import { isAssignment } from '../source/isAssignment';
import { textOf } from '../source/textOf';
import { unwrap } from '../source/unwrap';
import { ownMembers } from './ownMembers';

/** Where a handler takes the body of a delivery from. Handlers with the same origin change together. */
export type EventBody =
  /** `req.body`, of a parameter; `name` is `body`. */
  | {
      readonly kind: 'member';
      readonly node: ts.Node;
      readonly name: string;
      readonly owner: ts.ParameterDeclaration;
    }
  /** The body is a parameter itself. */
  | { readonly kind: 'parameter'; readonly node: ts.ParameterDeclaration }
  /** It is parsed here: `await request.json()`, `new URLSearchParams(text)`. */
  | { readonly kind: 'expression'; readonly node: ts.Expression }
  /** It has gone through the adapter already. */
  | { readonly kind: 'adapted' };

const DEEPEST = 12;
const ADAPTERS = /^(?:toV1Body|toV1Event)$/;

/** The body of which this expression is the name of the event; undefined where that cannot be told. */
export function traceEvent(given: ts.Expression, tree: ts.SourceFile, depth = 0): EventBody | undefined {
  const s = syntax();
  const node = plain(given);
  if (depth > DEEPEST) return undefined;
  if (s.isPropertyAccessExpression(node) && node.name.text === 'event') return traceBody(node.expression, tree, depth);
  if (s.isElementAccessExpression(node) && isText(node.argumentExpression, 'event'))
    return traceBody(node.expression, tree, depth);
  if (s.isCallExpression(node)) return fromCall(node, tree, depth);
  if (!s.isIdentifier(node)) return undefined;
  const declaration = declarationOf(node, tree);
  if (!declaration) return undefined;
  if (s.isBindingElement(declaration)) return fromPattern(declaration, tree, depth);
  if (s.isVariableDeclaration(declaration)) {
    const value = declaration.initializer ?? onlyAssigned(declaration, tree);
    return value && !isReassigned(declaration, tree) ? traceEvent(value, tree, depth + 1) : undefined;
  }
  if (!s.isParameter(declaration)) return undefined;
  return agreed(argumentsFor(declaration, tree), (value) => traceEvent(value, tree, depth + 1));
}

/** Where an expression that holds the body takes it from. */
export function traceBody(given: ts.Expression, tree: ts.SourceFile, depth = 0): EventBody | undefined {
  const s = syntax();
  const node = plain(given);
  if (depth > DEEPEST) return undefined;
  if (s.isIdentifier(node)) return fromIdentifier(node, tree, depth);
  if (s.isPropertyAccessExpression(node)) {
    const owner = parameterOf(node.expression, tree);
    return owner ? { kind: 'member', node, name: node.name.text, owner } : undefined;
  }
  const call = s.isAwaitExpression(node) ? unwrap(node.expression) : node;
  if (s.isCallExpression(call) && [call, ...call.arguments.map(unwrap)].some(isAdapter)) return { kind: 'adapted' };
  const isMade = s.isCallExpression(call) || s.isNewExpression(call) || s.isConditionalExpression(call);
  return isMade ? { kind: 'expression', node } : undefined;
}

/** `toV1Body(…)`, also as what goes into a parser that knows the keys of v1. */
function isAdapter(node: ts.Node): boolean {
  return syntax().isCallExpression(node) && ADAPTERS.test(calleeText(node));
}

function fromIdentifier(node: ts.Identifier, tree: ts.SourceFile, depth: number): EventBody | undefined {
  const s = syntax();
  const declaration = declarationOf(node, tree);
  if (!declaration) return undefined;
  if (s.isVariableDeclaration(declaration)) {
    const value = declaration.initializer ?? onlyAssigned(declaration, tree);
    return value && !isReassigned(declaration, tree) ? traceBody(value, tree, depth + 1) : undefined;
  }
  if (s.isBindingElement(declaration)) {
    const pattern = declaration.parent;
    const around = pattern.parent;
    const isBody = boundKey(declaration) === 'body' && !declaration.initializer;
    if (isBody && s.isParameter(around)) return { kind: 'member', node, name: 'body', owner: around };
    if (!isBody || !s.isVariableDeclaration(around) || !around.initializer) return undefined;
    const owner = parameterOf(around.initializer, tree);
    return owner ? { kind: 'member', node, name: 'body', owner } : undefined;
  }
  if (!s.isParameter(declaration)) return undefined;
  const given = argumentsFor(declaration, tree);
  if (given.length > 0) return agreed(given, (value) => traceBody(value, tree, depth + 1));
  return isAdaptedAtStart(declaration, tree) ? { kind: 'adapted' } : { kind: 'parameter', node: declaration };
}

/** `const { event, data } = body`, `({ event }) => …`. */
function fromPattern(element: ts.BindingElement, tree: ts.SourceFile, depth: number): EventBody | undefined {
  const s = syntax();
  const around = element.parent.parent;
  if (boundKey(element) !== 'event' || !s.isObjectBindingPattern(element.parent)) return undefined;
  if (s.isVariableDeclaration(around))
    return around.initializer ? traceBody(around.initializer, tree, depth + 1) : undefined;
  if (s.isParameter(around)) return agreed(argumentsFor(around, tree), (value) => traceBody(value, tree, depth + 1));
  // `({ body: { event, data } }, res) => …`
  if (!s.isBindingElement(around) || boundKey(around) !== 'body') return undefined;
  const outer = around.parent.parent;
  return s.isParameter(outer) ? { kind: 'member', node: element.name, name: 'body', owner: outer } : undefined;
}

/** `params.get('event')`, `String(body.event)`, `body.event.toLowerCase()`. */
function fromCall(call: ts.CallExpression, tree: ts.SourceFile, depth: number): EventBody | undefined {
  const s = syntax();
  const [first] = call.arguments;
  const callee = unwrap(call.expression);
  if (s.isIdentifier(callee) && callee.text === 'String' && first) return traceEvent(first, tree, depth + 1);
  if (!s.isPropertyAccessExpression(callee)) return undefined;
  if (callee.name.text === 'get' && first && isText(first, 'event')) return traceBody(callee.expression, tree, depth);
  const keeps =
    /^(?:toString|to(?:Locale)?(?:Upper|Lower)Case|trim)$/.test(callee.name.text) && call.arguments.length === 0;
  return keeps ? traceEvent(callee.expression, tree, depth + 1) : undefined;
}

/** Without parentheses, casts, and defaults such as `?? {}`. */
function plain(given: ts.Expression): ts.Expression {
  const s = syntax();
  const node = unwrap(given);
  const { kind } = s.isBinaryExpression(node) ? node.operatorToken : node;
  const isDefault = kind === s.SyntaxKind.QuestionQuestionToken || kind === s.SyntaxKind.BarBarToken;
  return isDefault && s.isBinaryExpression(node) ? plain(node.left) : node;
}

/** The parameter at the bottom of `req`, `ctx.request`. */
function parameterOf(given: ts.Expression, tree: ts.SourceFile): ts.ParameterDeclaration | undefined {
  const s = syntax();
  let node = unwrap(given);
  while (s.isPropertyAccessExpression(node)) node = unwrap(node.expression);
  const declaration = s.isIdentifier(node) ? declarationOf(node, tree) : undefined;
  return declaration && s.isParameter(declaration) ? declaration : undefined;
}

/** What callers in this file hand over for a parameter; nothing where others may call too. */
function argumentsFor(parameter: ts.ParameterDeclaration, tree: ts.SourceFile): ts.Expression[] {
  const owner = parameter.parent;
  const index = owner.parameters.indexOf(parameter);
  const given: ts.Expression[] = [];
  for (const call of callsOf(owner, tree) ?? []) {
    const value = call.arguments[index];
    if (!value) return [];
    given.push(value);
  }
  return given;
}

/** The calls of a function by its name, where it has no other use and is not exported. */
export function callsOf(owner: ts.Node, tree: ts.SourceFile): readonly ts.CallExpression[] | undefined {
  const s = syntax();
  if (s.isMethodDeclaration(owner) && s.isIdentifier(owner.name))
    return ownMembers(tree).calls.get(owner.name.text) ?? [];
  const declaration = s.isFunctionDeclaration(owner) ? owner : owner.parent;
  const isNamed = s.isFunctionDeclaration(declaration) || s.isVariableDeclaration(declaration);
  if (!isNamed || isExported(declaration)) return undefined;
  const calls: ts.CallExpression[] = [];
  for (const reference of referencesOf(declaration, tree)) {
    const { parent } = reference;
    if (!s.isCallExpression(parent) || parent.expression !== reference) return undefined;
    calls.push(parent);
  }
  return calls;
}

function isExported(node: ts.Node): boolean {
  const s = syntax();
  const statement = s.isVariableDeclaration(node) ? node.parent.parent : node;
  return (
    s.canHaveModifiers(statement) &&
    (s.getModifiers(statement) ?? []).some(({ kind }) => kind === s.SyntaxKind.ExportKeyword)
  );
}

function agreed(
  values: readonly ts.Expression[],
  trace: (value: ts.Expression) => EventBody | undefined,
): EventBody | undefined {
  const found = values.map(trace);
  const [first] = found;
  return first && found.every((one) => one && sameBody(one, first)) ? first : undefined;
}

export function sameBody(a: EventBody, b: EventBody): boolean {
  if (a.kind === 'member' && b.kind === 'member') return a.owner === b.owner && a.name === b.name;
  if (a.kind === 'adapted' || b.kind === 'adapted') return a.kind === b.kind;
  return a.kind !== 'member' && b.kind !== 'member' && a.node === b.node;
}

/** `let body; try { body = await request.json() } …` */
function onlyAssigned(declaration: ts.VariableDeclaration, tree: ts.SourceFile): ts.Expression | undefined {
  const values = referencesOf(declaration, tree).flatMap((reference) => assignedTo(reference) ?? []);
  return values.length === 1 ? values[0] : undefined;
}

function isReassigned(declaration: ts.VariableDeclaration, tree: ts.SourceFile): boolean {
  return declaration.initializer !== undefined && referencesOf(declaration, tree).some(assignedTo);
}

function assignedTo(reference: ts.Identifier): ts.Expression | undefined {
  const s = syntax();
  const { parent } = reference;
  const isTarget = s.isBinaryExpression(parent) && parent.left === reference && isAssignment(parent.operatorToken.kind);
  return isTarget ? parent.right : undefined;
}

/** `body = toV1Body(body);` within the function of a parameter. */
function isAdaptedAtStart(parameter: ts.ParameterDeclaration, tree: ts.SourceFile): boolean {
  return referencesOf(parameter, tree).some((reference) => {
    const value = assignedTo(reference);
    return value !== undefined && /^(?:toV1Body|toV1Event)\(/.test(textOf(value, tree));
  });
}

export function boundKey({ propertyName, name }: ts.BindingElement): string {
  const s = syntax();
  const key = propertyName ?? name;
  return s.isIdentifier(key) || s.isStringLiteralLike(key) ? key.text : '';
}

function isText(node: ts.Expression, text: string): boolean {
  return syntax().isStringLiteralLike(node) && node.text === text;
}

/** The function whose parameter the body comes with, or in which it is parsed. */
export function handlerOf(body: Exclude<EventBody, { kind: 'adapted' }>): ts.Node {
  if (body.kind === 'member') return body.owner.parent;
  return body.kind === 'parameter' ? body.node.parent : functionAround(body.node);
}
