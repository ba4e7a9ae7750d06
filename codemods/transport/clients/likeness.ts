import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../../files/sourceFile';
import { addTo } from '../../source/addTo';
import { attached } from '../../source/attached';
import { classAround } from '../../source/classAround';
import { declarationOf } from '../../source/declarations';
import { propertyKey } from '../../source/literalValue';
import { nodesIn } from '../../source/nodesIn';
import { unwrap } from '../../source/unwrap';
import { isForeign } from '../isForeign';
import type { FunctionNode, FunctionValue, MadeValue, ReadingEngine, Value } from '../types';
import { originOf } from '../values/marks';
import { holds, isName, isParam } from '../values/Value';
import { callMade, client } from './clients';

const FETCHES = /^(?:fetch\w*|\w+Fetch)$/;
const VERBS = /^(?:post|get|put|patch|request)$/;

/**
 * A client that nobody was seen to make, known by how it is called: an injected fetch by its name, an instance of axios by
 * its verb. What it answers shows whether that is so: only `.json()` or `.data` of it is an envelope.
 */
export function likeness(
  given: readonly Value[],
  node: ts.Node,
  receiver: Value | undefined,
  engine: ReadingEngine,
): Value | undefined {
  const s = syntax();
  if (!engine.isGenerous || engine.asked || !s.isCallExpression(node)) return undefined;
  if (!given.some((one) => holds(one, (inner) => isName(inner) || isParam(inner)))) return undefined;
  const callee = unwrap(node.expression);
  const name = s.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!s.isIdentifier(name)) return undefined;
  if (FETCHES.test(name.text)) return client('global', ['fetch'], given, node, engine);
  if (!s.isPropertyAccessExpression(callee)) return undefined;
  const type = typeOf(unwrap(callee.expression), node);
  const isOpen = !type || type.kind === s.SyntaxKind.AnyKeyword;
  const own = isOpen && !isForeign(receiver, engine) ? onlyMethod(name.text, node, engine) : undefined;
  if (own) return engine.invoke(own, given, node, own.self);
  if (!VERBS.test(name.text) || !mayBeClient(type)) return undefined;
  const instance: MadeValue = { kind: 'made', what: 'axios', from: [], held: [] };
  const origin = receiver && originOf(receiver, engine.marks);
  if (origin) engine.marks?.origins.set(instance, origin);
  return callMade(instance, [name.text], given, node, engine);
}

const MOST = 12;

/** The one method of this name that there is: in the file, else in those that it imports, else in the given files. */
function onlyMethod(name: string, node: ts.Node, engine: ReadingEngine): FunctionValue | undefined {
  const tree = node.getSourceFile();
  const own = methodsIn(tree, name);
  const near = own.length > 0 ? own : imported(tree, engine).flatMap((one) => methodsIn(one, name));
  const all = near.length > 0 ? near : named(name, engine).flatMap((one) => methodsIn(one, name));
  const [only] = all;
  if (all.length !== 1 || !only || engine.stack.some((step) => step.node === only)) return undefined;
  const frame = engine.openFrame(only, only.getSourceFile());
  return {
    kind: 'function',
    node: only,
    around: frame.outer ?? frame,
    ...(frame.self ? { self: frame.self } : {}),
    ...(isWrapped(only, name) ? { isWrapped: true } : {}),
  };
}

/** `call: wrapCall(async (…) => …, …)`, `Client.prototype.call = wrapCall(Client.prototype.call, …)` */
function isWrapped(node: FunctionNode, name: string): boolean {
  const s = syntax();
  const { parent } = node;
  if (s.isCallExpression(parent)) return isWrap(parent);
  const behind = new RegExp(`(?:\\.${name}|\\[['"]${name}['"]\\]) = wrapCall\\w*\\(`.replaceAll('$', '\\$&'));
  return behind.test(node.getSourceFile().text);
}

function isWrap({ expression }: ts.CallExpression): boolean {
  return syntax().isIdentifier(expression) && /^wrapCall/.test(expression.text);
}

function imported(tree: ts.SourceFile, engine: ReadingEngine): ts.SourceFile[] {
  const found = new Map<string, ts.SourceFile>();
  for (const [, specifier = ''] of tree.text.matchAll(/(?:\bfrom|\brequire\s*\()\s*['"]([^'"\n]+)['"]/g)) {
    const file = engine.reach.resolve?.(specifier, tree.fileName);
    if (file) found.set(file.path, treeOf(file));
  }
  return [...found.values()];
}

function named(name: string, { reach }: ReadingEngine): ts.SourceFile[] {
  const files = reach.named?.(name) ?? [];
  return files.length > MOST ? [] : files.map((file) => treeOf(file));
}

/** Methods of classes and of objects, and what is put on prototypes. */
function methodsIn(tree: ts.SourceFile, name: string): FunctionNode[] {
  return tree.text.includes(name) ? (methodsOf(tree).get(name) ?? []) : [];
}

const methods = attached<ts.SourceFile, ReadonlyMap<string, FunctionNode[]>>();

function methodsOf(tree: ts.SourceFile): ReadonlyMap<string, FunctionNode[]> {
  const known = methods.get(tree);
  if (known) return known;
  const s = syntax();
  const found = new Map<string, FunctionNode[]>();
  const add = (name: string | undefined, node: FunctionNode) => {
    if (name !== undefined) addTo(found, name, node);
  };
  for (const node of nodesIn(tree)) {
    if (s.isMethodDeclaration(node) && node.body) add(propertyKey(node.name), node);
    else if (s.isPropertyDeclaration(node) || s.isPropertyAssignment(node)) {
      const given = node.initializer && unwrap(node.initializer);
      const value = given && s.isCallExpression(given) && isWrap(given) ? given.arguments[0] : given;
      if (value && (s.isArrowFunction(value) || s.isFunctionExpression(value))) add(propertyKey(node.name), value);
    } else if (s.isBinaryExpression(node) && /\.prototype\.[\w$]+$/.test(node.left.getText(tree))) {
      const value = unwrap(node.right);
      if (s.isFunctionExpression(value)) add(/[\w$]+$/.exec(node.left.getText(tree))?.[0], value);
    }
  }
  methods.set(tree, found);
  return found;
}

/** A type of somebody's own says that it is something of somebody's own. */
function mayBeClient(type: ts.TypeNode | undefined): boolean {
  if (!type || type.kind === syntax().SyntaxKind.AnyKeyword) return true;
  return /^(?:Axios|Http)\w*$/.test(type.getText());
}

function typeOf(receiver: ts.Expression, node: ts.Node): ts.TypeNode | undefined {
  const s = syntax();
  if (s.isIdentifier(receiver)) {
    const declaration = declarationOf(receiver, node.getSourceFile());
    return declaration && (s.isParameter(declaration) || s.isVariableDeclaration(declaration))
      ? declaration.type
      : undefined;
  }
  if (!s.isPropertyAccessExpression(receiver) || receiver.expression.kind !== s.SyntaxKind.ThisKeyword)
    return undefined;
  const wanted = receiver.name.text;
  for (const member of classAround(node)?.members ?? []) {
    if (s.isPropertyDeclaration(member) && propertyKey(member.name) === wanted) return member.type;
    if (!s.isConstructorDeclaration(member)) continue;
    const own = member.parameters.find(({ name }) => s.isIdentifier(name) && name.text === wanted);
    if (own && s.isParameterPropertyDeclaration(own, member)) return own.type;
  }
  return undefined;
}
