import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { attached } from '../source/attached';

const paths = attached<ts.Node, string>();

/**
 * Where a node stands, by the names around it: the same in two trees of one file, also where calls in it have been moved in
 * the meantime.
 */
export function pathOf(node: ts.Node): string {
  const known = paths.get(node);
  if (known !== undefined) return known;
  const s = syntax();
  if (s.isSourceFile(node)) return node.fileName;
  const name = nameOf(node);
  const path =
    name === undefined
      ? `${pathOf(node.parent)}/${node.kind}#${placeIn(node.parent, node)}`
      : `${pathOf(containerOf(node))}/${name}`;
  paths.set(node, path);
  return path;
}

function nameOf(node: ts.Node): string | undefined {
  const s = syntax();
  if (!('name' in node) || s.isPropertyAccessExpression(node)) return undefined;
  const { name } = node;
  return typeof name === 'object' && name !== null && 'text' in name && typeof name.text === 'string'
    ? name.text
    : undefined;
}

function containerOf(node: ts.Node): ts.Node {
  const s = syntax();
  let at = node.parent;
  while (!s.isSourceFile(at) && !s.isFunctionLike(at) && !s.isClassLike(at) && !s.isObjectLiteralExpression(at))
    at = at.parent;
  return at;
}

const places = attached<ts.Node, ReadonlyMap<ts.Node, number>>();

/** The how manieth of its kind, counted once for all that stand beside it. */
function placeIn(parent: ts.Node, node: ts.Node): number {
  const known = places.get(parent);
  if (known) return known.get(node) ?? 0;
  const counts = new Map<ts.SyntaxKind, number>();
  const found = new Map<ts.Node, number>();
  syntax().forEachChild(parent, (child) => {
    const count = counts.get(child.kind) ?? 0;
    counts.set(child.kind, count + 1);
    found.set(child, count);
  });
  places.set(parent, found);
  return found.get(node) ?? 0;
}
