import type { ts } from 'ts-morph';
import { methodEntry } from '../../src/map/index';
import { answerRule } from '../../src/map/rules';
import { syntax, treeOf } from '../files/sourceFile';
import type { Assumption, Edit, Site, SourceText } from '../plan/site';
import type { ReasonId } from '../report/reasons';
import { ANSWER_SOURCES } from '../source/answerSources';
import { declarationOf } from '../source/declarations';
import { propertyKey } from '../source/literalValue';
import { Unprovable } from '../source/Unprovable';
import type { TransportReading } from '../transport/TransportReading';
import { batchErrorsLeave } from './batchErrorsLeave';
import { batchUses } from './batchUses';
import { doubtfulType } from './doubtfulType';
import { handedReference } from './handedReference';
import type { Imports } from './Imports';
import { ownReferences } from './ownReferences';
import { paramsOf } from './paramsOf';
import type { RewriteContext } from './RewriteContext';
import { reasonsOf } from './reasonsOf';
import { checkAssumed, checkTransport, reachOf, transportOf } from './seenTransport';
import { type SentBatch, sentBatch } from './sentBatch';

interface BatchPlan {
  readonly edits: readonly Edit[];
  readonly imports: Imports;
  readonly target?: string;
  readonly assumed?: readonly Assumption[];
  readonly accepted?: readonly ReasonId[];
  readonly isDoubtful?: boolean;
  readonly called?: ts.CallExpression;
  readonly params?: readonly string[];
  readonly reasons: readonly ('batch-reference' | ReturnType<typeof reasonsOf>[number])[];
}

/**
 * The commands of one batch change together: a command that moves changes the shape of its answer, and with it every
 * reference to it. Keys and positions stay.
 */
export function planBatch(
  site: Site,
  file: SourceText,
  context: RewriteContext,
  plan: (site: Site, inBatch: boolean, isForm: boolean) => BatchPlan,
): [Site, BatchPlan][] {
  const tree = treeOf(file);
  const batch = sentBatch(site, tree);
  if (!batch) throw new Unprovable('unproven-answer');
  const members = context.sites.filter(
    (one) => one.kind === 'batch' && context.wanted?.(one) !== false && sentBatch(one, tree)?.node === batch.node,
  );
  const plans = new Map<Site, BatchPlan>();
  for (const one of members) {
    const beside = members.flatMap((other) => (other === one ? [] : (other.shape?.params ?? [])));
    plans.set(one, tried(one, readingIn(one, batch, beside, file, context), file, context, plan));
  }
  for (const one of members) {
    const loss = lossOfList(one, batch, tree);
    const made = plans.get(one);
    if (loss === undefined || !made?.target) continue;
    const isTaken = context.accept?.includes(loss) === true;
    plans.set(
      one,
      isTaken ? { ...made, accepted: [...(made.accepted ?? []), loss] } : { ...stays(made), reasons: [loss] },
    );
  }
  const moved = members.filter(
    (one) => plans.get(one)?.target !== undefined && (plans.get(one)?.edits.length ?? 0) > 0,
  );
  const keys = new Map<string, Site>();
  for (const one of moved) {
    const key = keyIn(batch, one);
    if (key !== undefined) keys.set(key, one);
  }
  const paths = new Map([...keys].map(([key, one]) => [key, referencePath(one)]));
  const errors: ts.Node[] = [];
  const answers = batchUses(
    batch.call,
    batch.node,
    batch.whole,
    tree,
    new Map([...keys].map(([key, one]) => [key, sourcePath(one)])),
    batch.part,
    errors,
  );
  const references = ownReferences(batch, tree);
  // A command without a known key can be referred to by nobody knows what.
  const isUnnamed = keys.size !== moved.length || [...keys].some(([key, one]) => isPutTwice(key, one, batch));
  const isAnonymous = isUnnamed && (references.length > 0 || answers?.length !== 0);
  const isComputed =
    references.some((one) => mayName(textIn(one), keys, keys.size !== moved.length)) ||
    (moved.length > 0 && handedReference(batch, tree, reachOf(file, context)));
  const leaves = !context.assumeErrors && errors.some((one) => batchErrorsLeave(one, tree));
  if (answers === undefined || isAnonymous || isComputed || leaves) {
    const isUnproven = answers === undefined || isAnonymous;
    const reason = isComputed ? 'batch-reference' : isUnproven ? 'unproven-answer' : 'error-leaves';
    return members.map((one): [Site, BatchPlan] => [
      one,
      moved.includes(one) ? { edits: [], imports: new Map(), reasons: [reason] } : stays(plans.get(one)),
    ]);
  }
  const own = moved
    .flatMap((one) => plans.get(one)?.edits ?? [])
    .map((edit) => ({ ...edit, text: redirected(edit.text, paths) }));
  const all = [...own, ...elsewhere(references, own, paths, tree), ...answers];
  return members.map((one): [Site, BatchPlan] => {
    const found = plans.get(one);
    return [one, found && moved.includes(one) ? { ...found, edits: all, called: batch.call } : stays(found)];
  });
}

function stays(plan: BatchPlan | undefined): BatchPlan {
  const { reasons = [], params = [], target } = plan ?? {};
  return { edits: [], imports: new Map(), reasons, params, target };
}

