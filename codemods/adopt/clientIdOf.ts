import type { ts } from 'ts-morph';
import { bare, propertyName } from '../callShape';
import { syntax } from '../sourceFile';
import { isModuleConstant } from './isModuleConstant';

/** A transport's own CLIENT_ID: the source of its value, or 'hidden' where that is known within the function only. */
export type ClientId = { readonly source: string } | 'hidden';

const READABLE = /^(?:(?:process\.env|import\.meta\.env)\.[\w$]+|[\w$]+(?:\.[\w$]+)*|'[^']*'|"[^"]*")$/;

/** What a transport puts into every call as CLIENT_ID: v2 wants it as botToken, and the shim cannot see it. */
export function clientIdOf(body: ts.Node): ClientId | undefined {
  const { forEachChild, isPropertyAssignment, isShorthandPropertyAssignment } = syntax();
  let found: ClientId | undefined;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (isShorthandPropertyAssignment(node) && propertyName(node) === 'CLIENT_ID') found = readable(node.name);
    else if (isPropertyAssignment(node) && propertyName(node) === 'CLIENT_ID') found = readable(node.initializer);
    else found = assigned(node);
    if (!found) forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** `params.CLIENT_ID = …` */
function assigned(node: ts.Node): ClientId | undefined {
  const { isBinaryExpression, isPropertyAccessExpression, SyntaxKind } = syntax();
  if (!isBinaryExpression(node) || node.operatorToken.kind !== SyntaxKind.EqualsToken) return undefined;
  const { left, right } = node;
  return isPropertyAccessExpression(left) && left.name.text === 'CLIENT_ID' ? readable(right) : undefined;
}

function readable(value: ts.Expression): ClientId {
  const node = bare(value);
  const text = node.getText();
  return READABLE.test(text) && !text.startsWith('this.') && isModuleConstant(rootOf(node))
    ? { source: text }
    : 'hidden';
}

/** `config` of `config.bitrix.clientId`; the environment and texts are the same everywhere. */
function rootOf(node: ts.Expression): ts.Expression {
  const { isPropertyAccessExpression } = syntax();
  let root = node;
  while (isPropertyAccessExpression(root)) root = root.expression;
  return /^(?:process|import\.meta)\b/.test(node.getText()) ? node : root;
}
