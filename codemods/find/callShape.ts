import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { CallShape, MethodPlace } from '../plan/site';
import { attached } from '../source/attached';

const PARAMS = /^(?:params|parameters|data|query|args|body|payload|json|form|arguments)$/i;
const NOT_PARAMS =
  /(?:token|auth|domain|portal|retr(?:y|ies)|options|opts|ctx|context|callback|timeout|signal|headers|config)$|^(?:cb|done|req|res)$/i;

/** A call that has the method at one of its arguments. */
export function argumentShape(
  name: ts.Expression,
  node: ts.Expression,
  call: ts.CallExpression | ts.NewExpression,
): CallShape {
  const args: readonly ts.Expression[] = call.arguments ?? [];
  const at = args.indexOf(node);
  return {
    ...callParts('argument', name, call),
    argument: at,
    params: paramsAmong(args.slice(at + 1), args.slice(0, at)),
  };
}

/** An object `{ method, params }`. */
export function objectShape(name: ts.Expression, container: ts.ObjectLiteralExpression): CallShape {
  const { isPropertyAssignment } = syntax();
  const property = paramsIn(container);
  const params = property && (isPropertyAssignment(property) ? property.initializer : property.name);
  return {
    ...callParts('property', name, callAround(container)),
    container,
    ...(property && params ? { paramsProperty: property, params } : {}),
  };
}

type ParamsProperty = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

const known = attached<ts.ObjectLiteralExpression, { readonly property: ParamsProperty | undefined }>();

/** A table asks with each of its entries. */
function paramsIn(container: ts.ObjectLiteralExpression): ParamsProperty | undefined {
  const before = known.get(container);
  if (before) return before.property;
  const { isPropertyAssignment, isShorthandPropertyAssignment } = syntax();
  const property = container.properties.find(
    (entry): entry is ParamsProperty =>
      (isPropertyAssignment(entry) || isShorthandPropertyAssignment(entry)) && PARAMS.test(propertyName(entry)),
  );
  known.set(container, { property });
  return property;
}

/** A tuple `[method, params]`. */
export function tupleShape(name: ts.Expression, container: ts.ArrayLiteralExpression): CallShape {
  return { ...callParts('tuple', name, callAround(container)), container, params: container.elements[1] };
}

/** A URL handed to fetch, axios and the like. */
export function urlShape(
  name: ts.Expression,
  node: ts.Expression,
  call: ts.CallExpression | ts.NewExpression | undefined,
): CallShape {
  const args: readonly ts.Expression[] = call?.arguments ?? [];
  const at = args.indexOf(node);
  const parts = callParts('url', name, call);
  const inQuery = queryParams(name);
  if (inQuery) return { ...parts, argument: at, params: inQuery, encoding: 'query' };
  const verb = /\.(get|delete|head)$/.test(parts.callee ?? '');
  const next = args[at + 1];
  if (!next) return { ...parts, argument: at };
  const { isObjectLiteralExpression } = syntax();
  const body = isObjectLiteralExpression(next) ? bodyOf(next) : undefined;
  if (body) return { ...parts, argument: at, ...body };
  if (/^(?:fetch|window\.fetch|globalThis\.fetch)$/.test(parts.callee ?? '') || verb) return { ...parts, argument: at };
  return { ...parts, argument: at, ...encoded(next) };
}

/** The call, batch method or queue that an object or tuple is handed to directly. */
function callAround(container: ts.Expression): ts.CallExpression | undefined {
  const { isCallExpression } = syntax();
  const parent = container.parent;
  return isCallExpression(parent) && parent.arguments.some((arg) => arg === container) ? parent : undefined;
}

function callParts(
  place: MethodPlace,
  name: ts.Expression,
  call: ts.CallExpression | ts.NewExpression | undefined,
): CallShape {
  if (!call) return { place, name, awaited: false, ignored: false };
  const { outer, awaited, ignored } = outerOf(call);
  return { place, name, call, callee: calleeText(call), outer, awaited, ignored };
}

export function calleeText(call: ts.CallExpression | ts.NewExpression): string {
  return call.expression.getText().replace(/\s+/g, '');
}

function outerOf(call: ts.Expression): { outer: ts.Expression; awaited: boolean; ignored: boolean } {
  const {
    isAsExpression,
    isAwaitExpression,
    isExpressionStatement,
    isNonNullExpression,
    isParenthesizedExpression,
    isVoidExpression,
  } = syntax();
  let outer = call;
  let awaited = false;
  for (;;) {
    const parent = outer.parent;
    if (isAwaitExpression(parent)) awaited = true;
    else if (!isParenthesizedExpression(parent) && !isNonNullExpression(parent) && !isAsExpression(parent)) break;
    outer = parent;
  }
  return { outer, awaited, ignored: isExpressionStatement(outer.parent) || isVoidExpression(outer.parent) };
}

