import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../../files/sourceFile';
import type { SourceText } from '../../plan/site';
import { attached } from '../../source/attached';
import { callsByName } from '../../source/callsByName';
import { byPlace, type CallOrNew } from '../../source/callsIn';
import { declarationOf, functionAround, referencesOf } from '../../source/declarations';
import { unwrap } from '../../source/unwrap';
import { apartOf, lookedUp } from '../apartOf';
import { mayCall } from '../mayCall';
import type { Frame, ReadingEngine, Value } from '../types';
import { askFor } from './askFor';
import { elementOf } from './elements';
import { injected } from './injected';
import { joined, UNKNOWN } from './Value';

/** What a parameter may be where nobody was seen to call its function: by its default, its type, or its callers. */
export function openParameter(
  declaration: ts.ParameterDeclaration,
  at: number,
  frame: Frame,
  engine: ReadingEngine,
): Value {
  const first = declaration.initializer ? engine.evaluate(declaration.initializer, frame) : undefined;
  const own = injected(declaration, frame, engine);
  if (own) return own;
  const typed = declaration.type ? engine.typed(declaration.type, frame) : UNKNOWN;
  if (typed.kind !== 'unknown') return typed;
  if (engine.asked && !engine.asked.has(declaration)) return first ? joined(first, UNTOLD) : UNTOLD;
  const handed = callersOf(declaration.parent, frame, engine).map((call) => {
    const argument = call.arguments?.[at];
    if (argument && engine.asked) askFor(argument, engine.asked);
    const there = engine.openFrame(functionAround(call), call.getSourceFile());
    return argument ? engine.evaluate(argument, there) : undefined;
  });
  const known = handed.filter((one) => one !== undefined);
  if (known.length > 0) return joined(...(first ? [first] : []), ...known);
  return first ?? itemGiven(declaration, at, frame, engine) ?? UNKNOWN;
}

/** What a caller hands over where callers are not asked. */
const UNTOLD: Value = { kind: 'unknown', from: [], isReplaced: true, isForeign: true };

/** `NAMES.forEach((name) => …)` in the file itself: an item of the list. */
function itemGiven(
  declaration: ts.ParameterDeclaration,
  at: number,
  { tree }: Frame,
  engine: ReadingEngine,
): Value | undefined {
  const s = syntax();
  const { parent: call } = declaration.parent;
  if (at !== 0 || !s.isCallExpression(call) || call.arguments[0] !== declaration.parent) return undefined;
  const { expression } = call;
  if (!s.isPropertyAccessExpression(expression) || !/^(?:forEach|map|flatMap)$/.test(expression.name.text))
    return undefined;
  if (!s.isSourceFile(functionAround(call))) return undefined;
  const list = engine.evaluate(expression.expression, engine.openFrame(tree, tree));
  return list.kind === 'list' ? elementOf(list) : undefined;
}

/** Calls of a function by its name: in its file, and in the given files that import it. The same for all readings of a run. */
export function callersOf(
  node: ts.SignatureDeclaration,
  frame: Pick<Frame, 'tree'>,
  engine: ReadingEngine,
): readonly CallOrNew[] {
  const run: object = engine.reach.importers ?? engine.reach;
  const known = byFunction.get(node) ?? new WeakMap<object, readonly CallOrNew[] | 'asking'>();
  byFunction.set(node, known);
  const before = known.get(run);
  // What a callee means may depend on who calls: whoever asks again meanwhile is not told for good.
  if (before === 'asking') {
    unsettled.add(node);
    return [];
  }
  if (before) return before;
  known.set(run, 'asking');
  let found: readonly CallOrNew[] | undefined;
  try {
    found = lookForCallers(node, frame, engine);
    return found;
  } finally {
    unsettled.delete(node);
    if (found && unsettled.size === 0) known.set(run, found);
    else known.delete(run);
  }
}

const byFunction = attached<ts.Node, WeakMap<object, readonly CallOrNew[] | 'asking'>>();
/** Functions that were asked of while their callers were looked for. */
const unsettled = new Set<ts.Node>();

function lookForCallers(
  node: ts.SignatureDeclaration,
  frame: Pick<Frame, 'tree'>,
  engine: ReadingEngine,
): readonly CallOrNew[] {
  const s = syntax();
  const owner = s.isConstructorDeclaration(node) ? node.parent : node;
  const { name, isMethod } = nameOf(owner);
  if (!name) return [];
  if (isMethod) return callsOfMethod(name.text, frame.tree);
  const declaration = declarationOf(name, frame.tree);
  if (!declaration) return [];
  const own = referencesOf(declaration, frame.tree).flatMap((use) => callBy(use) ?? []);
  return [...own, ...callersElsewhere(name, frame, engine)];
}

