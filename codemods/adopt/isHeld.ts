import type { ts } from 'ts-morph';
import { unwrap } from '../source/unwrap';
import { syntax } from '../sourceFile';
import type { FunctionNode, FunctionRun } from '../transport/types';
import { nameOf } from './nameOf';

/** A function on the way stands under a wrapCall that keeps its calls on v1. */
export function isHeld(steps: readonly FunctionRun[]): boolean {
  return steps.some(({ node, tree }) => wrapsOf(tree).some((wrap) => wraps(wrap, node) && keepsV1(wrap)));
}

function wrapsOf(tree: ts.SourceFile): ts.CallExpression[] {
  const s = syntax();
  if (!/\bmode: ['"`]v1/.test(tree.text)) return [];
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (s.isCallExpression(node) && /^wrapCall/.test(node.expression.getText(tree))) found.push(node);
    s.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** `wrapCall(api, …)`, `wrapCall(Client.prototype.call, …)`, `wrapCall(async (…) => …, …)` */
function wraps({ arguments: [given] }: ts.CallExpression, node: FunctionNode): boolean {
  const s = syntax();
  if (!given) return false;
  const inner = unwrap(given);
  if (inner === node) return true;
  const name = s.isPropertyAccessExpression(inner) ? inner.name : inner;
  return s.isIdentifier(name) && name.text === nameOf(node).split('.').at(-1);
}

function keepsV1({ arguments: [, options] }: ts.CallExpression): boolean {
  return options !== undefined && /\bmode: ['"`]v1['"`]/.test(options.getText());
}
