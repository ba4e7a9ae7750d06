import type { ts } from 'ts-morph';

/** The source of a node as it stands, comments within included. */
export function textOf(node: ts.Node, tree: ts.SourceFile): string {
  return tree.text.slice(node.getStart(tree), node.end);
}

export interface Replacement {
  readonly node: ts.Node;
  readonly text: string;
}

/** The source of a node with some of its inner nodes replaced. */
export function splice(node: ts.Node, tree: ts.SourceFile, replacements: readonly Replacement[]): string {
  let text = '';
  let end = node.getStart(tree);
  for (const { node: inner, text: replaced } of [...replacements].sort((a, b) => a.node.end - b.node.end)) {
    text += tree.text.slice(end, inner.getStart(tree)) + replaced;
    end = inner.end;
  }
  return text + tree.text.slice(end, node.end);
}
