import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** The catch clause that takes what is thrown at a node, within the function around it. */
export function catchAround(node: ts.Node, around: ts.Node): ts.CatchClause | undefined {
  const s = syntax();
  for (let at = node; at !== around && at.parent; at = at.parent) {
    const { parent } = at;
    if (s.isTryStatement(parent) && parent.tryBlock === at && parent.catchClause) return parent.catchClause;
  }
  return undefined;
}
