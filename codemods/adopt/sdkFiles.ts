import { dirname } from 'node:path/posix';
import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../files/sourceFile';
import { referencesOf } from '../source/declarations';
import { nodesIn } from '../source/nodesIn';
import type { Reach, Trace } from '../transport/types';

export const SDK_MODULE = '@bitrix24/b24jssdk';
export const SDK_FACADE = 'imbot-compat/b24jssdk';

/** Specifiers of the SDK that the facade can stand in for: the package itself, from npm or a CDN, whatever its version. */
const SDK =
  /^(?:npm:|https:\/\/esm\.(?:sh|run)\/)?@bitrix24\/b24jssdk(?:@[\w.^~-]+)?(?:\/dist\/esm\/index\.m?js)?(?:\?.*)?$/;

/** The same from the facade, in the way of the file. */
export function facadeSpecifier(specifier: string): string | undefined {
  if (!SDK.test(specifier)) return undefined;
  const before = /^(?:npm:|https:\/\/esm\.(?:sh|run)\/)/.exec(specifier)?.[0] ?? '';
  return `${before}${SDK_FACADE}`;
}

/** The files from which the client of a call comes; undefined where that is not seen, `done` where it comes from the facade. */
export function sdkFiles(seen: Trace['sdk'], site: ts.SourceFile, reach: Reach): string[] | 'done' | undefined {
  if (seen.some(({ specifier }) => specifier.endsWith(SDK_FACADE))) return 'done';
  const direct = seen.filter(({ tree, specifier }) => swaps(tree, specifier)).map(({ tree }) => tree);
  if (direct.length > 0) return withMocks(direct, reach);
  // Only its type is named here: the client is made by who calls, or by what is called.
  const near = neighbours(site, reach);
  const around = near.filter((file) => specifiersOf(file).some(({ isType }) => !isType));
  if (around.length > 0) return withMocks(around, reach);
  return near.some(({ text }) => text.includes(SDK_FACADE)) ? 'done' : undefined;
}

/** Tests that put a fake in the place of the SDK have to put it where the SDK comes from now. */
function withMocks(trees: readonly ts.SourceFile[], reach: Reach): string[] {
  const seen = new Set(trees.map(({ fileName }) => fileName));
  const open = trees.map((tree) => ({ path: tree.fileName, depth: 0 }));
  const visited = new Set<string>();
  for (let at = open.shift(); at && visited.size < 300; at = open.shift()) {
    if (visited.has(at.path)) continue;
    visited.add(at.path);
    for (const file of at.depth < 4 ? (reach.importers?.(at.path) ?? []) : []) {
      open.push({ path: file.path, depth: at.depth + 1 });
      if (file.text.includes(SDK_MODULE) && /\bmock(?:Module)?\(/i.test(file.text)) seen.add(file.path);
    }
  }
  return [...seen];
}

const MOCKS =
  /\b(?:vi|jest)\.(?:mock|doMock|unmock|doUnmock|unstable_mockModule|importActual|requireActual|importMock|requireMock)$/;

/** Does the file take values of the SDK? */
function swaps(tree: ts.SourceFile, specifier: string): boolean {
  return specifiersOf(tree).some(
    (one) => one.node.text === specifier && !one.isType && facadeSpecifier(specifier) !== undefined,
  );
}

interface Specifier {
  readonly node: ts.StringLiteralLike;
  /** Nothing of it is there at run time. */
  readonly isType: boolean;
}

/** Every place of a file that names the SDK as a module. */
export function specifiersOf(tree: ts.SourceFile): Specifier[] {
  const s = syntax();
  if (!tree.text.includes(SDK_MODULE)) return [];
  const found: Specifier[] = [];
  const add = (node: ts.Node | undefined, isType: boolean) => {
    if (node && s.isStringLiteralLike(node) && SDK.test(node.text)) found.push({ node, isType });
  };
  for (const node of nodesIn(tree)) {
    if (s.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node));
    else if (s.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (s.isImportEqualsDeclaration(node) && s.isExternalModuleReference(node.moduleReference))
      add(node.moduleReference.expression, node.isTypeOnly);
    else if (s.isCallExpression(node)) {
      const isImport = node.expression.kind === s.SyntaxKind.ImportKeyword;
      const callee = node.expression.getText(tree);
      if (isImport || callee === 'require' || MOCKS.test(callee)) add(node.arguments[0], false);
    }
  }
  return found;
}

function isTypeOnly({ importClause }: ts.ImportDeclaration): boolean {
  const s = syntax();
  if (!importClause) return false;
  if (importClause.isTypeOnly) return true;
  const { name, namedBindings } = importClause;
  if (name || !namedBindings || !s.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every((one) => one.isTypeOnly || isTypeName(one));
}

/** Is the name only spoken of as a type? */
function isTypeName(node: ts.ImportSpecifier): boolean {
  const s = syntax();
  const uses = referencesOf(node, node.getSourceFile());
  return uses.length > 0 && uses.every(({ parent }) => s.isTypeNode(parent) || s.isQualifiedName(parent));
}

/** Files that import this one, and what they import; in the same package. */
function neighbours(site: ts.SourceFile, reach: Reach): ts.SourceFile[] {
  const seen = new Map<string, ts.SourceFile>();
  const open = [{ tree: site, depth: 0 }];
  for (let at = open.shift(); at && seen.size < 100; at = open.shift()) {
    const { tree, depth } = at;
    if (seen.has(tree.fileName)) continue;
    seen.set(tree.fileName, tree);
    if (depth === 3) continue;
    for (const file of reach.importers?.(tree.fileName) ?? []) open.push({ tree: treeOf(file), depth: depth + 1 });
    for (const [, specifier = ''] of tree.text.matchAll(/\bfrom\s*['"]([^'"\n]+)['"]/g)) {
      const file = reach.resolve?.(specifier, tree.fileName);
      if (file?.text.includes('b24jssdk')) open.push({ tree: treeOf(file), depth: depth + 1 });
    }
  }
  return [...seen.values()].filter(
    ({ text, fileName }) => text.includes('b24jssdk') && isNear(fileName, site.fileName),
  );
}

/** Not below another package of a workspace. */
function isNear(file: string, site: string): boolean {
  const packageOf = (path: string) => /^(?:packages|apps|services|libs|modules)\/[^/]+/.exec(dirname(path))?.[0];
  return packageOf(file) === packageOf(site);
}
