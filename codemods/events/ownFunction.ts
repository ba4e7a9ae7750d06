import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/**
 * What an event's name has for itself: the value of a table, the method of a class or of an object, the listener of
 * `on('ONIMBOT…', …)`, the entry of a Map. Undefined where the name is compared, or names something else.
 */
export function ownFunction(name: ts.Node): ts.Node | undefined {
  const s = syntax();
  const key = s.isComputedPropertyName(name.parent) ? name.parent : name;
  const { parent } = key;
  if (s.isMethodDeclaration(parent)) return parent.name === key ? parent : undefined;
  if (s.isPropertyAssignment(parent) || s.isPropertyDeclaration(parent))
    return parent.name === key && parent.initializer && isHandler(parent.initializer) ? parent.initializer : undefined;
  const second = listBeside(name)?.[1];
  return second && isHandler(second) ? second : undefined;
}

/** `['ONIMBOT…', handler]`, `on('ONIMBOT…', handler)`. */
function listBeside(name: ts.Node): readonly ts.Expression[] | undefined {
  const s = syntax();
  const { parent } = name;
  if (s.isArrayLiteralExpression(parent) && parent.elements.length === 2 && parent.elements[0] === name)
    return parent.elements;
  if (!s.isCallExpression(parent) || parent.arguments[0] !== name || !s.isPropertyAccessExpression(parent.expression))
    return undefined;
  return LISTENS.test(parent.expression.name.text) ? parent.arguments : undefined;
}

const LISTENS = /^(?:on|once|addListener|addEventListener|set|handle|register|subscribe)$/;

function isHandler(given: ts.Expression): boolean {
  const s = syntax();
  let node = given;
  while (s.isParenthesizedExpression(node) || s.isAsExpression(node) || s.isSatisfiesExpression(node))
    node = node.expression;
  return (
    s.isArrowFunction(node) ||
    s.isFunctionExpression(node) ||
    s.isIdentifier(node) ||
    s.isPropertyAccessExpression(node) ||
    s.isCallExpression(node)
  );
}
