import { posix } from 'node:path';
import type { ts } from 'ts-morph';
import type { CallShape, Edit, Site, SourceText } from '../site';
import { declarationOf, functionAround, isNameTaken } from '../source/declarations';
import { literalValue } from '../source/literalValue';
import { textOf } from '../source/textOf';
import { unwrap } from '../source/unwrap';
import { syntax, treeOf } from '../sourceFile';
import { answerUses } from './answerUses';
import type { Imports } from './Imports';
import { importsOf } from './importEdit';
import { importingOf } from './importingOf';
import { DEFAULT_FACADE, type Facade, type RewriteContext } from './RewriteContext';
import { transportOf } from './seenTransport';

export interface Delegated {
  readonly edits: readonly Edit[];
  readonly imports: Imports;
  readonly from: string;
}

/**
 * The call through the facade instead of the team's transport: `imbot.call(…)` where the result itself is used or
 * nothing, `imbot.request(…)` where the envelope is. Undefined where the answer cannot be followed or its error is read
 * (the facade throws), where the transport adds parameters or may hold a portal of its own, and where arguments beside
 * method and parameters may choose the portal and the facade's source does not take them.
 */
export function delegateCall(site: Site, file: SourceText, context: RewriteContext): Delegated | undefined {
  const tree = treeOf(file);
  const { shape } = site;
  const facade = context.facade ?? DEFAULT_FACADE;
  if (!importingOf(tree, context)) return undefined;
  const isCall = shape?.place === 'argument' && site.kind === 'call' && !shape.choice && site.reasons.length === 0;
  const { call, outer } = shape ?? {};
  if (!shape || !isCall || !call || !outer || !syntax().isCallExpression(call)) return undefined;
  const transport = transportOf(shape, site.method, file, context);
  if (transport?.added.some(({ key }) => key !== 'CLIENT_ID') || transport?.isClosure) return undefined;
  // A method of something that was made for one portal or account: the one client of the process is not it.
  if (!facade.client.includes('{') && holdsPortal(call.expression, tree)) return undefined;
  const verb = verbOf(outer, tree);
  const client = clientOf(facade, shape, call, tree);
  const name = facade.name ?? /^[\w$]+/.exec(facade.client)?.[0];
  if (!verb || client === undefined || name === undefined) return undefined;
  const from = facadeModule(facade.from, tree);
  const isImported = importsOf(tree, from)?.names.get(name) === name;
  if (isNameTaken(name, tree) && !isImported) return undefined;
  const params = shape.params ? `, ${textOf(shape.params, tree)}` : '';
  // The type of the answer that was written at the call stays with it.
  const type = verb === 'request' ? answerType(call, tree) : '';
  const text = `${client}.${verb}${type}(${textOf(shape.name, tree)}${params})`;
  return {
    edits: [{ start: call.getStart(tree), end: call.end, text: text.replaceAll('\r\n', '\n') }],
    imports: new Map([[name, name]]),
    from,
  };
}

function verbOf(outer: ts.Expression, tree: ts.SourceFile): 'call' | 'request' | undefined {
  const uses = answerUses(outer, tree);
  if (uses.escapes.length > 0 || uses.harmless.some(readsError)) return undefined;
  const direct = [...uses.results].every(
    (node) => /(?:\.result|\['result'\])$/.test(node.getText()) && !/getData|\.data/.test(node.getText()),
  );
  if (!direct || (uses.bare.length > 0 && uses.results.length > 0)) return undefined;
  return uses.results.length + uses.bindings.length > 0 ? 'request' : 'call';
}

/** The facade throws where the transport answered an error: code that reads it would not see it any more. */
function readsError(use: ts.Node): boolean {
  const s = syntax();
  const name = s.isPropertyAccessExpression(use)
    ? use.name
    : s.isBindingElement(use)
      ? (use.propertyName ?? use.name)
      : use;
  return s.isIdentifier(name) && name !== use && /error|success|status|^ok$/i.test(name.text);
}

function clientOf(
  { client }: Facade,
  shape: CallShape,
  call: ts.CallExpression,
  tree: ts.SourceFile,
): string | undefined {
  const others = call.arguments.filter(
    (_one, index) => index !== shape.argument && call.arguments[index] !== shape.params,
  );
  if (!client.includes('{')) return others.length === 0 ? client : undefined;
  let known = true;
  const text = client.replace(/\{(\d+)\}/g, (_match, index: string) => {
    const argument = call.arguments[Number(index)];
    known &&= argument !== undefined;
    return argument ? textOf(argument, tree) : '';
  });
  return known ? text : undefined;
}

