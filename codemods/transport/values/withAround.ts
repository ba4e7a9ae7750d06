import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { attached } from '../../source/attached';

/** Does the name stand in a `with`, where it may mean a property of what that names? */
export function withAround(node: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (!mayHoldWith(tree)) return false;
  for (let at = node; at.parent; at = at.parent)
    if (s.isWithStatement(at.parent) && at.parent.statement === at) return true;
  return false;
}

const known = attached<ts.SourceFile, { readonly holds: boolean }>();

function mayHoldWith(tree: ts.SourceFile): boolean {
  const before = known.get(tree);
  if (before) return before.holds;
  const found = { holds: /\bwith\s*\(/.test(tree.text) };
  known.set(tree, found);
  return found.holds;
}
