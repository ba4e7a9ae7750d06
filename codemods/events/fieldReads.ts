import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { attached } from '../source/attached';
import { declarationOf, referencesOf } from '../source/declarations';
import { unwrap } from '../source/unwrap';
import { boundKey, callsOf } from './traceBody';

/** A field of an event that code reads. */
export interface FieldRead {
  /** Under v1 `data`: `PARAMS.MESSAGE`; `*` stands for an id or a position. */
  readonly path: readonly string[];
  readonly node: ts.Node;
}

const OWNERS = /^(?:PARAMS|USER|BOT|COMMAND)$/;
const FLAT = /^data((?:\[[^\]]*\])+)$/;
const DEEPEST = 10;

/** Every field of an event that is read within a node: by members, patterns and flat keys, as far as names show it. */
export function fieldReads(within: ts.Node, tree: ts.SourceFile): readonly FieldRead[] {
  const before = known.get(within);
  if (before) return before;
  const found = readsIn(within, tree);
  known.set(within, found);
  return found;
}

/** Every event that a handler compares asks for its fields. */
const known = attached<ts.Node, readonly FieldRead[]>();

function readsIn(within: ts.Node, tree: ts.SourceFile): FieldRead[] {
  const s = syntax();
  const found: FieldRead[] = [];
  const visit = (node: ts.Node): void => {
    if (s.isStringLiteralLike(node)) {
      const keys = FLAT.exec(node.text)?.[1]?.slice(1, -1).split('][');
      if (keys && OWNERS.test(keys[0] ?? '') && keys.length > 1) found.push({ path: generalised(keys), node });
    } else if (s.isBindingElement(node) && s.isIdentifier(node.name)) {
      const path = pathOfElement(node, tree, 0);
      if (path && path.length > 1 && isReadWhole(node, path, tree)) found.push({ path, node });
    } else if (isMember(node) && !isOwner(node) && !isListMethod(node) && !isAsked(node)) {
      const path = pathOf(node, tree, 0);
      if (path && path.length > 1) found.push({ path, node });
    }
    s.forEachChild(node, visit);
  };
  visit(within);
  return found;
}

function isMember(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  const s = syntax();
  return s.isPropertyAccessExpression(node) || s.isElementAccessExpression(node);
}

/** Something of it is read in turn: then that is the field. */
function isOwner(given: ts.Expression): boolean {
  const s = syntax();
  let node = given;
  for (;;) {
    const { parent } = node;
    if (s.isParenthesizedExpression(parent) || s.isNonNullExpression(parent) || s.isAsExpression(parent)) node = parent;
    else if (s.isBinaryExpression(parent) && isDefault(parent) && parent.left === node) node = parent;
    else {
      if (isMember(parent) && parent.expression === node) return !isTextMethod(parent);
      if (s.isVariableDeclaration(parent) && parent.initializer === node) return true;
      return s.isForOfStatement(parent) || isListing(parent) || handsOn(parent, node);
    }
  }
}

/** `.trim()`, `.length`: what is read is the text itself. */
function isTextMethod(access: ts.PropertyAccessExpression | ts.ElementAccessExpression): boolean {
  const s = syntax();
  return (
    s.isPropertyAccessExpression(access) &&
    /^(?:trim|toLowerCase|toUpperCase|startsWith|endsWith|includes|replace\w*|split|match|slice|substring|length|toString|localeCompare|indexOf|test|normalize)$/.test(
      access.name.text,
    )
  );
}

/** `Object.values(FILES)`, `Object.keys(…)`. */
function isListing(node: ts.Node): boolean {
  const s = syntax();
  return s.isCallExpression(node) && /^Object\.(?:values|keys|entries)$|^Array\.from$/.test(node.expression.getText());
}

/** An argument of a function of this file, which is looked at itself. */
function handsOn(call: ts.Node, node: ts.Expression): boolean {
  const s = syntax();
  if (!s.isCallExpression(call) || call.expression === node || !s.isIdentifier(unwrap(call.expression))) return false;
  const callee = unwrap(call.expression);
  const declaration = s.isIdentifier(callee) ? declarationOf(callee, callee.getSourceFile()) : undefined;
  return declaration !== undefined && (s.isFunctionDeclaration(declaration) || s.isVariableDeclaration(declaration));
}

/** `.map((bot) => …)` of a list or a map of bots. */
function isListMethod(access: ts.PropertyAccessExpression | ts.ElementAccessExpression): boolean {
  const s = syntax();
  return (
    s.isPropertyAccessExpression(access) &&
    /^(?:map|forEach|find|some|every|filter|flatMap|length|reduce|keys|values|entries|at)$/.test(access.name.text)
  );
}

/** A field, or a part that somebody takes as a whole: of files, what is read of them counts. */
function isReadWhole(element: ts.BindingElement, path: readonly string[], tree: ts.SourceFile): boolean {
  if (!/^PARAMS\.(?:FILES|PARAMS)$/.test(path.join('.'))) return true;
  return referencesOf(element, tree).some((one) => !isOwner(one) && !isAsked(one));
}

