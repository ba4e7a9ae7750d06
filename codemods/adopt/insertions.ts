import type { ts } from 'ts-morph';
import type { Edit } from '../plan/site';

export function insertion(offset: number, text: string): Edit {
  return { start: offset, end: offset, text };
}

export function indentOf(tree: ts.SourceFile, node: ts.Node): string {
  const start = node.getStart(tree);
  const line = tree.text.slice(tree.text.lastIndexOf('\n', start - 1) + 1, start);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}
