import type { ts } from 'ts-morph';
import { insertAt } from '../files/edits';
import { syntax, treeOf } from '../files/sourceFile';
import type { Edit, SourceText } from '../plan/site';

/** Edits of types, by the file that they stand in. */
export type Extension = ReadonlyMap<SourceText, readonly Edit[]>;

/** One more member beside each v1 name in the unions of the given files, so that they take the v2 name too. */
export function extensionFor(renamed: ReadonlyMap<string, string>, files: readonly SourceText[]): Extension {
  const found = new Map<SourceText, readonly Edit[]>();
  for (const file of files) {
    if (![...renamed.keys()].some((name) => file.text.includes(name))) continue;
    const tree = treeOf(file);
    const edits: Edit[] = [];
    const visit = (node: ts.Node): void => {
      const edit = syntax().isLiteralTypeNode(node) ? memberEdit(node, renamed, tree) : undefined;
      if (edit) edits.push(edit);
      syntax().forEachChild(node, visit);
    };
    visit(tree);
    if (edits.length > 0) found.set(file, edits);
  }
  return found;
}

function memberEdit(
  node: ts.LiteralTypeNode,
  renamed: ReadonlyMap<string, string>,
  tree: ts.SourceFile,
): Edit | undefined {
  const s = syntax();
  if (!s.isStringLiteral(node.literal)) return undefined;
  const target = renamed.get(node.literal.text);
  if (target === undefined) return undefined;
  const { parent } = node;
  const isMember = s.isUnionTypeNode(parent);
  const isWhole =
    (s.isTypeAliasDeclaration(parent) || s.isParameter(parent) || s.isPropertySignature(parent)) &&
    parent.type === node;
  if (!isMember && !isWhole) return undefined;
  const isThere =
    isMember &&
    parent.types.some(
      (one) => s.isLiteralTypeNode(one) && s.isStringLiteral(one.literal) && one.literal.text === target,
    );
  if (isThere) return undefined;
  const quote = tree.text[node.getStart(tree)] ?? "'";
  return insertAt(node.end, `${separator(node, tree)}| ${quote}${target}${quote}`);
}

/** A member on a line of its own gets a neighbour on the next one. */
function separator(node: ts.Node, tree: ts.SourceFile): string {
  const start = node.getStart(tree);
  const line = tree.text.slice(tree.text.lastIndexOf('\n', start - 1) + 1, start);
  const own = /^([ \t]*)\|[ \t]*$/.exec(line)?.[1];
  return own === undefined ? ' ' : `\n${own}`;
}
