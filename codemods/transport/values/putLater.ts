import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../../files/sourceFile';
import { isTestFile } from '../../files/testFile';
import { functionAround } from '../../source/declarations';
import { nodesIn } from '../../source/nodesIn';
import { apartOf, lookedUp } from '../apartOf';
import { plainRoot } from '../changes/plainRoot';
import { pathOf } from '../pathOf';
import type { ReadingEngine, Value } from '../types';
import { alternatives, REPLACED } from './Value';

/** Something that is put into a collection; of a Map also under which key. */
interface Put {
  readonly node: ts.Node;
  readonly key?: Value;
  readonly value: Value;
  readonly isByName: boolean;
}

/**
 * What is put into a list, a Set or a Map where the reading does not come by: in another file, under another name, by a
 * function that is told what. It is known by where it is made.
 */
export function putLater(made: ts.Node, engine: ReadingEngine): readonly Put[] {
  if (engine.isApart) return [];
  const path = pathOf(made);
  const around = functionAround(made);
  return treesAround(made, PUTS, engine).flatMap((tree) =>
    (putsIn(tree, engine).get(path) ?? []).filter(
      // What its own function does with it has been followed, and so has what its file does by its name.
      ({ node, isByName }) =>
        !(isByName && tree === made.getSourceFile()) &&
        (syntax().isSourceFile(around) || pathOf(functionAround(node)) !== pathOf(around)),
    ),
  );
}

const MOST = 200;

/** The file in which something is made, the site's, and those that come by the first through imports and have such a text. */
export function treesAround(made: ts.Node, texts: RegExp, { site, reach }: ReadingEngine): ts.SourceFile[] {
  const own = made.getSourceFile();
  const found = [own];
  const seen = new Set([own.fileName]);
  const add = (tree: ts.SourceFile) => {
    if (tree.fileName !== own.fileName) found.push(tree);
  };
  const open = [own.fileName];
  for (let at = open.pop(); at !== undefined && found.length < MOST; at = open.pop()) {
    for (const file of reach.importers?.(at) ?? []) {
      if (seen.has(file.path) || isTestFile(file.path)) continue;
      seen.add(file.path);
      open.push(file.path);
      if (texts.test(file.text)) add(treeOf(file));
    }
  }
  if (!seen.has(site.getSourceFile().fileName)) add(site.getSourceFile());
  return found;
}

const PUTS = /\.\s*(?:push|unshift|splice|fill|add|set|append)\s*\(|\]\s*=(?![=>])/;
const METHODS = /^(?:push|unshift|splice|fill|add|set|append)$/;

type Puts = ReadonlyMap<string, readonly Put[]>;

const known = new WeakMap<ReadingEngine, Map<ts.SourceFile, Puts>>();

/** By where what it is put into is made. */
function putsIn(tree: ts.SourceFile, engine: ReadingEngine): Puts {
  const apart = apartOf(engine);
  const all = known.get(apart) ?? new Map<ts.SourceFile, Puts>();
  known.set(apart, all);
  const before = all.get(tree);
  if (before) return before;
  const found = new Map<string, Put[]>();
  all.set(tree, found);
  for (const { node, target, key, values } of writtenIn(tree)) {
    if (values.length === 0) continue;
    for (const place of placesOf(lookedUp(target, apart))) {
      const isByName = syntax().isIdentifier(target);
      const puts = values.flatMap((one) => putBy(key, one, apart)).map((one) => ({ ...one, node, isByName }));
      found.set(place, [...(found.get(place) ?? []), ...puts]);
    }
  }
  return found;
}

function placesOf(value: Value): string[] {
  return alternatives(value).flatMap((one) => {
    const node = one.kind === 'list' ? one.at : one.kind === 'made' ? one.node : undefined;
    return node ? [pathOf(node)] : [];
  });
}

/** Functions are followed; of what does not show nobody says what it does. */
function putBy(
  key: ts.Expression | undefined,
  value: ts.Expression,
  apart: ReadingEngine,
): Pick<Put, 'key' | 'value'>[] {
  const told = key ? { key: lookedUp(key, apart) } : {};
  return alternatives(lookedUp(value, apart)).map((one) => ({
    ...told,
    value: one.kind === 'unknown' ? REPLACED : one,
  }));
}

interface Written {
  readonly node: ts.Node;
  readonly target: ts.Expression;
  readonly key?: ts.Expression;
  readonly values: readonly ts.Expression[];
}

function writtenIn(tree: ts.SourceFile): Written[] {
  const s = syntax();
  const found: Written[] = [];
  for (const node of nodesIn(tree)) {
    const written = s.isCallExpression(node) ? byMethod(node) : s.isBinaryExpression(node) ? byIndex(node) : undefined;
    if (written && !isText(written.target)) found.push(written);
  }
  return found;
}

/** `list.push(a, b)`, `list.splice(0, 1, a)`, `map.set(key, a)` */
function byMethod(node: ts.CallExpression): Written | undefined {
  const s = syntax();
  const { expression: callee, arguments: given } = node;
  if (!s.isPropertyAccessExpression(callee) || !METHODS.test(callee.name.text)) return undefined;
  const { expression: target, name } = callee;
  const [key] = given;
  if (!key) return undefined;
  if (name.text === 'set' || name.text === 'append') return { node, target, key, values: given.slice(1) };
  return { node, target, values: name.text === 'splice' ? given.slice(2) : [...given] };
}

/** `list[at] = a` */
function byIndex(node: ts.BinaryExpression): Written | undefined {
  const s = syntax();
  const { left, right, operatorToken } = node;
  if (!s.isElementAccessExpression(left) || !/^(?:=|\?\?=|\|\|=)$/.test(operatorToken.getText())) return undefined;
  return s.isStringLiteralLike(left.argumentExpression)
    ? undefined
    : { node, target: left.expression, values: [right] };
}

/** Neither a list nor a collection. */
function isText(target: ts.Expression): boolean {
  const root = plainRoot(target);
  return root !== undefined && 'made' in root && syntax().isObjectLiteralExpression(root.made);
}
