import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

export type Called = ts.CallExpression | ts.NewExpression;

/**
 * `known`: all types are read, so the compiler's word counts. `untyped`: the called function has none. `unknown`: a type comes
 * from a module that is not among the given files; everything fits it here, and need not do so there.
 */
export type Trust = 'known' | 'untyped' | 'unknown';

/** Do the types tell: those of the called function, and those that are written around the places that change? */
export function trustOf(call: Called | undefined, places: readonly ts.Node[], checker: ts.TypeChecker): Trust {
  const s = syntax();
  const isRead = readerOf(checker);
  for (const place of places)
    for (let at = place; at && !s.isSourceFile(at); at = at.parent) {
      const type = writtenType(at);
      if (type && !isRead(type)) return 'unknown';
    }
  const declaration = call && checker.getResolvedSignature(call)?.declaration;
  if (declaration && !s.isJSDocSignature(declaration)) return isRead(declaration) ? 'known' : 'unknown';
  return call && isFromElsewhere(call.expression, checker) ? 'unknown' : 'untyped';
}

/** Imported by a path from a file that was not read. */
function isFromElsewhere(callee: ts.Expression, checker: ts.TypeChecker): boolean {
  const s = syntax();
  let root = callee;
  while (s.isPropertyAccessExpression(root) || s.isElementAccessExpression(root) || s.isCallExpression(root))
    root = root.expression;
  const symbol = checker.getSymbolAtLocation(root);
  if (!symbol || (symbol.flags & s.SymbolFlags.Alias) === 0) return false;
  let at: ts.Node | undefined = symbol.declarations?.[0];
  while (at && !s.isImportDeclaration(at)) at = at.parent;
  const isPath = at !== undefined && /^['"](?:[.#/~]|@\/)/.test(at.moduleSpecifier.getText());
  return isPath && checker.getAliasedSymbol(symbol).declarations === undefined;
}

/** `const x: T`, `(x: T)`, `(): T`, `as T`, `satisfies T`. */
function writtenType(node: ts.Node): ts.TypeNode | undefined {
  const s = syntax();
  const hasType =
    s.isVariableDeclaration(node) ||
    s.isParameter(node) ||
    s.isPropertyDeclaration(node) ||
    s.isFunctionLike(node) ||
    s.isAsExpression(node) ||
    s.isSatisfiesExpression(node) ||
    s.isTypeAssertionExpression(node);
  return hasType ? node.type : undefined;
}

/** Types of the platforms, which say nothing of names, parameters and answers of the portal. */
const PLATFORM =
  /^(?:Response|Request\w*|Headers\w*|BodyInit|URL|URLSearchParams|FormData|Blob|File|Buffer|Abort\w+|Date|RegExp|WeakMap|Console|HTML\w+|Window|Event|ArrayBuffer|Uint8Array|ReadableStream|NodeJS|Express|JSX|React|Intl)$/;

/** Tells whether every name that stands for a type within a node is declared in what was read. */
function readerOf(checker: ts.TypeChecker): (node: ts.Node) => boolean {
  const s = syntax();
  const seen = new Set<ts.Node>();
  const isRead = (node: ts.Node): boolean => {
    if (seen.has(node)) return true;
    seen.add(node);
    if (node.getSourceFile().isDeclarationFile) return true;
    if (s.isTypeReferenceNode(node) && !isNamed(node.typeName)) return false;
    if (s.isExpressionWithTypeArguments(node) && !isNamed(node.expression)) return false;
    if (s.isTypeQueryNode(node) && !isNamed(node.exprName)) return false;
    if (s.isImportTypeNode(node)) return false;
    return s.forEachChild(node, (child) => (isRead(child) ? undefined : true)) !== true;
  };
  const isNamed = (name: ts.Node): boolean => {
    let symbol = checker.getSymbolAtLocation(name);
    if (symbol && (symbol.flags & s.SymbolFlags.Alias) !== 0) symbol = checker.getAliasedSymbol(symbol);
    const declarations = symbol?.declarations ?? [];
    if (declarations.length === 0) return PLATFORM.test(name.getText().split('.')[0] ?? '');
    return declarations.every((one) => {
      if (s.isInterfaceDeclaration(one) || s.isTypeAliasDeclaration(one)) return isRead(one);
      return !s.isVariableDeclaration(one) || one.initializer === undefined || isRead(one);
    });
  };
  return isRead;
}
