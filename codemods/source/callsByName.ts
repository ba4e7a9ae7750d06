import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { addTo } from './addTo';
import { attached } from './attached';
import { type CallOrNew, callsIn } from './callsIn';
import { unwrap } from './unwrap';

/** The calls of a file by the last name of what they call. */
export function callsByName(tree: ts.SourceFile): ReadonlyMap<string, readonly CallOrNew[]> {
  const known = named.get(tree);
  if (known) return known;
  const found = new Map<string, CallOrNew[]>();
  for (const node of callsIn(tree)) {
    const name = lastName(node)?.text;
    if (name !== undefined) addTo(found, name, node);
  }
  named.set(tree, found);
  return found;
}

const named = attached<ts.SourceFile, ReadonlyMap<string, readonly CallOrNew[]>>();

function lastName(node: CallOrNew): ts.Identifier | undefined {
  const s = syntax();
  const callee = unwrap(node.expression);
  const last = s.isPropertyAccessExpression(callee) ? callee.name : callee;
  return s.isIdentifier(last) ? last : undefined;
}
