import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { CallShape, Edit } from '../plan/site';
import { declarationNamed, declarationOf, isNameReference, referencesOf } from '../source/declarations';
import { isPure } from '../source/isPure';
import { unwrap } from '../source/unwrap';
import { isPut, isStable } from './isStable';
import type { Filled } from './readParams';

/** A call by a short form of the transport, `call(m, p)`, as the call that it stands for. */
export interface Unfolded {
  /** `callBitrix(domain, token, method, { BOT_ID, ...params })`. */
  readonly call: ts.CallExpression;
  /** The argument of that call that names the method. */
  readonly name: ts.Expression;
  /** The object that the short form builds, and what it puts into it. */
  readonly built: ts.ObjectLiteralExpression;
  readonly filled: Filled;
  /** Changes the callee and puts the other arguments before the parameters. */
  readonly edits: readonly Edit[];
  /** Arguments behind the parameters, `, {}`. */
  readonly behind: string;
}

interface ShortForm {
  readonly call: ts.CallExpression;
  readonly parameters: readonly ts.ParameterDeclaration[];
  readonly isAsync: boolean;
}

/**
 * Where a function of this file only adds parameters of its own to those of the site and hands them on, the call that
 * the site's call stands for. Undefined where it does more, or where its names and values could be others at the site.
 */
export function unfoldCall(shape: CallShape, tree: ts.SourceFile): Unfolded | undefined {
  const s = syntax();
  const { call, params } = shape;
  const object = params && unwrap(params);
  if (!call || !s.isCallExpression(call) || call.typeArguments || call.questionDotToken) return undefined;
  if (!object || !s.isObjectLiteralExpression(object) || !s.isIdentifier(call.expression)) return undefined;
  const form = shortForm(call.expression, tree);
  const [method, given] = form?.parameters ?? [];
  if (!form || !method || !given || form.parameters.length !== 2 || (form.isAsync && !shape.awaited)) return undefined;
  if (call.arguments.length !== 2 || call.arguments[0] !== shape.name || call.arguments[1] !== params) return undefined;
  const inner = [...form.call.arguments];
  const at = inner.findIndex((one) => isUseOf(one, method, tree));
  const built = inner.findIndex((one) => spreadsOnce(one, given, tree));
  const target = inner[built];
  const name = inner[at];
  if (!name || at < 0 || built < at || !target || !s.isObjectLiteralExpression(target)) return undefined;
  if (referencesOf(method, tree).length !== 1 || referencesOf(given, tree).length !== 1) return undefined;
  const added = [
    form.call.expression,
    ...inner.filter((_one, index) => index !== at && index !== built),
    ...valuesOf(target).filter((one) => !isUseOf(one, given, tree)),
  ];
  if (!added.every((one) => isPure(one) && meansTheSame(one, call, tree))) return undefined;
  const keepsOrder = valuesOf(object).every(isPure) || added.slice(1).every((one) => isStable(one, call, tree));
  if (!keepsOrder) return undefined;
  return {
    call: form.call,
    name,
    built: target,
    filled: { parameter: given, object },
    edits: argumentEdits(call, form.call, at, built, tree),
    behind: listed(inner.slice(built + 1), tree)
      .map((text) => `, ${text}`)
      .join(''),
  };
}

/** `const call = (method, params) => transport(…)`, also as a function with nothing but `return`. */
function shortForm(name: ts.Identifier, tree: ts.SourceFile): ShortForm | undefined {
  const s = syntax();
  const declaration = declarationOf(name, tree);
  if (!declaration || referencesOf(declaration, tree).some(isPut)) return undefined;
  const value =
    s.isVariableDeclaration(declaration) && declaration.initializer ? unwrap(declaration.initializer) : undefined;
  const found = s.isFunctionDeclaration(declaration) ? declaration : value;
  if (!found || !(s.isArrowFunction(found) || s.isFunctionDeclaration(found))) return undefined;
  if (
    found.asteriskToken ||
    !found.parameters.every(({ name: own, dotDotDotToken }) => s.isIdentifier(own) && !dotDotDotToken)
  )
    return undefined;
  const body = found.body && onlyExpression(found.body);
  const awaited = body && s.isAwaitExpression(body) ? unwrap(body.expression) : body;
  if (!awaited || !s.isCallExpression(awaited) || awaited.questionDotToken || awaited.typeArguments) return undefined;
  const isAsync = found.modifiers?.some(({ kind }) => kind === s.SyntaxKind.AsyncKeyword) === true;
  return { call: awaited, parameters: found.parameters, isAsync };
}

