import type { ts } from 'ts-morph';
import type { Evidence } from './TransportReading';

/** A place in the given files, for people. */
export function evidenceOf(node: ts.Node): Evidence {
  const tree = node.getSourceFile();
  const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
  const text = node.getText(tree).replace(/\s+/g, ' ');
  return { file: tree.fileName, line: line + 1, text: text.length > 80 ? `${text.slice(0, 77)}…` : text };
}
