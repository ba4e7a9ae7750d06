import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { addTo } from './addTo';
import { attached } from './attached';

type Declaration =
  | ts.VariableDeclaration
  | ts.ParameterDeclaration
  | ts.BindingElement
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.ImportSpecifier
  | ts.ImportClause
  | ts.NamespaceImport;

interface Names {
  readonly identifiers: ReadonlyMap<string, readonly ts.Identifier[]>;
  /** By name and by the scope in which the name means it: the first one of each. */
  readonly declarations: ReadonlyMap<string, ReadonlyMap<ts.Node, Declaration>>;
  readonly scopes: ReadonlyMap<Declaration, ts.Node>;
  /** What declares a name again where it is declared already, by the first one. */
  readonly again: ReadonlyMap<Declaration, readonly Declaration[]>;
  /** What identifiers mean that were asked about; null where nothing declares it. */
  readonly meant: Map<ts.Identifier, Declaration | null>;
}

const known = attached<ts.SourceFile, Names>();

/** The declaration that an identifier means, found by scopes without a type checker. */
export function declarationOf(identifier: ts.Identifier, tree: ts.SourceFile): Declaration | undefined {
  const { meant } = namesOf(tree);
  const before = meant.get(identifier);
  if (before !== undefined) return before ?? undefined;
  const found = declarationNamed(identifier.text, identifier, tree);
  meant.set(identifier, found ?? null);
  return found;
}

/** The declaration that a name would mean at a place. */
export function declarationNamed(name: string, place: ts.Node, tree: ts.SourceFile): Declaration | undefined {
  const scopes = namesOf(tree).declarations.get(name);
  if (!scopes) return undefined;
  const s = syntax();
  for (let at: ts.Node | undefined = place; at; at = at.parent) {
    const found = scopes.get(at);
    if (found) return found;
    // Within itself a function or a class may go by a name of its own, which is no declaration.
    if ((s.isFunctionExpression(at) || s.isClassExpression(at)) && at.name?.text === name) return undefined;
  }
  return undefined;
}

/** The first one of those that declare the same name in the same scope, by which all are known. */
export function firstOf<T extends Declaration>(declaration: T, tree: ts.SourceFile): Declaration {
  const { name } = declaration;
  const scope = namesOf(tree).scopes.get(declaration);
  const first = scope && name && 'text' in name ? namesOf(tree).declarations.get(name.text)?.get(scope) : undefined;
  return first ?? declaration;
}

/** Those that declare again what the first one declares: a second `var`, a `var` of a parameter. */
export function declaredAgain(first: Declaration, tree: ts.SourceFile): readonly Declaration[] {
  return namesOf(tree).again.get(first) ?? [];
}

/** Every place that reads or writes what is declared here, the declaration left out. */
export function referencesOf(declaration: Declaration, tree: ts.SourceFile): ts.Identifier[] {
  const name = declaration.name;
  if (!name || !syntax().isIdentifier(name)) return [];
  const { identifiers, scopes } = namesOf(tree);
  const scope = scopes.get(declaration) ?? tree;
  return within(identifiers.get(name.text) ?? [], scope).filter(
    (found) => found !== name && isNameReference(found) && declarationOf(found, tree) === declaration,
  );
}

/** Does any identifier of the file have this name, property names left out? */
export function isNameTaken(name: string, tree: ts.SourceFile): boolean {
  return (namesOf(tree).identifiers.get(name) ?? []).some(isNameReference);
}

/** The innermost function around a node, or the file. */
export function functionAround(node: ts.Node): ts.Node {
  const s = syntax();
  let at = node.parent;
  while (at?.parent && !s.isFunctionLike(at) && !s.isClassStaticBlockDeclaration(at)) at = at.parent;
  return at ?? node;
}