/** Only whether it is there. */
function isAsked(node: ts.Node): boolean {
  const s = syntax();
  const { parent } = node;
  if (s.isIfStatement(parent) || s.isPrefixUnaryExpression(parent)) return true;
  if (s.isConditionalExpression(parent)) return parent.condition === node;
  return (
    s.isBinaryExpression(parent) &&
    parent.operatorToken.kind === s.SyntaxKind.AmpersandAmpersandToken &&
    parent.left === node
  );
}

function isDefault({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  const { SyntaxKind } = syntax();
  return kind === SyntaxKind.QuestionQuestionToken || kind === SyntaxKind.BarBarToken;
}

/** Where an expression stands under `data`; undefined where it is no part of an event, or nobody sees that it is. */
function pathOf(given: ts.Expression, tree: ts.SourceFile, depth: number): readonly string[] | undefined {
  const s = syntax();
  if (depth > DEEPEST) return undefined;
  const node = unwrap(given);
  if (s.isBinaryExpression(node) && isDefault(node)) return pathOf(node.left, tree, depth + 1);
  if (s.isAwaitExpression(node)) return pathOf(node.expression, tree, depth + 1);
  if (s.isIdentifier(node)) return pathOfName(node, tree, depth);
  if (s.isPropertyAccessExpression(node)) {
    const name = node.name.text;
    const owner = pathOf(node.expression, tree, depth + 1);
    if (owner) return [...owner, name];
    return OWNERS.test(name) ? [name] : undefined;
  }
  if (s.isElementAccessExpression(node)) {
    const key = s.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : '*';
    const owner = isListing(unwrap(node.expression))
      ? pathOf(node.expression, tree, depth + 1)?.slice(0, -1)
      : pathOf(node.expression, tree, depth + 1);
    if (owner) return [...owner, key];
    return OWNERS.test(key) ? [key] : undefined;
  }
  if (s.isCallExpression(node) && /^Object\.values$|^Array\.from$/.test(node.expression.getText())) {
    const [first] = node.arguments;
    const list = first && pathOf(first, tree, depth + 1);
    return list && [...list, '*'];
  }
  return undefined;
}

function pathOfName(node: ts.Identifier, tree: ts.SourceFile, depth: number): readonly string[] | undefined {
  const s = syntax();
  const declaration = declarationOf(node, tree);
  if (!declaration) return undefined;
  if (s.isBindingElement(declaration)) return pathOfElement(declaration, tree, depth + 1);
  if (s.isVariableDeclaration(declaration)) return pathOfSource(declaration, tree, depth + 1);
  return s.isParameter(declaration) ? pathOfParameter(declaration, tree, depth + 1) : undefined;
}

function pathOfSource(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration,
  tree: ts.SourceFile,
  depth: number,
): readonly string[] | undefined {
  const s = syntax();
  if (s.isParameter(declaration)) return pathOfParameter(declaration, tree, depth);
  const loop = declaration.parent.parent;
  if (s.isForOfStatement(loop)) return itemOf(loop.expression, tree, depth);
  return declaration.initializer ? pathOf(declaration.initializer, tree, depth) : undefined;
}

/** One entry of a list or a map. */
function itemOf(list: ts.Expression, tree: ts.SourceFile, depth: number): readonly string[] | undefined {
  const path = pathOf(list, tree, depth);
  return path && (path.at(-1) === '*' ? path : [...path, '*']);
}

/** `{ PARAMS: { MESSAGE } }`, `{ data: { USER } }`, `[file]`. */
function pathOfElement(element: ts.BindingElement, tree: ts.SourceFile, depth: number): readonly string[] | undefined {
  const s = syntax();
  if (depth > DEEPEST) return undefined;
  const pattern = element.parent;
  const around = pattern.parent;
  const owner = s.isBindingElement(around)
    ? pathOfElement(around, tree, depth + 1)
    : pathOfSource(around, tree, depth + 1);
  if (s.isArrayBindingPattern(pattern)) return owner && [...owner, '*'];
  const key = boundKey(element);
  if (owner) return [...owner, key];
  return OWNERS.test(key) ? [key] : undefined;
}

/** What a function of this file is called with, and what a list hands to its callback. */
function pathOfParameter(
  parameter: ts.ParameterDeclaration,
  tree: ts.SourceFile,
  depth: number,
): readonly string[] | undefined {
  const s = syntax();
  const owner = parameter.parent;
  const index = owner.parameters.indexOf(parameter);
  const call = owner.parent;
  if ((s.isArrowFunction(owner) || s.isFunctionExpression(owner)) && s.isCallExpression(call)) {
    const access = unwrap(call.expression);
    const isEach =
      s.isPropertyAccessExpression(access) && /^(?:forEach|map|find|some|every|filter|flatMap)$/.test(access.name.text);
    return isEach && index === 0 ? itemOf(access.expression, tree, depth) : undefined;
  }
  const given = callsOf(owner, tree)?.flatMap(({ arguments: all }) => all[index] ?? []) ?? [];
  const paths = given.map((one) => pathOf(one, tree, depth));
  return paths.find((path) => path !== undefined);
}

/** The ids of bots and commands in flat keys. */
function generalised(keys: readonly string[]): string[] {
  return keys.map((key, at) => (at === 1 && /^(?:BOT|COMMAND)$/.test(keys[0] ?? '') ? '*' : key));
}
