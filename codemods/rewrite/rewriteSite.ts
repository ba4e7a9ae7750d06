import type { ts } from 'ts-morph';
import type { MethodEntry } from '../../src/map/entry';
import { methodEntry } from '../../src/map/index';
import { NeedsValue } from '../../src/translate/buildRequest';
import { attached } from '../attached';
import { bySeverity, type ReasonId } from '../reasons';
import type { CallShape, Edit, Outcome, Site, SourceText } from '../site';
import { withOverlay } from '../source/textOf';
import { Unprovable } from '../source/Unprovable';
import { VALUES_MODULE } from '../source/valueHelpers';
import { treeOf } from '../sourceFile';
import { adaptAnswer } from './adaptAnswer';
import { planBatch } from './batch';
import { comparesV1Errors } from './comparesV1Errors';
import { composed } from './composed';
import { createWriter, type Imports } from './createWriter';
import { delegateCall } from './delegateCall';
import { fixHalfMigrated } from './fixHalfMigrated';
import { importEdit } from './importEdit';
import { isModule } from './isModule';
import { isOnFacade } from './isOnFacade';
import { planCall } from './planCall';
import { Lossy } from './planParams';
import type { RewriteContext } from './RewriteContext';
import { transportOf } from './transportOf';
import { unfoldCall } from './unfoldCall';

/** What one site becomes, its imports apart. */
interface SitePlan {
  readonly edits: readonly Edit[];
  readonly imports: Imports;
  readonly target?: string;
  readonly reasons: readonly ReasonId[];
  /** Module of the facade, where the call goes through it. */
  readonly delegatedTo?: string;
}

/**
 * Rewrites one call site to v2 where its behaviour stays provably the same; otherwise the reasons why it stays. Pure.
 * Sites of one file share the import of imbot-compat/values.
 */
export function rewriteSite(site: Site, file: SourceText, context: RewriteContext): Outcome {
  const plan = plansOf(file, context).get(site);
  if (!plan) return { edits: [], verdict: 'manual', reasons: site.reasons };
  const { edits, reasons, target, delegatedTo } = plan;
  if (edits.length === 0) return { edits, verdict: verdictOf(reasons), reasons: bySeverity(reasons), target };
  return {
    edits: [...edits, ...importsFor(plan, file, context)],
    verdict: delegatedTo === undefined ? 'auto' : verdictOf(reasons),
    reasons: bySeverity(reasons),
    target,
    ...(delegatedTo === undefined ? {} : { delegated: true }),
  };
}

const planned = attached<readonly Site[], { context: RewriteContext; plans: Map<Site, SitePlan> }>();

function plansOf(file: SourceText, context: RewriteContext): Map<Site, SitePlan> {
  const known = planned.get(context.sites);
  if (
    known &&
    known.context.delegate === context.delegate &&
    known.context.events === context.events &&
    known.context.wanted === context.wanted
  )
    return known.plans;
  const own = new Map<Site, SitePlan>();
  for (const site of context.sites) {
    if (!isCall(site) || own.has(site) || context.wanted?.(site) === false) continue;
    for (const [owner, plan] of planSite(site, file, context)) own.set(owner, plan);
  }
  const plans = composed(own, (site, neighbours) =>
    withOverlay(treeOf(file), neighbours, () => planSite(site, file, context)),
  );
  planned.set(context.sites, { context, plans });
  return plans;
}

function isCall({ kind, ignored }: Site): boolean {
  return kind !== 'mention' && kind !== 'event' && ignored === undefined;
}

/** The plans of a site and of those that change together with it. */
function planSite(site: Site, file: SourceText, context: RewriteContext): [Site, SitePlan][] {
  const imports: Imports = new Map();
  if (isOnFacade(site, treeOf(file), context)) {
    const reasons: ReasonId[] = [...site.reasons, 'on-facade'];
    return [[site, { edits: [], imports, reasons, target: methodEntry(site.method)?.v2[0] }]];
  }
  try {
    if (site.kind === 'batch')
      return planBatch(site, file, context, (one, inBatch) => planNamed(one, file, context, inBatch));
    return [[site, planNamed(site, file, context, false)]];
  } catch (error) {
    const reasons = reasonsOf(error);
    const target = methodEntry(site.method)?.v2[0];
    const delegated = context.delegate ? delegateCall(site, treeOf(file), context) : undefined;
    if (delegated)
      return [
        [site, { edits: delegated.edits, imports: delegated.imports, reasons, target, delegatedTo: delegated.from }],
      ];
    return [[site, { edits: [], imports, reasons: [...site.reasons, ...reasons], target }]];
  }
}

/** Reasons of a plan that failed; anything but these is a bug and flies on. */
export function reasonsOf(error: unknown): readonly ReasonId[] {
  if (error instanceof Unprovable) return [error.reason];
  if (error instanceof Lossy) return error.reasons;
  if (error instanceof NeedsValue) return ['batch-reference'];
  throw error;
}

