import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { Edit } from '../plan/site';
import type { FunctionNode } from '../transport/types';
import { declarationForm } from './declarationForm';
import { indentOf, insertion } from './insertions';
import { isWritable } from './isWritable';
import { usesKeyword } from './usesKeyword';
import type { WrapParts } from './WrapParts';

/** The edits that put a function under wrapCall where it stands; undefined where its form does not let. */
export function wrapForm(node: FunctionNode, parts: WrapParts): Edit[] | undefined {
  const s = syntax();
  if ('asteriskToken' in node && node.asteriskToken) return undefined;
  if (isOnlySatisfied(node) || (parts.isDocTyped && isTypedFromOutside(node))) return undefined;
  if (s.isFunctionDeclaration(node)) return declarationForm(node, parts);
  if (s.isArrowFunction(node) || s.isFunctionExpression(node)) return expressionForm(node, parts);
  if (!s.isMethodDeclaration(node)) return undefined;
  return s.isObjectLiteralExpression(node.parent) ? propertyForm(node, parts) : classForm(node, parts);
}

/** What `satisfies` gives parameters goes no further than to the function itself: wrapped, a generic one would lose its types. */
function isOnlySatisfied({ parameters, parent }: FunctionNode): boolean {
  const s = syntax();
  if (parameters.every(({ type }) => type)) return false;
  let at: ts.Node = parent;
  while (s.isParenthesizedExpression(at) || s.isPropertyAssignment(at) || s.isObjectLiteralExpression(at))
    at = at.parent;
  return s.isSatisfiesExpression(at);
}

/** A comment gives types to what it stands before: to the function, and not to one that is an argument. */
function isTypedFromOutside(node: FunctionNode): boolean {
  const s = syntax();
  if (s.isClassLike(node.parent) || (s.isFunctionDeclaration(node) && node.name)) return false;
  const isFree = s.isArrowFunction(node) || !usesKeyword(node, s.SyntaxKind.ThisKeyword);
  return !isFree || s.getJSDocTags(node).some(({ tagName }) => DOC_TYPES.test(tagName.text));
}

const DOC_TYPES = /^(?:param|arg|argument|returns?|template|this|overload|async|yields?)$/;

function expressionForm(
  node: ts.ArrowFunction | ts.FunctionExpression,
  { tree, wrap, options }: WrapParts,
): Edit[] | undefined {
  const s = syntax();
  let at: ts.Node = node;
  while (s.isParenthesizedExpression(at.parent)) at = at.parent;
  const isRun = (s.isCallExpression(at.parent) || s.isNewExpression(at.parent)) && at.parent.expression === at;
  if (isRun) return undefined;
  return [insertion(node.getStart(tree), `${wrap}(`), insertion(node.end, `, ${options})`)];
}

/** `call: wrapCall(async function call(…) { … }, { … })`; where a type for `this` is needed, behind the object. */
function propertyForm(node: ts.MethodDeclaration, parts: WrapParts): Edit[] | undefined {
  const s = syntax();
  const { tree, wrap, options } = parts;
  const { name } = node;
  if (usesKeyword(node, s.SyntaxKind.SuperKeyword)) return undefined;
  const isTyped = /\.[mc]?tsx?$|\.vue$|\.svelte$/.test(tree.fileName);
  if (isTyped && usesKeyword(node, s.SyntaxKind.ThisKeyword)) return behindObject(node, parts);
  const head = tree.text.slice(node.getStart(tree), name.getStart(tree));
  if (!/^(?:async\s+)?$/.test(head)) return undefined;
  const own = s.isIdentifier(name) ? ` ${name.text}` : ' ';
  return [
    {
      start: node.getStart(tree),
      end: name.end,
      text: `${name.getText(tree)}: ${wrap}(${head}function${own}`,
    },
    insertion(node.end, `, ${options})`),
  ];
}

function behindObject(node: ts.MethodDeclaration, parts: WrapParts): Edit[] | undefined {
  const s = syntax();
  const { tree, wrap, options, endAt } = parts;
  const declaration = node.parent.parent;
  if (!s.isVariableDeclaration(declaration) || !s.isIdentifier(declaration.name) || !s.isIdentifier(node.name))
    return undefined;
  const statement = declaration.parent.parent;
  if (!s.isVariableStatement(statement) || !isWritable(declaration.type, node.name.text, tree)) return undefined;
  const member = `${declaration.name.text}.${node.name.text}`;
  const text = `\n\n${indentOf(tree, statement)}${member} = ${wrap}(${member}, ${options})`;
  return [insertion(statement.end, `${text}${endAt(statement.end)}`)];
}

/** Behind the class, where it has a name there; within it otherwise. */
function classForm(node: ts.MethodDeclaration, parts: WrapParts): Edit[] | undefined {
  const s = syntax();
  const { tree, wrap, options, quote, endAt } = parts;
  const owner = node.parent;
  const { name } = node;
  if (!s.isClassLike(owner) || !(s.isIdentifier(name) || s.isStringLiteral(name))) return undefined;
  const has = (kind: ts.SyntaxKind) => node.modifiers?.some((modifier) => modifier.kind === kind) === true;
  const isStatic = has(s.SyntaxKind.StaticKeyword);
  const isHidden = has(s.SyntaxKind.PrivateKeyword) || has(s.SyntaxKind.ProtectedKeyword);
  const named = nameBehind(owner);
  if (!named) {
    const member = `this${isStatic ? '' : '.prototype'}${dotted(name, false, quote)}`;
    const indent = indentOf(tree, node);
    const block = `\n\n${indent}static {\n${indent}${indent || '  '}${member} = ${wrap}(${member}, ${options})${endAt(owner.end)}\n${indent}}`;
    return [insertion(node.end, block)];
  }
  const member = `${named.text}${isStatic ? '' : '.prototype'}${dotted(name, isHidden, quote)}`;
  const at = named.statement.end;
  const text = `\n\n${indentOf(tree, named.statement)}${member} = ${wrap}(${member}, ${options})`;
  return [insertion(at, `${text}${endAt(at)}`)];
}

function dotted(name: ts.Identifier | ts.StringLiteral, isHidden: boolean, quote: string): string {
  return isHidden || !syntax().isIdentifier(name) ? `[${quote}${name.text}${quote}]` : `.${name.text}`;
}

/** What a class is called in the statements behind it. */
function nameBehind(owner: ts.ClassLikeDeclaration): { text: string; statement: ts.Statement } | undefined {
  const s = syntax();
  if (s.isClassDeclaration(owner)) return owner.name ? { text: owner.name.text, statement: owner } : undefined;
  let at: ts.Node = owner;
  while (s.isParenthesizedExpression(at.parent) || s.isAsExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (s.isVariableDeclaration(parent) && s.isIdentifier(parent.name) && s.isVariableStatement(parent.parent.parent))
    return { text: parent.name.text, statement: parent.parent.parent };
  if (s.isBinaryExpression(parent) && parent.right === at && s.isExpressionStatement(parent.parent)) {
    const text = parent.left.getText();
    return /^(?:module\.exports|exports)(?:\.[\w$]+)?$/.test(text) ? { text, statement: parent.parent } : undefined;
  }
  return undefined;
}
