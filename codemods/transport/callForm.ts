import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { attached } from '../source/attached';
import { declarationOf, functionAround } from '../source/declarations';
import { isStatic } from '../source/isStatic';
import type { NameRead } from './startCall';

/** More than this stands in no call of a transport that others repeat. */
const MOST = 20;

/**
 * A text that two calls share where they go to the same function with the same things around the name and the parameters:
 * by declarations, not by how they are called. Undefined where that does not show.
 */
export function callForm(read: NameRead, tree: ts.SourceFile): string | undefined {
  const { call, name, params, commands, method, targets } = read;
  if (!call || commands) return undefined;
  const s = syntax();
  const form = (node: ts.Node): string | undefined => {
    if (node === name) return 'name';
    if (node === params) return 'params';
    if (s.isStringLiteralLike(node) || s.isNumericLiteral(node)) return node.getText(tree);
    if (node.kind === s.SyntaxKind.ThisKeyword) return `this ${ownThis(node)}`;
    if (KEYWORDS().has(node.kind)) return `keyword ${node.kind}`;
    if (s.isIdentifier(node)) return named(node, tree);
    if (s.isParenthesizedExpression(node) || s.isAwaitExpression(node) || s.isNonNullExpression(node))
      return joined([String(node.kind), form(node.expression)]);
    if (s.isPropertyAccessExpression(node))
      return joined([form(node.expression), node.questionDotToken ? '?.' : '.', node.name.text]);
    if (s.isElementAccessExpression(node)) return joined([form(node.expression), '[', form(node.argumentExpression)]);
    if (s.isBinaryExpression(node) && node.operatorToken.kind === s.SyntaxKind.PlusToken)
      return joined([form(node.left), '+', form(node.right)]);
    if (s.isTemplateExpression(node))
      return all([node.head.text, ...node.templateSpans.flatMap((one) => [form(one.expression), one.literal.text])]);
    if (s.isArrayLiteralExpression(node)) return node.elements.length > MOST ? undefined : all(node.elements.map(form));
    if (!s.isObjectLiteralExpression(node) || node.properties.length > MOST) return undefined;
    return all(
      node.properties.map((one) => {
        if (s.isSpreadAssignment(one)) return joined(['...', form(one.expression)]);
        if (s.isShorthandPropertyAssignment(one)) return joined([one.name.text, form(one.name)]);
        if (!s.isPropertyAssignment(one) || s.isComputedPropertyName(one.name)) return undefined;
        return joined([one.name.getText(tree), form(one.initializer)]);
      }),
    );
  };
  const given = (call.arguments ?? []).map((one) =>
    s.isArrowFunction(one) || s.isFunctionExpression(one) ? 'callback' : form(one),
  );
  return all([method, targets.join(), String(call.kind), around(call), form(call.expression), ...given]);
}

let keywords: ReadonlySet<ts.SyntaxKind> | undefined;

function KEYWORDS(): ReadonlySet<ts.SyntaxKind> {
  const { SyntaxKind: k } = syntax();
  keywords ??= new Set([k.TrueKeyword, k.FalseKeyword, k.NullKeyword]);
  return keywords;
}

function named(node: ts.Identifier, tree: ts.SourceFile): string | undefined {
  const declaration = declarationOf(node, tree);
  if (declaration) return `declared ${idOf(declaration)}`;
  if (node.text === 'arguments') return undefined;
  // A function expression may be called so within itself.
  return `${node.text} ${idOf(functionAround(node)) * Number(isOwnName(node))}`;
}

function isOwnName(node: ts.Identifier): boolean {
  const s = syntax();
  for (let at: ts.Node = node; at.parent; at = at.parent)
    if (s.isFunctionExpression(at) && at.name?.text === node.text) return true;
  return false;
}

/** A function that may be a constructor has a `this` of its own; what classes and objects have is told by what is around. */
function ownThis(node: ts.Node): number {
  const s = syntax();
  let at = functionAround(node);
  while (s.isArrowFunction(at)) at = functionAround(at);
  return s.isFunctionDeclaration(at) ? idOf(at) : 0;
}

/** What `this` is, and what opening the functions around a call looks at. */
function around(call: ts.Node): string {
  const s = syntax();
  const found: string[] = [];
  for (let at = call; at.parent; at = at.parent) {
    const { parent } = at;
    // Fields and static blocks have a `this` too.
    if (s.isClassLike(parent)) found.push(`${isStatic(at) ? 'static' : 'member'} ${idOf(parent)}`);
    else if (s.isMethodDeclaration(at)) found.push(`method ${idOf(parent)}`);
    else if (s.isFunctionExpression(at))
      found.push(s.isPropertyAssignment(parent) ? `property ${idOf(parent.parent)}` : `function ${idOf(at)}`);
    else if (s.isArrowFunction(at)) found.push('arrow');
    else if (s.isWithStatement(at)) found.push(`with ${idOf(at)}`);
    else if (s.isFunctionLike(at) && !s.isFunctionDeclaration(at)) found.push(`other ${idOf(at)}`);
  }
  return found.join(' ');
}

const ids = attached<ts.Node, number>();
let last = 0;

function idOf(node: ts.Node): number {
  const known = ids.get(node);
  if (known !== undefined) return known;
  last += 1;
  ids.set(node, last);
  return last;
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join('');
}

function all(parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : JSON.stringify(parts);
}
