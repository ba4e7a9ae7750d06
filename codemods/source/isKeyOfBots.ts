import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf } from './declarations';
import { unwrap } from './unwrap';

/** `BOT`, `data.BOT`, `event['BOT']`, with or without an empty object for none. */
const BOTS = /(?:^|[.\s([])(?:BOT|['"`]BOT['"`]\s*\])\s*(?:(?:\?\?|\|\|)\s*\{\s*\}\s*\)?)?$/;
const NAMES = /^(?:Object\.(?:keys|getOwnPropertyNames)|Reflect\.ownKeys)$/;

/**
 * Is the value a key of an event's BOT? Express reads `data[BOT][39]` of a form as a list while ids are small, so that the
 * key of bot 39 is '0': v1 takes that for the default bot, and v2 for a bot that is not there.
 */
export function isKeyOfBots(given: ts.Expression, tree: ts.SourceFile): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (s.isElementAccessExpression(node)) {
    if (isKeys(node.expression, tree)) return true;
    const entry = unwrap(node.expression);
    return isFirst(node) && s.isElementAccessExpression(entry) && isEntries(entry.expression, tree);
  }
  if (s.isCallExpression(node) && s.isPropertyAccessExpression(node.expression))
    return /^(?:at|shift|pop|find)$/.test(node.expression.name.text) && isKeys(node.expression.expression, tree);
  if (!s.isIdentifier(node)) return false;
  const declaration = declarationOf(node, tree);
  if (!declaration) return false;
  if (s.isParameter(declaration)) return isKeys(walkedBy(declaration), tree);
  if (s.isVariableDeclaration(declaration)) {
    const loop = declaration.parent.parent;
    if (s.isForInStatement(loop)) return BOTS.test(loop.expression.getText(tree));
    if (s.isForOfStatement(loop)) return isKeys(loop.expression, tree);
    return declaration.initializer !== undefined && isKeyOfBots(declaration.initializer, tree);
  }
  return s.isBindingElement(declaration) && isTakenApart(declaration, tree);
}

/** `[id]` of the keys, or of an entry. */
function isTakenApart(element: ts.BindingElement, tree: ts.SourceFile): boolean {
  const s = syntax();
  const pattern = element.parent;
  if (!s.isArrayBindingPattern(pattern)) return false;
  const isFirstOf = pattern.elements[0] === element;
  const holder = pattern.parent;
  if (s.isBindingElement(holder) && s.isArrayBindingPattern(holder.parent)) {
    const whole = holder.parent.parent;
    return isFirstOf && s.isVariableDeclaration(whole) && isEntries(whole.initializer, tree);
  }
  if (s.isParameter(holder)) return isFirstOf && isEntries(walkedBy(holder), tree);
  if (!s.isVariableDeclaration(holder)) return false;
  const loop = holder.parent.parent;
  if (s.isForOfStatement(loop)) return isFirstOf && isEntries(loop.expression, tree);
  if (isKeys(holder.initializer, tree)) return true;
  const entry = holder.initializer && unwrap(holder.initializer);
  return isFirstOf && !!entry && s.isElementAccessExpression(entry) && isEntries(entry.expression, tree);
}

/** The list whose `map`, `forEach` and the like call a function with this parameter first. */
function walkedBy(parameter: ts.ParameterDeclaration): ts.Expression | undefined {
  const s = syntax();
  const work = parameter.parent;
  if (work.parameters[0] !== parameter || !(s.isArrowFunction(work) || s.isFunctionExpression(work))) return undefined;
  const call = work.parent;
  return s.isCallExpression(call) && s.isPropertyAccessExpression(call.expression)
    ? call.expression.expression
    : undefined;
}

function isFirst({ argumentExpression }: ts.ElementAccessExpression): boolean {
  return argumentExpression.getText() === '0';
}

const isKeys = (node: ts.Expression | undefined, tree: ts.SourceFile) => isListOf(node, NAMES, tree);
const isEntries = (node: ts.Expression | undefined, tree: ts.SourceFile) => isListOf(node, /^Object\.entries$/, tree);

function isListOf(given: ts.Expression | undefined, callee: RegExp, tree: ts.SourceFile): boolean {
  const s = syntax();
  const node = given && unwrap(given);
  if (!node) return false;
  if (s.isIdentifier(node)) {
    const declaration = declarationOf(node, tree);
    const value = declaration && s.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return value !== undefined && isListOf(value, callee, tree);
  }
  const [first] = s.isCallExpression(node) ? node.arguments : [];
  return (
    s.isCallExpression(node) && !!first && callee.test(node.expression.getText(tree)) && BOTS.test(first.getText(tree))
  );
}