function paramsAmong(after: readonly ts.Expression[], before: readonly ts.Expression[]): ts.Expression | undefined {
  const { isObjectLiteralExpression } = syntax();
  const holds = (arg: ts.Expression) => isObjectLiteralExpression(bare(arg));
  const object = after.find(holds);
  const other = after.find(mayBeParams);
  // `call(method, data, {}, index)`: options behind the parameters are an object too.
  const isBehind = object && other && after.indexOf(other) < after.indexOf(object);
  if (isBehind && !namesParameters(object)) return other;
  return object ?? other ?? before.find(holds);
}

/** Names of v1 are in capitals. */
function namesParameters(arg: ts.Expression): boolean {
  const { isObjectLiteralExpression, isSpreadAssignment } = syntax();
  const object = bare(arg);
  if (!isObjectLiteralExpression(object)) return false;
  return object.properties.some((one) => isSpreadAssignment(one) || /^[A-Z][A-Z0-9_[\]]+$/.test(propertyName(one)));
}

function mayBeParams(arg: ts.Expression): boolean {
  const {
    isArrowFunction,
    isFunctionExpression,
    isIdentifier,
    isPropertyAccessExpression,
    isStringLiteralLike,
    SyntaxKind,
  } = syntax();
  const inner = bare(arg);
  if (isStringLiteralLike(inner) || isArrowFunction(inner) || isFunctionExpression(inner)) return false;
  if (isIdentifier(inner)) return !NOT_PARAMS.test(inner.text) && inner.text !== 'undefined';
  if (isPropertyAccessExpression(inner)) return !NOT_PARAMS.test(inner.name.text);
  return ![
    SyntaxKind.NumericLiteral,
    SyntaxKind.ThisKeyword,
    SyntaxKind.NullKeyword,
    SyntaxKind.TrueKeyword,
    SyntaxKind.FalseKeyword,
    SyntaxKind.SpreadElement,
  ].includes(inner.kind);
}

/** Without parentheses, `as X`, `satisfies X` and `!`. */
export function bare(node: ts.Expression): ts.Expression {
  const { isAsExpression, isNonNullExpression, isParenthesizedExpression, isSatisfiesExpression } = syntax();
  let inner = node;
  while (
    isParenthesizedExpression(inner) ||
    isAsExpression(inner) ||
    isSatisfiesExpression(inner) ||
    isNonNullExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

/** Of a property's name its text, also where it is quoted; '' where it is computed. */
export function propertyName(property: ts.ObjectLiteralElementLike): string {
  const { isIdentifier, isNumericLiteral, isStringLiteralLike } = syntax();
  const name = property.name;
  return name && (isIdentifier(name) || isStringLiteralLike(name) || isNumericLiteral(name)) ? name.text : '';
}

interface Encoded {
  readonly params: ts.Expression;
  readonly encoding?: 'json' | 'form' | 'query';
}

function bodyOf(options: ts.ObjectLiteralExpression): Encoded | undefined {
  const { isPropertyAssignment } = syntax();
  for (const property of options.properties) {
    if (!isPropertyAssignment(property)) continue;
    const name = propertyName(property);
    if (name === 'body' || name === 'data') return encoded(property.initializer);
    if (name === 'json') return { params: property.initializer, encoding: 'json' };
    if (name === 'form') return { params: property.initializer, encoding: 'form' };
    if (name === 'params' || name === 'searchParams' || name === 'query') {
      return { params: encoded(property.initializer).params, encoding: 'query' };
    }
  }
  return undefined;
}

/** `JSON.stringify(x)`, `new URLSearchParams(x)`, `qs.stringify(x)`: x and how it travels. */
function encoded(node: ts.Expression): Encoded {
  const { isCallExpression, isNewExpression } = syntax();
  const inner = bare(node);
  const first = isCallExpression(inner) || isNewExpression(inner) ? inner.arguments?.[0] : undefined;
  if (first && (isCallExpression(inner) || isNewExpression(inner))) {
    const callee = calleeText(inner);
    if (callee === 'JSON.stringify') return { params: first, encoding: 'json' };
    if (/URLSearchParams$|stringify$|encode$/.test(callee)) return { params: first, encoding: 'form' };
    if (/\.toString$/.test(callee)) return encoded(inner.expression);
  }
  return { params: inner };
}

function queryParams(name: ts.Expression): ts.Expression | undefined {
  const { isTemplateExpression } = syntax();
  const inner = bare(name);
  if (!isTemplateExpression(inner)) return undefined;
  const pieces = [inner.head, ...inner.templateSpans.map((span) => span.literal)];
  const at = pieces.findIndex((piece) => piece.text.endsWith('?'));
  const hole = inner.templateSpans[at]?.expression;
  return at >= 0 && hole ? encoded(withoutToString(hole)).params : undefined;
}

function withoutToString(node: ts.Expression): ts.Expression {
  const { isCallExpression, isPropertyAccessExpression } = syntax();
  return isCallExpression(node) &&
    isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'toString'
    ? node.expression.expression
    : node;
}