/** Does the identifier stand for what it names, and is it no key, property or label? */
export function isNameReference(identifier: ts.Identifier): boolean {
  const s = syntax();
  const { parent } = identifier;
  if (s.isPropertyAccessExpression(parent)) return parent.name !== identifier;
  if (s.isBindingElement(parent)) return parent.propertyName !== identifier;
  if (s.isImportSpecifier(parent) || s.isExportSpecifier(parent)) return parent.propertyName !== identifier;
  if (s.isPropertyAssignment(parent) || s.isMethodDeclaration(parent) || s.isPropertyDeclaration(parent))
    return parent.name !== identifier;
  if (s.isPropertySignature(parent) || s.isMethodSignature(parent) || s.isEnumMember(parent)) return false;
  return !s.isLabeledStatement(parent) && !s.isJsxAttribute(parent) && !s.isQualifiedName(parent);
}

/** Those within a scope, of a list in the order of the file: every function may have its own `id`. */
function within(list: readonly ts.Identifier[], scope: ts.Node): readonly ts.Identifier[] {
  const from = firstFrom(list, scope.pos);
  return list.slice(from, firstFrom(list, scope.end));
}

function firstFrom(list: readonly ts.Identifier[], pos: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.pos ?? 0) < pos) low = middle + 1;
    else high = middle;
  }
  return low;
}

function namesOf(tree: ts.SourceFile): Names {
  const found = known.get(tree);
  if (found) return found;
  const s = syntax();
  const identifiers = new Map<string, ts.Identifier[]>();
  const declarations = new Map<string, Map<ts.Node, Declaration>>();
  const scopes = new Map<Declaration, ts.Node>();
  const again = new Map<Declaration, Declaration[]>();
  const visit = (node: ts.Node): void => {
    if (s.isIdentifier(node)) addTo(identifiers, node.text, node);
    if (isDeclaration(node) && node.name && s.isIdentifier(node.name)) {
      const scope = scopeOf(node);
      const named = declarations.get(node.name.text) ?? new Map<ts.Node, Declaration>();
      declarations.set(node.name.text, named);
      scopes.set(node, scope);
      const first = named.get(scope);
      if (first) addTo(again, first, node);
      else named.set(scope, node);
    }
    s.forEachChild(node, visit);
  };
  visit(tree);
  for (const list of identifiers.values()) list.sort((a, b) => a.pos - b.pos);
  const names: Names = { identifiers, declarations, scopes, again, meant: new Map() };
  known.set(tree, names);
  return names;
}

function isDeclaration(node: ts.Node): node is Declaration {
  const s = syntax();
  return (
    s.isVariableDeclaration(node) ||
    s.isParameter(node) ||
    s.isBindingElement(node) ||
    s.isFunctionDeclaration(node) ||
    s.isClassDeclaration(node) ||
    s.isImportSpecifier(node) ||
    s.isImportClause(node) ||
    s.isNamespaceImport(node)
  );
}

function scopeOf(declaration: Declaration): ts.Node {
  const s = syntax();
  let owner: ts.Node = declaration;
  while (s.isBindingElement(owner) || s.isObjectBindingPattern(owner) || s.isArrayBindingPattern(owner))
    owner = owner.parent;
  if (s.isParameter(owner)) return owner.parent;
  if (s.isVariableDeclaration(owner)) {
    const list = owner.parent;
    if (s.isCatchClause(list)) return list;
    if ((list.flags & s.NodeFlags.BlockScoped) === 0) return functionAround(owner);
  }
  let at: ts.Node = owner.parent;
  while (at.parent && !isScope(at)) at = at.parent;
  return at;
}

function isScope(node: ts.Node): boolean {
  const s = syntax();
  return (
    s.isBlock(node) ||
    s.isSourceFile(node) ||
    s.isModuleBlock(node) ||
    s.isCaseBlock(node) ||
    s.isForStatement(node) ||
    s.isForOfStatement(node) ||
    s.isForInStatement(node) ||
    s.isFunctionLike(node)
  );
}
