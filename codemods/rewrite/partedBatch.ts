import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf, referencesOf } from '../source/declarations';
import { unwrap } from '../source/unwrap';
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
  const gets = new Set<ts.Node>([begun.call]);
  for (const use of referencesOf(declaration, tree)) {
    const again = begunAgain(use);
    if (again && declarationOf(again.map, tree) === owner) gets.add(again.call);
    else if (!isGathering(use) && !isLogged(use) && !isPutInto(use, owner, tree)) return undefined;
  }
  const { own, others } = roundOf(declaration, owner, tree);
  if (!others.every((use) => isOver(use, owner))) return undefined;
  let sent: PartedBatch['sent'] | undefined;
  for (const use of own) {
    const access = use.parent;
    if (!s.isPropertyAccessExpression(access) || access.expression !== use) return undefined;
    const name = access.name.text;
    const call = s.isCallExpression(access.parent) ? access.parent : undefined;
    if (name === 'size' || name === 'has' || name === 'clear') continue;
    if (name === 'get' && gets.has(access.parent)) continue;
    if (name === 'set' && isSetOf(access, declaration, tree)) continue;
    if (call && isLogged(call)) continue;
    const each = name === 'values' && call ? eachOf(call) : undefined;
    if (!each || sent) return undefined;
    sent = each;
  }
  return sent && { node: begun.empty, parts: owner, sent };
}

/**
 * A map that is emptied by a statement beside its declaration is used in rounds: the uses of the round that a variable
 * stands in, and all others.
 */
function roundOf(
  { pos }: ts.VariableDeclaration,
  owner: ts.VariableDeclaration,
  tree: ts.SourceFile,
): { own: ts.Identifier[]; others: ts.Identifier[] } {
  const uses = referencesOf(owner, tree);
  const ends = uses.filter((use) => isEmptied(use, owner)).map((use) => use.pos);
  const from = Math.max(owner.pos, ...ends.filter((end) => end < pos));
  const to = Math.min(tree.end, ...ends.filter((end) => end > pos));
  const isOwn = (use: ts.Identifier): boolean => from < use.pos && use.pos < to;
  return { own: uses.filter(isOwn), others: uses.filter((use) => !isOwn(use)) };
}

/** `parts.clear();` in the block in which the map was made. */
function isEmptied(use: ts.Identifier, owner: ts.VariableDeclaration): boolean {
  const s = syntax();
  const access = use.parent;
  if (!s.isPropertyAccessExpression(access) || access.name.text !== 'clear') return false;
  const statement = access.parent.parent;
  return s.isExpressionStatement(statement) && statement.parent === owner.parent.parent.parent;
}

const AT_ONCE = /^(?:forEach|map|flatMap|filter|reduce|some|every|find)$/;

/** What is done with the map in another round is over before this one begins, or begins after it: nothing waits, nobody keeps the map. */
function isOver(use: ts.Identifier, owner: ts.VariableDeclaration): boolean {
  const s = syntax();
  const access = use.parent;
  if (!s.isPropertyAccessExpression(access) || access.expression !== use || !s.isCallExpression(access.parent))
    return s.isPropertyAccessExpression(access) && access.name.text === 'size';
  const { name } = access;
  if (!/^(?:has|get|set|clear|delete)$/.test(name.text) && !(name.text === 'values' && eachOf(access.parent)))
    return isLogged(access.parent);
  for (let at: ts.Node = use; at !== owner.parent.parent.parent; at = at.parent) {
    if (s.isSourceFile(at)) return false;
    if (s.isFunctionLike(at) && !isCalledAtOnce(at)) return false;
  }
  return true;
}

/** A function that a list calls while it is asked, and that waits for nothing. */
function isCalledAtOnce(node: ts.SignatureDeclaration): boolean {
  const s = syntax();
  if (!s.isArrowFunction(node) && !s.isFunctionExpression(node)) return false;
  if (node.asteriskToken || node.modifiers?.length) return false;
  const { parent } = node;
  if (!s.isCallExpression(parent) || parent.arguments[0] !== node) return false;
  return s.isPropertyAccessExpression(parent.expression) && AT_ONCE.test(parent.expression.name.text);
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

/** `commands = parts.get(next) ?? {}` */
function begunAgain(use: ts.Identifier): Begun | undefined {
  const s = syntax();
  const { parent } = use;
  const isSet = s.isBinaryExpression(parent) && parent.operatorToken.kind === s.SyntaxKind.EqualsToken;
  return isSet && parent.left === use ? begunAs(unwrap(parent.right)) : undefined;
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