/** A reference whose key, or a part of it, is put in when the code runs: can it be one of these, or one that nobody knows? */
function mayName(text: string, keys: ReadonlyMap<string, Site>, hasOthers: boolean): boolean {
  const [, begins] = /\$result(?:\[([^\]]*))?$/.exec(text) ?? [];
  if (begins === undefined) return text.endsWith('$result');
  return hasOthers || [...keys.keys()].some((key) => key.startsWith(begins));
}

function textIn(node: ts.Node): string {
  const s = syntax();
  const isText = s.isStringLiteralLike(node) || s.isTemplateHead(node) || s.isTemplateMiddleOrTemplateTail(node);
  return isText ? node.text : '';
}

/** Another command is put under the same key: which of the two is answered shows when the code runs. */
function isPutTwice(key: string, site: Site, { node, commands }: SentBatch): boolean {
  const s = syntax();
  const container = site.shape?.container;
  if (s.isObjectLiteralExpression(node) && node.properties.some((one) => isOther(one, key, container))) return true;
  return commands.some((one) => {
    const { parent } = one;
    if (one === container || one === node || !s.isBinaryExpression(parent)) return false;
    return keyOfAccess(parent.left) === key;
  });
}

function isOther(property: ts.ObjectLiteralElementLike, key: string, container: ts.Node | undefined): boolean {
  const s = syntax();
  if (!property.name || propertyKey(property.name) !== key) return false;
  return !s.isPropertyAssignment(property) || property.initializer !== container;
}

function keyOfAccess(access: ts.Expression): string | undefined {
  const s = syntax();
  if (s.isPropertyAccessExpression(access)) return access.name.text;
  const key = s.isElementAccessExpression(access) ? access.argumentExpression : undefined;
  return key && s.isStringLiteralLike(key) ? key.text : undefined;
}

/** v2 gives a long list in parts: the loss of a command whose list is read. */
function lossOfList(site: Site, { node, call, whole, part }: SentBatch, tree: ts.SourceFile): ReasonId | undefined {
  const entry = methodEntry(site.method);
  const { full } = entry ? answerRule(entry.answer) : {};
  if (!full) return undefined;
  const key = keyIn({ node }, site);
  if (key === undefined) return full.loss;
  const reads = batchUses(call, node, whole, tree, new Map([[key, sourcePath(site)]]), part);
  // A reference of a command takes one of the list, and that is there.
  return reads?.length === 0 ? undefined : full.loss;
}

/** The transport of a batch, read for one of its commands. */
function readingIn(
  { shape, method }: Site,
  { call, part }: SentBatch,
  beside: readonly ts.Expression[],
  file: SourceText,
  context: RewriteContext,
): TransportReading | undefined {
  const { isIdentifier } = syntax();
  const commands = part && call.arguments.find((one) => isIdentifier(one) && declarationOf(one, treeOf(file)) === part);
  return shape && transportOf({ ...shape, call }, method, file, context, commands, beside);
}

function tried(
  site: Site,
  transport: TransportReading | undefined,
  file: SourceText,
  context: RewriteContext,
  plan: (site: Site, inBatch: boolean, isForm: boolean) => BatchPlan,
): BatchPlan {
  try {
    const assumed = checkTransport(transport);
    const made = plan(site, true, transport?.encoding === 'form');
    const typed = site.shape && { shape: site.shape, method: site.method, readsAnswer: false };
    const doubt = typed && doubtfulType(typed, undefined, file, context);
    checkAssumed(assumed, transport, context, doubt);
    return { ...made, assumed: [...assumed, ...(made.assumed ?? [])], isDoubtful: doubt !== undefined };
  } catch (error) {
    return { edits: [], imports: new Map(), reasons: reasonsOf(error), params: paramsOf(error), target: undefined };
  }
}

/** Name or position of a command; undefined where it is known only when the code runs. */
function keyIn({ node }: Pick<SentBatch, 'node'>, { shape }: Site): string | undefined {
  const s = syntax();
  const container = shape?.container;
  const parent = container?.parent;
  if (!container || !parent) return undefined;
  if (s.isBinaryExpression(parent)) return keyOfAccess(parent.left);
  if (s.isArrayLiteralExpression(node)) {
    const at = node.elements.indexOf(container);
    return at < 0 ? undefined : String(at);
  }
  return s.isPropertyAssignment(parent) ? propertyKey(parent.name) : undefined;
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
  return text.replace(/\$result\[([^\]]*)\]((?:\[[^\]]*\])*)/g, (whole, key: string, rest: string) => {
    const found = paths.get(key);
    return found ? `$result[${key}]${found.path}${rest}${rest === '' ? '' : found.each}` : whole;
  });
}

/** References in commands that stay as they are. */
function elsewhere(references: readonly ts.Node[], own: readonly Edit[], paths: Paths, tree: ts.SourceFile): Edit[] {
  return references.flatMap((text): Edit[] => {
    const start = text.getStart(tree);
    const before = text.getText(tree);
    const changed = redirected(before, paths);
    const isDone = changed === before || own.some((edit) => edit.start <= start && text.end <= edit.end);
    return isDone ? [] : [{ start, end: text.end, text: changed }];
  });
}
