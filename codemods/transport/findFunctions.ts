import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../files/sourceFile';
import { bare, propertyName } from '../find/callShape';
import type { SourceText } from '../plan/site';
import type { FoundFunction, NamedFunctionNode } from './FoundFunction';

/** Every named function of a file: declarations, constants, methods, properties, what is assigned to exports. */
export function findFunctions(file: SourceText): FoundFunction[] {
  const { forEachChild, isFunctionDeclaration, isMethodDeclaration, isIdentifier, isPrivateIdentifier } = syntax();
  const tree = treeOf(file);
  const found: FoundFunction[] = [];
  const add = (name: string, node: NamedFunctionNode) => found.push({ name, node, tree });
  // Not by recursion: a long chain of calls nests deeper than the stack holds.
  const open: ts.Node[] = [tree];
  for (let node = open.pop(); node; node = open.pop()) {
    if (isFunctionDeclaration(node) && node.name && node.body) add(node.name.text, node);
    else if (isMethodDeclaration(node) && node.body && (isIdentifier(node.name) || isPrivateIdentifier(node.name))) {
      add(node.name.text, node);
    } else {
      const named = valueNamed(node);
      const value = named && functionIn(named.value);
      if (named && value) add(named.name, value);
    }
    const inner: ts.Node[] = [];
    forEachChild(node, (child) => {
      inner.push(child);
    });
    open.push(...inner.reverse());
  }
  return found;
}

function valueNamed(node: ts.Node): { name: string; value: ts.Expression } | undefined {
  const {
    isBinaryExpression,
    isIdentifier,
    isPropertyAccessExpression,
    isPropertyAssignment,
    isPropertyDeclaration,
    isVariableDeclaration,
  } = syntax();
  if (isVariableDeclaration(node) && node.initializer && isIdentifier(node.name)) {
    return { name: node.name.text, value: node.initializer };
  }
  if (isPropertyDeclaration(node) && node.initializer && isIdentifier(node.name)) {
    return { name: node.name.text, value: node.initializer };
  }
  if (isPropertyAssignment(node)) return { name: propertyName(node), value: node.initializer };
  if (isBinaryExpression(node) && isPropertyAccessExpression(node.left)) {
    const isWhole = node.left.getText() === 'module.exports';
    return { name: isWhole ? wholeName(node) : node.left.name.text, value: node.right };
  }
  return undefined;
}

function functionIn(value: ts.Expression): NamedFunctionNode | undefined {
  const { isArrowFunction, isCallExpression, isFunctionExpression } = syntax();
  const inner = bare(value);
  if (isArrowFunction(inner) || isFunctionExpression(inner)) return inner;
  // useCallback(async (method, params) => …), wrapCall(async (method, params) => …, {…})
  const first = isCallExpression(inner) ? inner.arguments[0] : undefined;
  const node = first && bare(first);
  return node && (isArrowFunction(node) || isFunctionExpression(node)) ? node : undefined;
}

/** `module.exports = function request() {}`: its own name, else that of the file. */
function wholeName(node: ts.BinaryExpression): string {
  const value = bare(node.right);
  const own = syntax().isFunctionExpression(value) ? value.name?.text : undefined;
  return own ?? /([\w$-]+)\.[a-z]+$/i.exec(node.getSourceFile().fileName)?.[1] ?? '';
}