function nameOf(node: ts.Node): { name?: ts.Identifier; isMethod?: boolean } {
  const s = syntax();
  if ((s.isFunctionDeclaration(node) || s.isClassDeclaration(node)) && node.name) return { name: node.name };
  if (s.isMethodDeclaration(node) && s.isIdentifier(node.name)) return { name: node.name, isMethod: true };
  let at: ts.Node = node.parent;
  while (s.isParenthesizedExpression(at) || s.isCallExpression(at)) at = at.parent;
  return s.isVariableDeclaration(at) && s.isIdentifier(at.name) ? { name: at.name } : {};
}

function callBy(use: ts.Identifier): CallOrNew | undefined {
  const s = syntax();
  const { parent } = use;
  if (!s.isCallExpression(parent) && !s.isNewExpression(parent)) return undefined;
  return parent.expression === use ? parent : undefined;
}

/** `this.name(…)` in the same file. */
function callsOfMethod(name: string, tree: ts.SourceFile): CallOrNew[] {
  const s = syntax();
  return (callsByName(tree).get(name) ?? []).filter(
    ({ kind, expression }) =>
      kind === s.SyntaxKind.CallExpression &&
      s.isPropertyAccessExpression(expression) &&
      expression.expression.kind === s.SyntaxKind.ThisKeyword,
  );
}

function callersElsewhere(name: ts.Identifier, { tree }: Pick<Frame, 'tree'>, engine: ReadingEngine): CallOrNew[] {
  return importersOf(tree, (file) => mayCall(file, name.text), engine).flatMap((other) =>
    mayMean(name.text, other).filter((call) => means(unwrap(call.expression), name, engine)),
  );
}

/** Files that import one, also by those that hand on what it exports, and whose text may hold what is looked for. */
export function importersOf(
  tree: ts.SourceFile,
  mayHold: (file: SourceText) => boolean,
  { reach }: ReadingEngine,
): ts.SourceFile[] {
  const found: ts.SourceFile[] = [];
  const seen = new Set<string>();
  const open = [tree.fileName];
  for (let at = open.pop(); at !== undefined && found.length < MOST; at = open.pop()) {
    for (const file of reach.importers?.(at) ?? []) {
      if (seen.has(file.path)) continue;
      seen.add(file.path);
      // Most files that import something need not be parsed for it.
      if (mayHold(file)) found.push(treeOf(file));
      if (handsOn(file)) open.push(file.path);
    }
  }
  return found;
}

const MOST = 200;

const handing = attached<SourceText, boolean>();

function handsOn(file: SourceText): boolean {
  const known = handing.get(file);
  if (known !== undefined) return known;
  const does = HANDS_ON.test(file.text);
  handing.set(file, does);
  return does;
}

const HANDS_ON = /\bexport\s*(?:type\s*)?[{*]/;

/** Calls by the name itself, or by one that an import gives it: the value decides. */
function mayMean(name: string, tree: ts.SourceFile): readonly CallOrNew[] {
  const s = syntax();
  const all = callsByName(tree);
  const others = tree.statements.flatMap((one) => {
    const clause = s.isImportDeclaration(one) ? one.importClause : undefined;
    const bindings = clause?.namedBindings;
    const named = bindings && s.isNamedImports(bindings) ? bindings.elements.map((element) => element.name.text) : [];
    return clause?.name ? [clause.name.text, ...named] : named;
  });
  const found = new Set([name, ...others].flatMap((one) => all.get(one) ?? []));
  return [...found].sort(byPlace);
}

/** An engine that knows of no site tells: what its callees mean does not depend on who asks. */
function means(callee: ts.Expression, name: ts.Identifier, engine: ReadingEngine): boolean {
  const value = lookedUp(callee, apartOf(engine));
  if (value.kind !== 'function' && value.kind !== 'class') return false;
  const { node } = value;
  return [name.parent, unwrapped(name.parent)].some((one) => one && isSame(one, node));
}

/** The same place, of whichever reading of its file: each file that is rewritten has one of its own. */
function isSame(a: ts.Node, b: ts.Node): boolean {
  if (a === b) return true;
  return a.kind === b.kind && a.pos === b.pos && a.getSourceFile().fileName === b.getSourceFile().fileName;
}

function unwrapped(node: ts.Node): ts.Node | undefined {
  const s = syntax();
  return s.isVariableDeclaration(node) && node.initializer ? unwrap(node.initializer) : undefined;
}
