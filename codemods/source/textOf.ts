import type { ts } from 'ts-morph';
import type { Edit } from '../plan/site';

/** Edits of neighbours within what is being written: `sent.result` in the parameters of the next call. */
const overlays = new WeakMap<ts.SourceFile, readonly Edit[]>();

/** Runs `write` with the edits of neighbours taken into every text that it reads. */
export function withOverlay<T>(tree: ts.SourceFile, edits: readonly Edit[], write: () => T): T {
  const before = overlays.get(tree);
  overlays.set(tree, edits);
  try {
    return write();
  } finally {
    if (before) overlays.set(tree, before);
    else overlays.delete(tree);
  }
}

/** The source of a node as it stands, comments within included. */
export function textOf(node: ts.Node, tree: ts.SourceFile): string {
  return edited(tree, node.getStart(tree), node.end, 'with-ends');
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
    text += edited(tree, end, inner.getStart(tree), 'between') + replaced;
    end = inner.end;
  }
  return text + edited(tree, end, node.end, 'between');
}

function edited(tree: ts.SourceFile, start: number, end: number, ends: 'with-ends' | 'between'): string {
  const within = (overlays.get(tree) ?? []).filter((edit) =>
    ends === 'with-ends' ? start <= edit.start && edit.end <= end : start < edit.start && edit.end < end,
  );
  let text = '';
  let at = start;
  for (const edit of within.sort((a, b) => a.start - b.start || a.end - b.end)) {
    text += tree.text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + tree.text.slice(at, end);
}
