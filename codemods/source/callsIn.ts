import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { attached } from './attached';
import { nodesIn } from './nodesIn';

export type CallOrNew = ts.CallExpression | ts.NewExpression;

const calls = attached<ts.SourceFile, readonly CallOrNew[]>();

/** All calls of a file, in its order. Looked for once, whoever asks. */
export function callsIn(tree: ts.SourceFile): readonly CallOrNew[] {
  const known = calls.get(tree);
  if (known) return known;
  const s = syntax();
  const found: CallOrNew[] = [];
  for (const node of nodesIn(tree)) if (s.isCallExpression(node) || s.isNewExpression(node)) found.push(node);
  found.sort(byPlace);
  calls.set(tree, found);
  return found;
}

/** As they stand in a file; what is around comes first. */
export function byPlace(a: ts.Node, b: ts.Node): number {
  return a.pos - b.pos || b.end - a.end;
}
