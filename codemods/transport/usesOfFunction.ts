import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { addTo } from '../source/addTo';
import { attached } from '../source/attached';
import { callsIn } from '../source/callsIn';
import { functionAround } from '../source/declarations';
import { propertyKey } from '../source/literalValue';
import { outermost } from '../source/outermost';
import { unwrap } from '../source/unwrap';
import type { ReadingEngine } from './types';
import { importersOf } from './values/parameters';
import { alternatives } from './values/Value';

/** A call, and the expression in it that may be a function of that name. */
interface Use {
  readonly call: ts.CallExpression;
  readonly what: ts.Expression;
}

/**
 * Calls that get what a function gives: by the name that it has in an object or a class (`texts.hello(dialog)`), by a key that
 * is chosen when the code runs (`texts[kind](dialog)`), and those that it is handed to (`list.map(hello)`).
 */
export function usesOfFunction(
  fn: ts.SignatureDeclaration,
  tree: ts.SourceFile,
  engine: ReadingEngine,
): ts.CallExpression[] {
  const name = nameOf(fn);
  if (name === undefined) return [];
  const files = [tree, ...importersOf(tree, ({ text }) => text.includes(name) || CHOSEN.test(text), engine)];
  return files.flatMap((file) => {
    const uses = usesIn(file);
    return [...(uses.get(name) ?? []), ...(uses.get(ANY) ?? [])].flatMap(({ call, what }) =>
      isOf(fn, what, file, engine) ? [call] : [],
    );
  });
}

function nameOf(fn: ts.SignatureDeclaration): string | undefined {
  const s = syntax();
  if (s.isFunctionDeclaration(fn)) return fn.name?.text;
  if (s.isMethodDeclaration(fn)) return keyOf(fn.name);
  const { parent } = outermost(fn);
  if (s.isPropertyAssignment(parent) || s.isPropertyDeclaration(parent)) return keyOf(parent.name);
  if (s.isVariableDeclaration(parent)) return s.isIdentifier(parent.name) ? parent.name.text : undefined;
  return s.isBinaryExpression(parent) && s.isPropertyAccessExpression(parent.left) ? parent.left.name.text : undefined;
}

function keyOf(name: ts.PropertyName): string | undefined {
  return syntax().isPrivateIdentifier(name) ? name.text : propertyKey(name);
}

/** `texts[kind](…)` */
const CHOSEN = /\]\s*(?:\?\.\s*)?\(/;
const ANY = '*';

const found = attached<ts.SourceFile, ReadonlyMap<string, readonly Use[]>>();

/** By name: a file of many builders is asked for each. */
function usesIn(tree: ts.SourceFile): ReadonlyMap<string, readonly Use[]> {
  const known = found.get(tree);
  if (known) return known;
  const s = syntax();
  const uses = new Map<string, Use[]>();
  for (const call of callsIn(tree)) {
    if (!s.isCallExpression(call)) continue;
    const callee = unwrap(call.expression);
    const handed = call.arguments.map((one) => unwrap(one)).filter((one) => s.isIdentifier(one) || isAccess(one));
    for (const what of isAccess(callee) ? [callee, ...handed] : handed) addTo(uses, lastName(what), { call, what });
  }
  found.set(tree, uses);
  return uses;
}

function isAccess(node: ts.Expression): boolean {
  const s = syntax();
  return s.isPropertyAccessExpression(node) || s.isElementAccessExpression(node);
}

function lastName(node: ts.Expression): string {
  const s = syntax();
  if (s.isIdentifier(node)) return node.text;
  if (s.isPropertyAccessExpression(node)) return node.name.text;
  if (!s.isElementAccessExpression(node)) return ANY;
  const key = unwrap(node.argumentExpression);
  return s.isStringLiteralLike(key) ? key.text : ANY;
}

function isOf(fn: ts.Node, what: ts.Expression, tree: ts.SourceFile, engine: ReadingEngine): boolean {
  const value = engine.evaluate(what, engine.openFrame(functionAround(what), tree));
  return alternatives(value).some((one) => one.kind === 'function' && one.node === fn);
}
