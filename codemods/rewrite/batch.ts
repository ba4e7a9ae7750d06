import type { ts } from 'ts-morph';
import { methodEntry } from '../../src/map/index';
import { answerRule } from '../../src/map/rules';
import type { Edit, Site, SourceText } from '../site';
import { ANSWER_SOURCES } from '../source/answerSources';
import { keyOf } from '../source/literalValue';
import { Unprovable } from '../source/Unprovable';
import { syntax, treeOf } from '../sourceFile';
import { batchUses } from './batchUses';
import type { Imports } from './createWriter';
import type { RewriteContext } from './RewriteContext';
import { reasonsOf } from './rewriteSite';
import { transportOf } from './transportOf';

interface Plan {
  readonly edits: readonly Edit[];
  readonly imports: Imports;
  readonly target?: string;
  readonly reasons: readonly ('batch-reference' | ReturnType<typeof reasonsOf>[number])[];
}

interface Batch {
  /** The map or the list of commands. */
  readonly node: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;
  readonly call: ts.CallExpression;
}

/**
 * The commands of one batch change together: a command that moves changes the shape of its answer, and with it every
 * reference to it. Keys and positions stay.
 */
export function planBatch(
  site: Site,
  file: SourceText,
  context: RewriteContext,
  plan: (site: Site, inBatch: boolean) => Plan,
): [Site, Plan][] {
  const tree = treeOf(file);
  const batch = batchOf(site);
  if (!batch) throw new Unprovable('unproven-answer');
  const transport = transportOf(
    { place: 'argument', name: batch.call, call: batch.call, awaited: false, ignored: false },
    tree,
    context,
  );
  const members = context.sites.filter((one) => one.kind === 'batch' && batchOf(one)?.node === batch.node);
  const plans = new Map<Site, Plan>();
  for (const one of members) plans.set(one, tried(one, transport, plan));
  const moved = members.filter(
    (one) => plans.get(one)?.target !== undefined && (plans.get(one)?.edits.length ?? 0) > 0,
  );
  const keys = new Map<string, Site>();
  for (const one of moved) {
    const key = keyIn(batch, one);
    if (key !== undefined) keys.set(key, one);
  }
  const paths = new Map([...keys].map(([key, one]) => [key, referencePath(one)]));
  const answers = batchUses(
    batch.call,
    batch.node,
    tree,
    new Map([...keys].map(([key, one]) => [key, sourcePath(one)])),
  );
  if (answers === undefined || keys.size !== moved.length) {
    return members.map((one): [Site, Plan] => [
      one,
      moved.includes(one) ? { edits: [], imports: new Map(), reasons: ['unproven-answer'] } : stays(plans.get(one)),
    ]);
  }
  const own = moved
    .flatMap((one) => plans.get(one)?.edits ?? [])
    .map((edit) => ({ ...edit, text: redirected(edit.text, paths) }));
  const all = [...own, ...elsewhere(batch.node, own, paths, tree), ...answers];
  return members.map((one): [Site, Plan] => {
    const found = plans.get(one);
    return [one, found && moved.includes(one) ? { ...found, edits: all } : stays(found)];
  });
}

function stays(plan: Plan | undefined): Plan {
  return { edits: [], imports: new Map(), reasons: plan?.reasons ?? [], target: plan?.target };
}

function tried(
  site: Site,
  transport: ReturnType<typeof transportOf>,
  plan: (site: Site, inBatch: boolean) => Plan,
): Plan {
  try {
    if (transport?.flat) throw new Unprovable('flat-transport');
    if (transport?.addsClientId) throw new Unprovable('adds-client-id');
    return plan(site, true);
  } catch (error) {
    return { edits: [], imports: new Map(), reasons: reasonsOf(error), target: undefined };
  }
}

function batchOf({ shape }: Site): Batch | undefined {
  const s = syntax();
  let node: ts.Node | undefined = shape?.container;
  if (!node) return undefined;
  node = node.parent;
  if (s.isPropertyAssignment(node)) node = node.parent;
  if (!s.isObjectLiteralExpression(node) && !s.isArrayLiteralExpression(node)) return undefined;
  let at: ts.Node = node.parent;
  // `{ halt: 0, cmd: { … } }`
  if (s.isPropertyAssignment(at) && s.isObjectLiteralExpression(at.parent)) at = at.parent.parent;
  return s.isCallExpression(at) ? { node, call: at } : undefined;
}

/** Name or position of a command. */
function keyIn({ node }: Batch, { shape }: Site): string | undefined {
  const s = syntax();
  const container = shape?.container;
  if (s.isArrayLiteralExpression(node)) return container && String(node.elements.indexOf(container));
  const property = container?.parent;
  return property && s.isPropertyAssignment(property) ? keyOf(property.name) : undefined;
}

function referencePath({ method }: Site): { path: string; each: string } {
  const entry = methodEntry(method);
  const rule = entry && answerRule(entry.answer);
  const brackets = (keys: readonly string[]): string => keys.map((key) => `[${key}]`).join('');
  return { path: brackets(rule?.path ?? []), each: brackets(rule?.each ?? []) };
}

function sourcePath({ method }: Site): string {
  const entry = methodEntry(method);
  const path = entry && ANSWER_SOURCES[entry.answer].path;
  if (path === undefined) throw new Unprovable('unproven-answer');
  return path;
}

type Paths = ReadonlyMap<string, { readonly path: string; readonly each: string }>;

/** `$result[msg]` becomes `$result[msg][id]`. */
function redirected(text: string, paths: Paths): string {
  return text.replace(
    /(\$result\[([^\]]+)\])(\[\d+\])?/g,
    (whole, head: string, key: string, index: string | undefined) => {
      const found = paths.get(key);
      if (!found) return whole;
      return found.each === ''
        ? `${head}${found.path}${index ?? ''}`
        : `${head}${index ?? ''}${index ? found.each : ''}`;
    },
  );
}

/** References in commands that stay as they are. */
function elsewhere(node: ts.Node, own: readonly Edit[], paths: Paths, tree: ts.SourceFile): Edit[] {
  const s = syntax();
  const edits: Edit[] = [];
  const visit = (inner: ts.Node): void => {
    const isText = s.isStringLiteralLike(inner) || s.isTemplateHead(inner) || s.isTemplateMiddleOrTemplateTail(inner);
    if (isText) {
      const start = inner.getStart(tree);
      const text = tree.text.slice(start, inner.end);
      const changed = redirected(text, paths);
      const within = own.some((edit) => edit.start <= start && inner.end <= edit.end);
      if (changed !== text && !within) edits.push({ start, end: inner.end, text: changed });
    }
    s.forEachChild(inner, visit);
  };
  visit(node);
  return edits;
}
