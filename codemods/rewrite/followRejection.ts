import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** Who takes what a call rejects with: the handler of a chain, else the expression that it goes on from. */
export type Rejection =
  | { readonly handler: ts.Expression }
  | { readonly handler?: undefined; readonly node: ts.Node; readonly awaited: boolean };

/** Follows the rejection of a call, seen from the call with its await, through `.then`, `.catch`, awaits and brackets. */
export function followRejection(outer: ts.Expression): Rejection {
  const s = syntax();
  let node: ts.Node = outer;
  let awaited = s.isAwaitExpression(outer);
  for (;;) {
    const { parent } = node;
    const method = s.isPropertyAccessExpression(parent) && parent.expression === node ? parent.parent : undefined;
    if (method && s.isCallExpression(method) && s.isPropertyAccessExpression(parent)) {
      const handler = parent.name.text === 'catch' ? method.arguments[0] : method.arguments[1];
      if (handler) return { handler };
      node = method;
      continue;
    }
    if (s.isAwaitExpression(parent)) awaited = true;
    else if (!s.isParenthesizedExpression(parent) && !s.isAsExpression(parent) && !s.isNonNullExpression(parent)) break;
    node = parent;
  }
  return { node, awaited };
}
