import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationNamed, declarationOf } from './declarations';
import { isCheckedAfter } from './isGuarded';
import { propertyKey } from './literalValue';
import { unwrap } from './unwrap';

/** The tree of a given file that an import means. */
export type FindModule = (specifier: string, from: ts.SourceFile) => ts.SourceFile | undefined;

/** An expression, or a whole module, and the file in which it stands. */
export interface ValueBehind {
  readonly node: ts.Expression | ts.SourceFile;
  readonly tree: ts.SourceFile;
}

/**
 * The expression that a name or a chain of names was set to, in this file or in one that it imports; undefined where that
 * does not show.
 */
export function valueBehind(
  given: ts.Expression,
  tree: ts.SourceFile,
  find: FindModule,
  depth = 6,
): ValueBehind | undefined {
  const s = syntax();
  const node = unwrap(given);
  if (depth === 0) return undefined;
  if (s.isPropertyAccessExpression(node)) {
    const owner = valueBehind(node.expression, tree, find, depth - 1);
    return (owner && memberOf(owner, node.name.text, find, depth - 1)) ?? { node, tree };
  }
  if (s.isCallExpression(node)) return called(node, tree, find, depth);
  if (!s.isIdentifier(node)) return { node, tree };
  const declaration = declarationOf(node, tree);
  return declaration && ofDeclaration(declaration, tree, find, depth);
}

/** `require('./config')`, `Object.freeze({ … })` */
function called(
  node: ts.CallExpression,
  tree: ts.SourceFile,
  find: FindModule,
  depth: number,
): ValueBehind | undefined {
  const s = syntax();
  const [first] = node.arguments;
  const callee = node.expression.getText(tree);
  if (callee === 'Object.freeze' && first) return valueBehind(first, tree, find, depth - 1);
  if (callee !== 'require' || !first || !s.isStringLiteralLike(first)) return { node, tree };
  const there = find(first.text, tree);
  return there && (exported(there, 'module.exports', find, depth - 1) ?? { node: there, tree: there });
}

function ofDeclaration(
  declaration: NonNullable<ReturnType<typeof declarationOf>>,
  tree: ts.SourceFile,
  find: FindModule,
  depth: number,
): ValueBehind | undefined {
  const s = syntax();
  if (s.isVariableDeclaration(declaration))
    return declaration.initializer && !isCheckedAfter(declaration, tree)
      ? valueBehind(declaration.initializer, tree, find, depth - 1)
      : undefined;
  if (s.isBindingElement(declaration)) {
    if (declaration.initializer) return { node: declaration.initializer, tree };
    const holder = declaration.parent.parent;
    const name = declaration.propertyName ?? declaration.name;
    if (!s.isVariableDeclaration(holder) || !holder.initializer || !s.isIdentifier(name)) return undefined;
    const owner = valueBehind(holder.initializer, tree, find, depth - 1);
    return owner && memberOf(owner, name.text, find, depth - 1);
  }
  let at: ts.Node = declaration;
  while (at.parent && !s.isImportDeclaration(at)) at = at.parent;
  if (!s.isImportDeclaration(at) || !s.isStringLiteralLike(at.moduleSpecifier)) return undefined;
  const there = find(at.moduleSpecifier.text, tree);
  if (!there) return undefined;
  if (s.isNamespaceImport(declaration)) return { node: there, tree: there };
  const name = s.isImportSpecifier(declaration) ? (declaration.propertyName ?? declaration.name).text : 'default';
  return exported(there, name, find, depth - 1);
}

function memberOf({ node, tree }: ValueBehind, name: string, find: FindModule, depth: number): ValueBehind | undefined {
  const s = syntax();
  if (s.isSourceFile(node)) return exported(node, name, find, depth);
  const object = unwrap(node);
  // `env.BOT_ID`, where env is process.env: what is behind the whole tells of its members.
  if (s.isPropertyAccessExpression(object)) return { node: object, tree };
  if (!s.isObjectLiteralExpression(object)) return undefined;
  const property = object.properties.find((one) => one.name && propertyKey(one.name) === name);
  if (property && s.isPropertyAssignment(property)) return valueBehind(property.initializer, tree, find, depth);
  return property && s.isShorthandPropertyAssignment(property)
    ? ofName(property.name.text, property, tree, find, depth)
    : undefined;
}

function ofName(
  name: string,
  place: ts.Node,
  tree: ts.SourceFile,
  find: FindModule,
  depth: number,
): ValueBehind | undefined {
  const declaration = declarationNamed(name, place, tree);
  return declaration && depth > 0 ? ofDeclaration(declaration, tree, find, depth) : undefined;
}

/** What a module gives under a name: by `export`, or by what it puts into its exports. */
function exported(tree: ts.SourceFile, name: string, find: FindModule, depth: number): ValueBehind | undefined {
  const s = syntax();
  if (depth <= 0) return undefined;
  for (const statement of tree.statements) {
    if (s.isExportAssignment(statement)) {
      if (name === 'default') return valueBehind(statement.expression, tree, find, depth);
    } else if (s.isExportDeclaration(statement)) {
      const found = reexported(statement, name, tree, find, depth);
      if (found) return found;
    } else if (s.isVariableStatement(statement)) {
      const isGiven = statement.modifiers?.some(({ kind }) => kind === s.SyntaxKind.ExportKeyword);
      const found = isGiven && statement.declarationList.declarations.find((one) => one.name.getText(tree) === name);
      if (found) return ofDeclaration(found, tree, find, depth);
    } else if (s.isExpressionStatement(statement) && s.isBinaryExpression(statement.expression)) {
      const { left, right } = statement.expression;
      const [, put] = /^(?:module\.)?exports(?:\.([\w$]+))?$/.exec(left.getText(tree)) ?? [left];
      if (put === left) continue;
      if (put === name) return valueBehind(right, tree, find, depth);
      const whole = put === undefined && valueBehind(right, tree, find, depth);
      if (whole) return /^(?:default|module\.exports)$/.test(name) ? whole : memberOf(whole, name, find, depth);
    }
  }
  return undefined;
}

function reexported(
  { exportClause, moduleSpecifier }: ts.ExportDeclaration,
  name: string,
  tree: ts.SourceFile,
  find: FindModule,
  depth: number,
): ValueBehind | undefined {
  const s = syntax();
  const there =
    moduleSpecifier && s.isStringLiteralLike(moduleSpecifier) ? find(moduleSpecifier.text, tree) : undefined;
  if (!exportClause) return there && exported(there, name, find, depth - 1);
  if (!s.isNamedExports(exportClause)) return undefined;
  const own = exportClause.elements.find((one) => one.name.text === name);
  if (!own) return undefined;
  const inner = (own.propertyName ?? own.name).text;
  if (moduleSpecifier) return there && exported(there, inner, find, depth - 1);
  return ofName(inner, tree, tree, find, depth - 1);
}
