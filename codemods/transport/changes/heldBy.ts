import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { addTo } from '../../source/addTo';
import { attached } from '../../source/attached';
import { classAround } from '../../source/classAround';
import { declarationOf, referencesOf } from '../../source/declarations';
import { propertyKey } from '../../source/literalValue';
import { nodesIn } from '../../source/nodesIn';
import { unwrap } from '../../source/unwrap';
import type { ReadingEngine } from '../types';
import type { Flow, Next } from './Flow';
import { mayTuneClient } from './leavesAlone';

/** All that holds something once it is put there: `parts.api = api`, `this.api = api`, `found = api`. */
export function heldBy(given: ts.Expression, path: readonly string[], node: ts.Node, engine: ReadingEngine): Next {
  const s = syntax();
  const left = unwrap(given);
  if (s.isPropertyAccessExpression(left)) return heldBy(left.expression, [left.name.text, ...path], node, engine);
  if (s.isElementAccessExpression(left)) {
    const key = left.argumentExpression;
    return heldBy(left.expression, [s.isStringLiteralLike(key) ? key.text : '*', ...path], node, engine);
  }
  if (left.kind === s.SyntaxKind.ThisKeyword) {
    const around = classAround(left);
    return { next: around ? instancesOf(around, path, false) : [] };
  }
  if (!s.isIdentifier(left)) return { next: [] };
  if (path.length > 0 && mayTuneClient(left, engine)) return { next: [], reached: { node, target: left } };
  const declaration = declarationOf(left, left.getSourceFile());
  return { next: declaration ? usesWith(declaration, path) : [] };
}

/** Every use of a name. */
export function usesWith(declaration: Parameters<typeof referencesOf>[0], path: readonly string[]): readonly Flow[] {
  return referencesOf(declaration, declaration.getSourceFile()).map((node) => ({ node, path }));
}

/** What the names of a pattern hold. */
export function boundBy(name: ts.BindingName, path: readonly string[]): readonly Flow[] {
  const s = syntax();
  if (s.isIdentifier(name)) {
    const declaration = declarationOf(name, name.getSourceFile());
    return declaration ? usesWith(declaration, path) : [];
  }
  const [first, ...rest] = path;
  if (first === undefined) return [];
  return name.elements.flatMap((one) => {
    if (s.isOmittedExpression(one)) return [];
    if (one.dotDotDotToken) return boundBy(one.name, path);
    const key = s.isIdentifier(one.name) ? one.name.text : '';
    const own = one.propertyName ? propertyKey(one.propertyName) : key;
    if (first === '**') return boundBy(one.name, path);
    return first === '*' || first === own ? boundBy(one.name, rest) : [];
  });
}

/** Instances of a class, or the class where it is static: wherever the file makes or names them, and `this` within. */
export function instancesOf(
  node: ts.ClassLikeDeclaration,
  path: readonly string[],
  isStatic: boolean,
): readonly Flow[] {
  const s = syntax();
  const own = thisesIn(node.getSourceFile()).get(node) ?? [];
  const uses = s.isClassDeclaration(node) ? referencesOf(node, node.getSourceFile()) : [];
  const made = uses.flatMap((one): ts.Expression[] => {
    if (isStatic) return [one];
    return s.isNewExpression(one.parent) && one.parent.expression === one ? [one.parent] : [];
  });
  return [...own, ...made].map((at) => ({ node: at, path }));
}

const known = attached<ts.SourceFile, ReadonlyMap<ts.Node, readonly ts.Expression[]>>();

/** All `this` of a file, by the classes that they stand in. */
function thisesIn(tree: ts.SourceFile): ReadonlyMap<ts.Node, readonly ts.Expression[]> {
  const before = known.get(tree);
  if (before) return before;
  const s = syntax();
  const found = new Map<ts.Node, ts.Expression[]>();
  for (const node of nodesIn(tree)) {
    if (node.kind !== s.SyntaxKind.ThisKeyword || !s.isExpression(node)) continue;
    const around = classAround(node);
    if (around) addTo(found, around, node);
  }
  known.set(tree, found);
  return found;
}
