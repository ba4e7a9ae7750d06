import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

/** A node and all that is within it. Not by recursion: a long chain of calls nests deeper than the stack holds. */
export function* nodesIn(root: ts.Node): Generator<ts.Node, void> {
  const { forEachChild } = syntax();
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    forEachChild(node, (child) => {
      open.push(child);
    });
  }
}
