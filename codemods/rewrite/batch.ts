import type { ts } from 'ts-morph';
import { methodEntry } from '../../src/map/index';
import { answerRule } from '../../src/map/rules';
import { attached } from '../attached';
import type { ReasonId } from '../reasons';
import type { Assumption, Edit, Site, SourceText } from '../site';
import { ANSWER_SOURCES } from '../source/answerSources';
import { declarationOf, functionAround, referencesOf } from '../source/declarations';
import { propertyKey } from '../source/literalValue';
import { Unprovable } from '../source/Unprovable';
import { syntax, treeOf } from '../sourceFile';
import type { TransportReading } from '../transport/TransportReading';
import { batchUses } from './batchUses';
import { doubtfulType } from './doubtfulType';
import type { Imports } from './Imports';
import { isLogged } from './isLogged';
import { paramsOf } from './paramsOf';
import { partedBatch } from './partedBatch';
import type { RewriteContext } from './RewriteContext';
import { reasonsOf } from './reasonsOf';
import { checkAssumed, checkTransport, transportOf } from './seenTransport';

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

interface Batch {
  /** The map or the list of commands. */
  readonly node: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;
  readonly call: ts.CallExpression;
  /** Where references to the answers can stand. */
  readonly scope: ts.Node;
  /** All commands stand in the literal. */
  readonly whole: boolean;
  /** The variable that holds the commands where they are sent in parts. */
  readonly part?: ts.Node;
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
  const batch = batchOf(site, tree);
  if (!batch) throw new Unprovable('unproven-answer');
  const members = context.sites.filter(
    (one) => one.kind === 'batch' && context.wanted?.(one) !== false && batchOf(one, tree)?.node === batch.node,
  );
  const plans = new Map<Site, BatchPlan>();
  for (const one of members) plans.set(one, tried(one, readingIn(one, batch, file, context), file, context, plan));
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
  const answers = batchUses(
    batch.call,
    batch.node,
    batch.whole,
    tree,
    new Map([...keys].map(([key, one]) => [key, sourcePath(one)])),
    batch.part,
  );
  // A command without a known key can be referred to by nobody knows what.
  const isAnonymous =
    keys.size !== moved.length && (batch.scope.getText().includes('$result') || answers?.length !== 0);
  const isComputed = /\$result\[(?:\$\{|['"]\s*\+)/.test(batch.scope.getText());
  if (answers === undefined || isAnonymous || isComputed) {
    return members.map((one): [Site, BatchPlan] => [
      one,
      moved.includes(one)
        ? { edits: [], imports: new Map(), reasons: [isComputed ? 'batch-reference' : 'unproven-answer'] }
        : stays(plans.get(one)),
    ]);
  }
  const own = moved
    .flatMap((one) => plans.get(one)?.edits ?? [])
    .map((edit) => ({ ...edit, text: redirected(edit.text, paths) }));
  const all = [...own, ...elsewhere(batch.scope, own, paths, tree), ...answers];
  return members.map((one): [Site, BatchPlan] => {
    const found = plans.get(one);
    return [one, found && moved.includes(one) ? { ...found, edits: all, called: batch.call } : stays(found)];
  });
}

function stays(plan: BatchPlan | undefined): BatchPlan {
  const { reasons = [], params = [], target } = plan ?? {};
  return { edits: [], imports: new Map(), reasons, params, target };
}

/** v2 gives a long list in parts: the loss of a command whose list is read. */
function lossOfList(site: Site, { node, call, whole, part }: Batch, tree: ts.SourceFile): ReasonId | undefined {
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
  { call, part }: Batch,
  file: SourceText,
  context: RewriteContext,
): TransportReading | undefined {
  const { isIdentifier } = syntax();
  const commands = part && call.arguments.find((one) => isIdentifier(one) && declarationOf(one, treeOf(file)) === part);
  return shape && transportOf({ ...shape, call }, method, file, context, commands);
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
    checkAssumed(assumed, context, doubt);
    return { ...made, assumed: [...assumed, ...(made.assumed ?? [])], isDoubtful: doubt !== undefined };
  } catch (error) {
    return { edits: [], imports: new Map(), reasons: reasonsOf(error), params: paramsOf(error), target: undefined };
  }
}

function batchOf({ shape }: Site, tree: ts.SourceFile): Batch | undefined {
  const s = syntax();
  const container = shape?.container;
  if (!container) return undefined;
  const { parent } = container;
  // `commands.send = { … }`, `commands[key] = { … }`, `commands.push([ … ])`
  if (s.isBinaryExpression(parent) && parent.right === container) return builtBatch(ownerOf(parent.left), tree);
  if (s.isCallExpression(parent) && isPush(parent)) return builtBatch(ownerOf(parent.expression), tree);
  const node = s.isPropertyAssignment(parent) ? parent.parent : parent;
  if (!s.isObjectLiteralExpression(node) && !s.isArrayLiteralExpression(node)) return undefined;
  if (s.isVariableDeclaration(node.parent) && s.isIdentifier(node.parent.name))
    return builtBatch(node.parent.name, tree);
  const call = callWith(node);
  return call && { node, call, scope: node, whole: true };
}

/** Commands that are gathered in a variable and sent by one call. */
function builtBatch(name: ts.Identifier | undefined, tree: ts.SourceFile): Batch | undefined {
  const declaration = name && variableOf(name, tree);
  if (!declaration) return undefined;
  const known = built.get(declaration);
  if (known) return known.batch;
  const batch = batchIn(declaration, tree);
  built.set(declaration, { batch });
  return batch;
}

/** Asked for each command that is gathered. */
const built = attached<ts.VariableDeclaration, { readonly batch: Batch | undefined }>();

function batchIn(declaration: ts.VariableDeclaration, tree: ts.SourceFile): Batch | undefined {
  const s = syntax();
  const node = declaration.initializer;
  if (!node || (!s.isObjectLiteralExpression(node) && !s.isArrayLiteralExpression(node)))
    return inParts(declaration, tree);
  let call: ts.CallExpression | undefined;
  let whole = true;
  for (const use of referencesOf(declaration, tree)) {
    const sent = callWith(use);
    if (isLogged(use)) continue;
    if (isGathering(use)) whole = false;
    else if (sent && !call) call = sent;
    else return undefined;
  }
  return call && { node, call, scope: functionAround(call), whole };
}

/** Commands of several batches that one call sends, part by part. */
function inParts(declaration: ts.VariableDeclaration, tree: ts.SourceFile): Batch | undefined {
  const found = partedBatch(declaration, isGathering, tree);
  if (!found) return undefined;
  let call: ts.CallExpression | undefined;
  for (const use of referencesOf(found.sent, tree)) {
    const sent = callWith(use);
    if (isLogged(use)) continue;
    if (!sent || call) return undefined;
    call = sent;
  }
  return call && { node: found.node, call, scope: functionAround(found.parts), whole: false, part: found.sent };
}

function variableOf(name: ts.Identifier, tree: ts.SourceFile): ts.VariableDeclaration | undefined {
  const s = syntax();
  if (s.isVariableDeclaration(name.parent)) return name.parent;
  const declaration = declarationOf(name, tree);
  return declaration && s.isVariableDeclaration(declaration) ? declaration : undefined;
}

/** `commands.x = …`, `commands[x] = …`, `commands.push(…)` */
function isGathering(use: ts.Identifier): boolean {
  const s = syntax();
  const access = use.parent;
  if (!s.isPropertyAccessExpression(access) && !s.isElementAccessExpression(access)) return false;
  const { parent } = access;
  if (s.isBinaryExpression(parent))
    return parent.left === access && parent.operatorToken.kind === s.SyntaxKind.EqualsToken;
  return s.isCallExpression(parent) && isPush(parent);
}

function isPush({ expression }: ts.CallExpression): boolean {
  return syntax().isPropertyAccessExpression(expression) && expression.name.text === 'push';
}

function ownerOf(access: ts.Expression): ts.Identifier | undefined {
  const s = syntax();
  if (!s.isPropertyAccessExpression(access) && !s.isElementAccessExpression(access)) return undefined;
  return s.isIdentifier(access.expression) ? access.expression : undefined;
}

/** The call that the commands are an argument of, also as `{ halt: 0, cmd }`. */
function callWith(node: ts.Node): ts.CallExpression | undefined {
  const s = syntax();
  let at: ts.Node = node.parent;
  if (s.isShorthandPropertyAssignment(at) || s.isPropertyAssignment(at)) at = at.parent.parent;
  return s.isCallExpression(at) && at.expression !== node ? at : undefined;
}

/** Name or position of a command; undefined where it is known only when the code runs. */
function keyIn({ node }: Pick<Batch, 'node'>, { shape }: Site): string | undefined {
  const s = syntax();
  const container = shape?.container;
  const parent = container?.parent;
  if (!container || !parent) return undefined;
  if (s.isBinaryExpression(parent)) {
    if (s.isPropertyAccessExpression(parent.left)) return parent.left.name.text;
    const key = s.isElementAccessExpression(parent.left) ? parent.left.argumentExpression : undefined;
    return key && s.isStringLiteralLike(key) ? key.text : undefined;
  }
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
function elsewhere(node: ts.Node, own: readonly Edit[], paths: Paths, tree: ts.SourceFile): Edit[] {
  const s = syntax();
  const edits: Edit[] = [];
  const visit = (inner: ts.Node): void => {
    const isText = s.isStringLiteralLike(inner) || s.isTemplateHead(inner) || s.isTemplateMiddleOrTemplateTail(inner);
    if (isText) {
      const start = inner.getStart(tree);
      const text = tree.text.slice(start, inner.end);
      const changed = redirected(text, paths);
      if (changed !== text && !own.some((edit) => edit.start <= start && inner.end <= edit.end))
        edits.push({ start, end: inner.end, text: changed });
    }
    s.forEachChild(inner, visit);
  };
  visit(node);
  return edits;
}
