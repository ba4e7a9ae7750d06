import type { ts } from 'ts-morph';
import { declarationOf, functionAround, referencesOf } from '../source/declarations';
import { unwrap } from '../source/unwrap';
import { syntax, treeOf } from '../sourceFile';
import { injected } from './injected';
import { mayCall } from './mayCall';
import type { Frame, ReadingEngine, Value } from './types';
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
  const handed = callersOf(declaration.parent, frame, engine).map((call) => {
    const argument = call.arguments?.[at];
    const there = engine.openFrame(functionAround(call), call.getSourceFile());
    return argument ? engine.evaluate(argument, there) : undefined;
  });
  const known = handed.filter((one) => one !== undefined);
  if (known.length > 0) return joined(...(first ? [first] : []), ...known);
  return first ?? UNKNOWN;
}

type CallOrNew = ts.CallExpression | ts.NewExpression;

/** Calls of a function by its name: in its file, and in the given files that import it. */
export function callersOf(
  node: ts.SignatureDeclaration,
  frame: Pick<Frame, 'tree'>,
  engine: ReadingEngine,
): CallOrNew[] {
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
  const found: CallOrNew[] = [];
  const visit = (node: ts.Node): void => {
    if (s.isCallExpression(node) && s.isPropertyAccessExpression(node.expression)) {
      const { expression } = node;
      if (expression.name.text === name && expression.expression.kind === s.SyntaxKind.ThisKeyword) found.push(node);
    }
    s.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function callersElsewhere(name: ts.Identifier, frame: Pick<Frame, 'tree'>, engine: ReadingEngine): CallOrNew[] {
  const s = syntax();
  const { tree } = frame;
  return importersOf(tree, (text) => mayCall(text, name.text), engine).flatMap((other) => {
    const found: CallOrNew[] = [];
    const visit = (node: ts.Node): void => {
      if (s.isCallExpression(node) || s.isNewExpression(node)) {
        const callee = unwrap(node.expression);
        const last = s.isPropertyAccessExpression(callee) ? callee.name : callee;
        if (s.isIdentifier(last) && mayMean(last, name.text, other) && means(callee, name, node, engine))
          found.push(node);
      }
      s.forEachChild(node, visit);
    };
    visit(other);
    return found;
  });
}

/** Files that import one, also by those that hand on what it exports, and whose text may hold what is looked for. */
export function importersOf(
  tree: ts.SourceFile,
  mayHold: (text: string) => boolean,
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
      if (mayHold(file.text)) found.push(treeOf(file));
      if (HANDS_ON.test(file.text)) open.push(file.path);
    }
  }
  return found;
}

const MOST = 200;

const HANDS_ON = /\bexport\s*(?:type\s*)?[{*]/;

/** The name itself, or one that an import gives it: the value decides. */
function mayMean(callee: ts.Identifier, name: string, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (callee.text === name) return true;
  const declaration = declarationOf(callee, tree);
  return declaration !== undefined && (s.isImportSpecifier(declaration) || s.isImportClause(declaration));
}

function means(callee: ts.Expression, name: ts.Identifier, call: ts.Node, engine: ReadingEngine): boolean {
  const value = engine.evaluate(callee, engine.openFrame(functionAround(call), call.getSourceFile()));
  if (value.kind !== 'function' && value.kind !== 'class') return false;
  const { node } = value;
  return node === name.parent || unwrapped(name.parent) === node;
}

function unwrapped(node: ts.Node): ts.Node | undefined {
  const s = syntax();
  return s.isVariableDeclaration(node) && node.initializer ? unwrap(node.initializer) : undefined;
}
