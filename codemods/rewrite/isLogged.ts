import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

const LOGS = /^(?:console|log|logger|debug)\b|\.(?:log|logger)\./;

/**
 * An argument of a log, also within an object or a list that is one, or made a text that is cut short before it is printed.
 * @param isText it is a text already
 */
export function isLogged(given: ts.Node, isText = false): boolean {
  const s = syntax();
  let node = given;
  let text = isText;
  for (;;) {
    const { parent } = node;
    if (s.isCallExpression(parent)) {
      if (parent.expression === node) return false;
      if (LOGS.test(parent.expression.getText())) return true;
      if (parent.arguments[0] !== node || !/^(?:JSON\.stringify|String)$/.test(parent.expression.getText()))
        return false;
      text = true;
      node = parent;
      continue;
    }
    const cut = text ? shortened(node) : undefined;
    const isWithin =
      s.isShorthandPropertyAssignment(parent) ||
      s.isSpreadAssignment(parent) ||
      s.isSpreadElement(parent) ||
      (s.isPropertyAssignment(parent) && parent.initializer === node) ||
      s.isObjectLiteralExpression(parent) ||
      s.isArrayLiteralExpression(parent) ||
      (text && isJoined(parent));
    if (!cut && !isWithin) return false;
    node = cut ?? parent;
  }
}

/** `text.slice(0, 200)`: the call that gives a part of this text. */
export function shortened(text: ts.Node): ts.CallExpression | undefined {
  const s = syntax();
  const access = text.parent;
  if (!s.isPropertyAccessExpression(access) || access.expression !== text) return undefined;
  if (!/^(?:substring|substr|slice|trim|padEnd|padStart|toString)$/.test(access.name.text)) return undefined;
  const { parent } = access;
  return s.isCallExpression(parent) && parent.expression === access ? parent : undefined;
}

/** A template, or texts put together. */
function isJoined(node: ts.Node): boolean {
  const s = syntax();
  if (s.isBinaryExpression(node)) return node.operatorToken.kind === s.SyntaxKind.PlusToken;
  return s.isTemplateSpan(node) || s.isTemplateExpression(node) || s.isParenthesizedExpression(node);
}