/**
 * May the receiver of a call hold a portal of its own: is it handed in, is it made from something that is known only when
 * the code runs, or is it `this` of a class that is made with something? A module's constant that is made of nothing is
 * the same for everybody.
 */
function holdsPortal(callee: ts.Expression, tree: ts.SourceFile): boolean {
  const s = syntax();
  let root = unwrap(callee);
  while (s.isPropertyAccessExpression(root) || s.isElementAccessExpression(root) || s.isCallExpression(root)) {
    if (s.isCallExpression(root) && root.arguments.length > 0) return true;
    root = unwrap(root.expression);
  }
  if (root.kind === s.SyntaxKind.ThisKeyword || root.kind === s.SyntaxKind.SuperKeyword) return isMadeWith(root);
  if (!s.isIdentifier(root)) return true;
  const declaration = declarationOf(root, tree);
  // A name of the language or of another script, such as BX24.
  if (!declaration) return false;
  if (s.isImportSpecifier(declaration) || s.isImportClause(declaration) || s.isNamespaceImport(declaration))
    return false;
  if (s.isFunctionDeclaration(declaration) || s.isClassDeclaration(declaration)) return false;
  if (s.isVariableDeclaration(declaration)) {
    const { initializer } = declaration;
    const isModules = s.isSourceFile(functionAround(declaration));
    return !isModules || (initializer !== undefined && isMadeOf(unwrap(initializer)));
  }
  if (s.isBindingElement(declaration)) return !s.isSourceFile(functionAround(declaration));
  // The function itself is handed in: what it holds, nobody sees here.
  return root !== unwrap(callee);
}

/** `new Client(config)`, `makeClient({ domain })`, awaited or not; `require('…')` is a module. */
function isMadeOf(node: ts.Expression): boolean {
  const s = syntax();
  if (s.isAwaitExpression(node)) return isMadeOf(unwrap(node.expression));
  if (!s.isCallExpression(node) && !s.isNewExpression(node)) return false;
  if (s.isIdentifier(node.expression) && node.expression.text === 'require') return false;
  return (node.arguments ?? []).some((given) => literalValue(unwrap(given)) === undefined);
}

/** Has the class around a constructor with parameters, its own or perhaps that of a base class? */
function isMadeWith(node: ts.Node): boolean {
  const s = syntax();
  let at: ts.Node | undefined = node.parent;
  while (at && !s.isClassLike(at)) at = at.parent;
  if (!at || !s.isClassLike(at)) return true;
  const made = at.members.find((member) => s.isConstructorDeclaration(member));
  if (made && s.isConstructorDeclaration(made)) return made.parameters.length > 0;
  return (at.heritageClauses ?? []).some(({ token }) => token === s.SyntaxKind.ExtendsKeyword);
}

/** `<number>` of `rest<object, number>(…)`: the last type argument is that of the answer. */
function answerType(call: ts.CallExpression, tree: ts.SourceFile): string {
  const last = call.typeArguments?.at(-1);
  return last ? `<${textOf(last, tree)}>` : '';
}

/** The facade's module as a file imports it. */
export function moduleFor(from: string, file: string): string {
  if (!from.startsWith('.')) return from;
  const path = posix.relative(posix.dirname(file), posix.normalize(from));
  return path.startsWith('.') ? path : `./${path}`;
}

/** The same with the ending that the file writes at its own neighbours: `'../log.js'`, `'../log.ts'`, or none. */
export function facadeModule(from: string, tree: ts.SourceFile): string {
  const path = moduleFor(from, tree.fileName);
  if (!path.startsWith('.') || /\.[mc]?[jt]s$/.test(path)) return path;
  return path + endingOf(tree);
}

function endingOf(tree: ts.SourceFile): string {
  const relative = [...tree.text.matchAll(/(?:from|import|require\()\s*['"]\.{1,2}\/[^'"]*?(\.[mc]?[jt]sx?)?['"]/g)];
  const ending = relative.map((match) => match[1] ?? '').find((one) => one !== '');
  if (ending !== undefined) return /^\.[jt]sx$/.test(ending) ? ending.slice(0, 3) : ending.replace(/^\.[mc]/, '.');
  // Node resolves nothing by itself in a module; a bundler or CommonJS does.
  return relative.length === 0 && /\.mjs$/.test(tree.fileName) ? '.js' : '';
}