function onlyExpression(body: ts.ConciseBody): ts.Expression | undefined {
  const s = syntax();
  if (!s.isBlock(body)) return unwrap(body);
  const [only, ...more] = body.statements;
  const isReturn = only && more.length === 0 && s.isReturnStatement(only);
  return isReturn && only.expression ? unwrap(only.expression) : undefined;
}

function isUseOf(node: ts.Expression, parameter: ts.ParameterDeclaration, tree: ts.SourceFile): boolean {
  const s = syntax();
  return s.isIdentifier(node) && declarationOf(node, tree) === parameter;
}

/** `{ BOT_ID, ...params }` */
function spreadsOnce(node: ts.Expression, parameter: ts.ParameterDeclaration, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (!s.isObjectLiteralExpression(node)) return false;
  const spreads = node.properties.filter(s.isSpreadAssignment);
  const [spread] = spreads;
  return spreads.length === 1 && spread !== undefined && isUseOf(spread.expression, parameter, tree);
}

/** Anything but a plain property is one expression that is not pure. */
function valuesOf(object: ts.ObjectLiteralExpression): ts.Expression[] {
  const s = syntax();
  return object.properties.flatMap((one): ts.Expression[] => {
    if (s.isPropertyAssignment(one))
      return s.isComputedPropertyName(one.name) ? [one.name.expression] : [one.initializer];
    if (s.isShorthandPropertyAssignment(one)) return [one.name];
    return s.isSpreadAssignment(one) ? spreadValues(unwrap(one.expression)) : [];
  });
}

/** The values of `...(c ? { … } : {})` are evaluated in the order of the source too. */
function spreadValues(node: ts.Expression): ts.Expression[] {
  const s = syntax();
  if (s.isObjectLiteralExpression(node)) return valuesOf(node);
  if (s.isConditionalExpression(node))
    return [node.condition, ...spreadValues(node.whenTrue), ...spreadValues(node.whenFalse)];
  if (s.isParenthesizedExpression(node)) return spreadValues(node.expression);
  return s.isBinaryExpression(node) ? [node.left, ...spreadValues(node.right)] : [node];
}

/** Every name in it has the same declaration at the site. */
function meansTheSame(node: ts.Node, place: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (node.kind === s.SyntaxKind.ThisKeyword) return false;
  if (s.isIdentifier(node) && isNameReference(node)) {
    if (node.text === 'arguments') return false;
    return declarationNamed(node.text, node.parent, tree) === declarationNamed(node.text, place, tree);
  }
  return s.forEachChild(node, (child) => (meansTheSame(child, place, tree) ? undefined : true)) !== true;
}

function argumentEdits(
  site: ts.CallExpression,
  { expression, arguments: inner }: ts.CallExpression,
  at: number,
  built: number,
  tree: ts.SourceFile,
): Edit[] {
  const [method] = site.arguments;
  if (!method) return [];
  const start = method.getStart(tree);
  const between = tree.text.slice(site.expression.end, start);
  const before = listed(inner.slice(0, at), tree)
    .map((text) => `${text}, `)
    .join('');
  const middle = listed(inner.slice(at + 1, built), tree)
    .map((text) => `, ${text}`)
    .join('');
  const callee = tree.text.slice(expression.getStart(tree), expression.end);
  const edits = [
    {
      start: site.expression.getStart(tree),
      end: start,
      text: `${callee}${between}${before}`.replaceAll('\r\n', '\n'),
    },
  ];
  return middle === '' ? edits : [...edits, { start: method.end, end: method.end, text: middle }];
}

function listed(nodes: readonly ts.Expression[], tree: ts.SourceFile): string[] {
  return nodes.map((node) => tree.text.slice(node.getStart(tree), node.end).replaceAll('\r\n', '\n'));
}
