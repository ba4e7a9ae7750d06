import type { ts } from 'ts-morph';
import { nodeAt, syntax } from '../files/sourceFile';
import type { CallShape, ConstantShape } from '../plan/site';
import { attached } from '../source/attached';
import { propertyName } from './callShape';
import { climb, useOfName } from './useOfName';

interface Named {
  readonly root: string;
  readonly path: readonly string[];
  readonly exported: boolean;
  /** The class field or variable itself, no use of it. */
  readonly declaration: ts.Node;
}

/** The name of a constant or table entry, and what is done with it in the same file. */
export function constantShape(expression: ts.Expression): ConstantShape | undefined {
  const named = nameOf(climb(expression).node);
  if (!named) return undefined;
  const calls: CallShape[] = [];
  const otherUses: ts.Node[] = [];
  for (const use of usesOf(named)) {
    const place = use.whole ? useOfName(use.node, 'name') : undefined;
    if (place?.mention === 'log' || place?.mention === 'error') continue;
    if (place && !place.mention && place.shape && !place.choice && (place.kind === 'call' || place.kind === 'batch')) {
      calls.push(place.shape);
    } else otherUses.push(use.node);
  }
  return { root: named.root, path: named.path, exported: named.exported, calls, otherUses };
}

function nameOf(value: ts.Expression): Named | undefined {
  const {
    isBinaryExpression,
    isCallExpression,
    isEnumMember,
    isIdentifier,
    isObjectLiteralExpression,
    isPropertyAccessExpression,
    isPropertyAssignment,
    isPropertyDeclaration,
    isVariableDeclaration,
  } = syntax();
  const path: string[] = [];
  let node = value;
  for (;;) {
    const parent = climb(node).node.parent;
    node = climb(node).node;
    if (isPropertyAssignment(parent) && isObjectLiteralExpression(parent.parent)) {
      path.unshift(propertyName(parent));
      node = parent.parent;
    } else if (isCallExpression(parent) && parent.expression.getText() === 'Object.freeze') node = parent;
    else if (isVariableDeclaration(parent) && isIdentifier(parent.name)) {
      return { root: parent.name.text, path, exported: isExported(parent), declaration: parent.name };
    } else if (isPropertyDeclaration(parent) && isIdentifier(parent.name)) {
      return { root: parent.name.text, path, exported: !isPrivate(parent), declaration: parent.name };
    } else if (isEnumMember(parent)) {
      const member = isIdentifier(parent.name) ? parent.name.text : parent.name.getText().slice(1, -1);
      return {
        root: parent.parent.name.text,
        path: [member],
        exported: isExported(parent),
        declaration: parent.parent.name,
      };
    } else if (isBinaryExpression(parent) && isPropertyAccessExpression(parent.left) && parent.right === node) {
      return { root: parent.left.name.text, path, exported: true, declaration: parent.left.name };
    } else if (isBinaryExpression(parent) && isIdentifier(parent.left) && parent.right === node) {
      return { root: parent.left.text, path, exported: false, declaration: parent.left };
    } else return undefined;
  }
}

function isPrivate(node: ts.PropertyDeclaration): boolean {
  const { isPrivateIdentifier, SyntaxKind } = syntax();
  return (
    isPrivateIdentifier(node.name) || !!node.modifiers?.some((modifier) => modifier.kind === SyntaxKind.PrivateKeyword)
  );
}

function isExported(node: ts.Node): boolean {
  const {
    isExportAssignment,
    isExportSpecifier,
    isSourceFile,
    isVariableStatement,
    canHaveModifiers,
    getModifiers,
    SyntaxKind,
  } = syntax();
  let at: ts.Node = node;
  while (at.parent && !isSourceFile(at.parent)) at = at.parent;
  if (canHaveModifiers(at) && getModifiers(at)?.some((modifier) => modifier.kind === SyntaxKind.ExportKeyword))
    return true;
  if (!isVariableStatement(at)) return isExportAssignment(at);
  const file = node.getSourceFile();
  const name = 'name' in node ? node.name : undefined;
  const text =
    name && typeof name === 'object' && 'getText' in name && typeof name.getText === 'function'
      ? String(name.getText())
      : '';
  return occurrencesOf(file, text).some((use) => isExportSpecifier(use.parent) || isModuleExports(use));
}

function isModuleExports(node: ts.Node): boolean {
  let at: ts.Node = node;
  const { text } = node.getSourceFile();
  for (let level = 0; level < 4 && at.parent; level += 1) {
    at = at.parent;
    const start = at.getStart();
    if (/^module\.exports\b|^exports\./.test(text.slice(start, start + 20))) return true;
  }
  return false;
}

/** Identifiers of that name in the file. */
function occurrencesOf(file: ts.SourceFile, name: string): readonly ts.Identifier[] {
  const known = identifiers.get(file) ?? new Map<string, readonly ts.Identifier[]>();
  identifiers.set(file, known);
  const found = known.get(name) ?? findIdentifiers(file, name);
  known.set(name, found);
  return found;
}

/** A table of many entries asks for its own name with each. */
const identifiers = attached<ts.SourceFile, Map<string, readonly ts.Identifier[]>>();

function findIdentifiers(file: ts.SourceFile, name: string): ts.Identifier[] {
  const { isIdentifier } = syntax();
  if (!/^[\w$]+$/.test(name)) return [];
  const found: ts.Identifier[] = [];
  for (const { index } of file.text.matchAll(new RegExp(`(?<![\\w$])${name.replace(/\$/g, '\\$')}(?![\\w$])`, 'g'))) {
    const node = nodeAt(file, index);
    if (node && isIdentifier(node)) found.push(node);
  }
  return found;
}

/** Where the entry may be used: `whole` for the entry itself, else something that may reach it (`METHODS[key]`). */
function usesOf(named: Named): { node: ts.Expression; whole: boolean }[] {
  const {
    isElementAccessExpression,
    isExportSpecifier,
    isPropertyAccessExpression,
    isPropertyAssignment,
    isStringLiteralLike,
  } = syntax();
  const uses: { node: ts.Expression; whole: boolean }[] = [];
  for (const identifier of occurrencesOf(named.declaration.getSourceFile(), named.root)) {
    if (identifier === named.declaration || isExportSpecifier(identifier.parent)) continue;
    if (isPropertyAssignment(identifier.parent) && identifier.parent.name === identifier) continue;
    let node: ts.Expression = identifier;
    if (isPropertyAccessExpression(identifier.parent) && identifier.parent.name === identifier)
      node = identifier.parent;
    let matched: boolean | undefined = true;
    for (const part of named.path) {
      const parent: ts.Node = node.parent;
      if (isPropertyAccessExpression(parent) && parent.expression === node) matched = parent.name.text === part;
      else if (isElementAccessExpression(parent) && parent.expression === node) {
        matched = isStringLiteralLike(parent.argumentExpression) ? parent.argumentExpression.text === part : undefined;
      } else matched = undefined;
      if (matched !== true) break;
      if (isPropertyAccessExpression(parent) || isElementAccessExpression(parent)) node = parent;
    }
    if (matched !== false && !isModuleExports(node)) uses.push({ node, whole: matched === true });
  }
  return uses;
}
