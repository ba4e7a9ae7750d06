import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { calleeKind } from '../find/calleeKind';
import { calleeText } from '../find/callShape';

/** A name that is printed may change; one that decides may not. */
export function isPrinted(node: ts.Node): boolean {
  const s = syntax();
  for (let at = node.parent; at && !s.isStatement(at); at = at.parent)
    if (s.isCallExpression(at)) return calleeKind(calleeText(at)) === 'log';
  return false;
}
