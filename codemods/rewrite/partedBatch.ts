import type { ts } from 'ts-morph';
import { declarationOf, referencesOf } from '../source/declarations';
import { unwrap } from '../source/unwrap';
import { syntax } from '../sourceFile';
import { isLogged } from './isLogged';

/** Commands that are gathered in one object per part, and the parts in a map: each part is sent by the one call. */
export interface PartedBatch {
  /** The empty object that a part begins as. */
  readonly node: ts.ObjectLiteralExpression;
  /** The map of parts. */
  readonly parts: ts.VariableDeclaration;
  /** The variable that holds a part where it is sent. */
  readonly sent: ts.ParameterDeclaration | ts.VariableDeclaration;
}

/**
 * `const commands = parts.get(key) ?? {};` … `parts.set(key, commands);` … `parts.values()` handed to one call, part by part.
 * Undefined where anything else is done with the parts.
 */
export function partedBatch(
  declaration: ts.VariableDeclaration,
  isGathering: (use: ts.Identifier) => boolean,
  tree: ts.SourceFile,
): PartedBatch | undefined {
  const s = syntax();
  const begun = declaration.initializer && begunAs(unwrap(declaration.initializer));
  const owner = begun && declarationOf(begun.map, tree);
  if (!begun || !owner || !s.isVariableDeclaration(owner) || !isNewMap(owner)) return undefined;
  for (const use of referencesOf(declaration, tree)) {
    if (!isGathering(use) && !isLogged(use) && !isPutInto(use, owner, tree)) return undefined;
  }
  let sent: PartedBatch['sent'] | undefined;
  for (const use of referencesOf(owner, tree)) {
    const access = use.parent;
    if (!s.isPropertyAccessExpression(access) || access.expression !== use) return undefined;
    const name = access.name.text;
    if (name === 'size' || name === 'has') continue;
    if (name === 'get' && access.parent === begun.call) continue;
    if (name === 'set' && isSetOf(access, declaration, tree)) continue;
    const each = name === 'values' && s.isCallExpression(access.parent) ? eachOf(access.parent) : undefined;
    if (!each || sent) return undefined;
    sent = each;
  }
  return sent && { node: begun.empty, parts: owner, sent };
}

interface Begun {
  readonly map: ts.Identifier;
  readonly call: ts.CallExpression;
  readonly empty: ts.ObjectLiteralExpression;
}

/** `parts.get(key) ?? {}` */
function begunAs(node: ts.Expression): Begun | undefined {
  const s = syntax();
  if (!s.isBinaryExpression(node)) return undefined;
  const { BarBarToken, QuestionQuestionToken } = s.SyntaxKind;
  const { kind } = node.operatorToken;
  const call = unwrap(node.left);
  const empty = unwrap(node.right);
  if (kind !== BarBarToken && kind !== QuestionQuestionToken) return undefined;
  if (!s.isObjectLiteralExpression(empty) || empty.properties.length > 0 || !s.isCallExpression(call)) return undefined;
  const access = call.expression;
  if (!s.isPropertyAccessExpression(access) || access.name.text !== 'get' || !s.isIdentifier(access.expression))
    return undefined;
  return { map: access.expression, call, empty };
}

function isNewMap({ initializer, parent }: ts.VariableDeclaration): boolean {
  const s = syntax();
  const isConstant = s.isVariableDeclarationList(parent) && (parent.flags & s.NodeFlags.Const) !== 0;
  return (
    isConstant &&
    !!initializer &&
    s.isNewExpression(initializer) &&
    /^new Map(?:<[\s\S]*>)?\(\)$/.test(initializer.getText())
  );
}

function isPutInto(use: ts.Identifier, owner: ts.VariableDeclaration, tree: ts.SourceFile): boolean {
  const s = syntax();
  const call = use.parent;
  if (!s.isCallExpression(call) || call.arguments[1] !== use) return false;
  const { expression } = call;
  if (!s.isPropertyAccessExpression(expression) || expression.name.text !== 'set') return false;
  return s.isIdentifier(expression.expression) && declarationOf(expression.expression, tree) === owner;
}

function isSetOf(access: ts.PropertyAccessExpression, part: ts.VariableDeclaration, tree: ts.SourceFile): boolean {
  const s = syntax();
  const call = access.parent;
  const value = s.isCallExpression(call) ? call.arguments[1] : undefined;
  return value !== undefined && s.isIdentifier(value) && declarationOf(value, tree) === part;
}

/** `for (const part of parts.values())`, `[...parts.values()].map((part) => …)` */
function eachOf(values: ts.CallExpression): PartedBatch['sent'] | undefined {
  const s = syntax();
  const { parent } = values;
  if (s.isForOfStatement(parent) && parent.expression === values && s.isVariableDeclarationList(parent.initializer))
    return parent.initializer.declarations[0];
  const isSpread = s.isSpreadElement(parent) && s.isArrayLiteralExpression(parent.parent);
  const isFrom =
    s.isCallExpression(parent) && parent.expression.getText() === 'Array.from' && parent.arguments.length === 1;
  const list = isSpread ? parent.parent : isFrom ? parent : undefined;
  if (!list || (s.isArrayLiteralExpression(list) && list.elements.length > 1)) return undefined;
  const access = list.parent;
  const call = access?.parent;
  if (!access || !call || !s.isPropertyAccessExpression(access) || !/^(?:map|forEach)$/.test(access.name.text))
    return undefined;
  const [given] = s.isCallExpression(call) ? call.arguments : [];
  return given && (s.isArrowFunction(given) || s.isFunctionExpression(given)) ? given.parameters[0] : undefined;
}