/** @throws Unprovable, Lossy */
function planNamed(site: Site, file: SourceText, context: RewriteContext, inBatch: boolean): SitePlan {
  const { shape } = site;
  const tree = treeOf(file);
  if (site.kind === 'half-migrated') return fixHalfMigrated(site, tree, settings(site, file));
  const entry = methodEntry(site.method);
  if (!shape || !entry || site.reasons.length > 0) throw new Unprovable(site.reasons[0] ?? 'unknown-method');
  if (shape.choice) throw new Unprovable('several-methods');
  if (shape.place === 'query') throw new Unprovable('batch-text');
  const calls = shape.place === 'constant' ? callsOf(site) : [shape];
  const imports: Imports = new Map();
  const edits: Edit[] = [];
  const targets = new Set<string>();
  for (const call of calls) {
    const plan = planOne(call, entry, tree, context, imports, settings(site, file, inBatch));
    targets.add(plan.target);
    edits.push(...plan.edits);
  }
  const [target, other] = targets;
  if (target === undefined || other !== undefined) throw new Unprovable('several-methods');
  const name: Edit = { start: site.offset, end: site.offset + site.length, text: target };
  return { edits: [name, ...edits], imports, target, reasons: [] };
}

/** Clients that send an object as JSON unless told otherwise; jQuery and request do not. */
const SENDS_JSON = /^(?!(?:\$|jQuery|request|needle|superagent)\b)(?:.*\.)?(?:axios|post)$/;

export interface SiteSettings {
  readonly quote: "'" | '"';
  readonly canImport: boolean;
  readonly inBatch: boolean;
}

function settings(site: Site, file: SourceText, inBatch = false): SiteSettings {
  const quote = file.text[site.offset - 1] === '"' ? '"' : "'";
  return { quote, canImport: isModule(treeOf(file)), inBatch };
}

/** The calls by a constant, where all its uses are calls of this file. */
function callsOf({ shape }: Site): readonly CallShape[] {
  const constant = shape?.constant;
  if (!constant || constant.exported || constant.otherUses.length > 0) throw new Unprovable('constant-used-elsewhere');
  if (constant.calls.length === 0) throw new Unprovable('constant-unused');
  return constant.calls;
}

function planOne(
  shape: CallShape,
  entry: MethodEntry,
  tree: ts.SourceFile,
  context: RewriteContext,
  imports: Imports,
  site: SiteSettings,
): { target: string; edits: Edit[] } {
  const short = transportOf(shape, tree, context);
  const unfolded = short?.addsBotId || short?.addsClientId ? unfoldCall(shape, tree) : undefined;
  const transport = unfolded ? transportOf({ ...shape, call: unfolded.call }, tree, context) : short;
  const travelsFlat = shape.encoding === 'form' || shape.encoding === 'query';
  if (transport?.flat || travelsFlat) throw new Unprovable('flat-transport');
  if (transport?.addsClientId) throw new Unprovable('adds-client-id');
  if (comparesV1Errors(shape.name, tree)) throw new Unprovable('compares-v1-errors');
  if (transport?.addsBotId) throw new Unprovable('unknown-spread');
  if (shape.place === 'url' && shape.encoding !== 'json' && !SENDS_JSON.test(shape.callee ?? ''))
    throw new Unprovable('url-call');
  const writer = createWriter(tree, site.quote, imports, site);
  const plan = planCall(shape, entry, writer, context.events ?? 'v1', unfolded);
  const answer = site.inBatch ? [] : adaptAnswer(shape, entry, plan.target, transport, tree);
  return { target: plan.target, edits: [...plan.edits, ...answer] };
}

function verdictOf(reasons: readonly ReasonId[]): Outcome['verdict'] {
  return reasons.some((reason) => MANUAL.has(reason)) ? 'manual' : 'review';
}

/** No tool can help here. */
const MANUAL: ReadonlySet<ReasonId> = new Set<ReasonId>([
  'never-existed',
  'unknown-method',
  'chat-app',
  'entity-lookup',
  'from-to-user',
  'syntax-error',
  'not-javascript',
  'dynamic-name',
]);

/** One import for all sites of the file: the same edit from each, so that it goes in once. */
function importsFor(plan: SitePlan, file: SourceText, context: RewriteContext): Edit[] {
  if (plan.imports.size === 0) return [];
  const all = [...plansOf(file, context).values()].filter(({ delegatedTo }) => delegatedTo === plan.delegatedTo);
  const wanted: Imports = new Map(all.flatMap(({ imports }) => [...imports]));
  const quote = all.length > 0 && /from "|require\("/.test(file.text) ? '"' : "'";
  const edit = importEdit(treeOf(file), plan.delegatedTo ?? VALUES_MODULE, wanted, quote);
  return edit ? [edit] : [];
}
