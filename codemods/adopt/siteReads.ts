import type { ts } from 'ts-morph';
import { methodEntry } from '../../src/map/index';
import { syntax, treeOf } from '../files/sourceFile';
import { useOfName } from '../find/useOfName';
import type { CallShape, Site, SourceText } from '../plan/site';
import { functionAround } from '../source/declarations';
import { nodesIn } from '../source/nodesIn';
import { createReadingEngine } from '../transport/createReadingEngine';
import type { NameForm } from '../transport/placesOf';
import type { NameRead } from '../transport/startCall';
import type { Reach, Value } from '../transport/types';
import { alternatives } from '../transport/values/Value';

/** One thing that names a method and leads somewhere. */
export interface SiteRead {
  readonly read: NameRead;
  readonly tree: ts.SourceFile;
  /** What the name is a part of where it stands. */
  readonly form: NameForm;
}

/** What has to be followed of a site: its call; of a constant the calls that name it, here and in other files. */
export function siteReads(site: Site, file: SourceText, reach: Reach): SiteRead[] {
  const { shape, method, kind } = site;
  if (!shape) return [];
  const tree = treeOf(file);
  if (kind !== 'constant') return [readOf(shape, method, tree)];
  const constant = shape.constant;
  // An entry of a list or a Map, or what a function gives: it is followed by what it stands in.
  const itself = readOf({ place: shape.place, name: shape.name, awaited: false, ignored: false }, method, tree);
  if (!constant) return [itself];
  const here = [
    ...constant.calls.map((call) => readOf(call, method, tree)),
    ...constant.otherUses.flatMap((use) => chosenAt(use, method, tree, reach) ?? []),
  ];
  if (constant.exported) return [...here, ...elsewhere(site, constant.path.at(-1) ?? constant.root, tree, reach)];
  return here.length > 0 ? here : [itself];
}

function readOf({ call, name, params, place }: CallShape, method: string, tree: ts.SourceFile): SiteRead {
  const read: NameRead = {
    ...(call ? { call } : {}),
    name,
    ...(params ? { params } : {}),
    method,
    targets: methodEntry(method)?.v2 ?? [],
  };
  return { read, tree, form: place === 'url' ? formOf(name) : 'bare' };
}

/** How an address begins that is written out at the site. */
function formOf(name: ts.Expression): NameForm {
  const text = name.getText();
  if (/^[`'"](?:https?:)?\/\/|^`\$\{/.test(text) || !/^[`'"]/.test(text)) return 'address';
  return /^[`'"]\//.test(text) ? 'path' : 'bare';
}

/** `METHODS[key]`, which may be the constant: in a call, what is done with one of a table is done with all. */
function chosenAt(use: ts.Node, method: string, tree: ts.SourceFile, reach: Reach): SiteRead | undefined {
  const s = syntax();
  let at = use;
  while (
    (s.isPropertyAccessExpression(at.parent) || s.isElementAccessExpression(at.parent)) &&
    at.parent.expression === at
  )
    at = at.parent;
  if (!s.isElementAccessExpression(at)) return undefined;
  const shape = callBy(at);
  const isIn = shape && alternatives(valueAt(at, tree, reach)).some((one) => isText(one, method));
  return isIn ? readOf(shape, method, tree) : undefined;
}

/** The call, or the command of a batch, in which an expression names the method. */
function callBy(node: ts.Expression): CallShape | undefined {
  const { mention, shape, kind } = useOfName(node, 'name');
  return !mention && (kind === 'call' || kind === 'batch') ? shape : undefined;
}

function valueAt(node: ts.Expression, tree: ts.SourceFile, reach: Reach): Value {
  const engine = createReadingEngine(reach, new Map(), node);
  return engine.evaluate(node, engine.openFrame(functionAround(node), tree));
}

function isText(value: Value, text: string): boolean {
  return value.kind === 'literal' && value.value === text;
}

/** Calls in other files whose method is the constant. */
function elsewhere({ method }: Site, last: string, tree: ts.SourceFile, reach: Reach): SiteRead[] {
  const found: SiteRead[] = [];
  for (const file of reach.importers?.(tree.fileName) ?? []) {
    if (!file.text.includes(last)) continue;
    const other = treeOf(file);
    for (const node of namesIn(other, last)) {
      const shape = callBy(node);
      if (shape && isText(valueAt(node, other, reach), method)) found.push(readOf(shape, method, other));
    }
  }
  return found;
}

/** `x.name`, `x['name']` and `name` itself. */
function namesIn(tree: ts.SourceFile, name: string): ts.Expression[] {
  const s = syntax();
  const found: ts.Expression[] = [];
  for (const node of nodesIn(tree)) {
    if (s.isPropertyAccessExpression(node) && node.name.text === name) found.push(node);
    else if (
      s.isElementAccessExpression(node) &&
      s.isStringLiteralLike(node.argumentExpression) &&
      node.argumentExpression.text === name
    )
      found.push(node);
    else if (s.isIdentifier(node) && node.text === name && s.isCallExpression(node.parent)) found.push(node);
  }
  return found;
}
