import type { ts } from 'ts-morph';
import type { MethodEntry } from '../../src/map/entry';
import { v1Outcome } from '../../src/map/errors';
import { methodEntry } from '../../src/map/index';
import { treeOf } from '../files/sourceFile';
import type { Assumption, CallShape, Edit, Site, SiteOutcome, SourceText } from '../plan/site';
import { bySeverity, type ReasonId } from '../report/reasons';
import { attached } from '../source/attached';
import { withOverlay } from '../source/textOf';
import { Unprovable } from '../source/Unprovable';
import type { FindModule } from '../source/valueBehind';
import { VALUES_MODULE } from '../source/valueHelpers';
import { onlyReads } from '../transport/changes/onlyReads';
import { adaptAnswer } from './adaptAnswer';
import { planBatch } from './batch';
import { comparesV1Errors } from './comparesV1Errors';
import { composed } from './composed';
import { createSourceWriter } from './createSourceWriter';
import { delegateCall } from './delegateCall';
import { doubtfulType } from './doubtfulType';
import { errorLeaves } from './errorLeaves';
import type { Extension } from './extensionFor';
import { fixHalfMigrated } from './fixHalfMigrated';
import type { Imports } from './Imports';
import { importEdit } from './importEdit';
import { importingOf } from './importingOf';
import { isOnFacade } from './isOnFacade';
import { isPlainlyTyped } from './isPlainlyTyped';
import { misfitsOf } from './misfitsOf';
import { noticesDenial } from './noticesDenial';
import { paramsOf } from './paramsOf';
import { planCall } from './planCall';
import type { RewriteContext } from './RewriteContext';
import { reasonsOf } from './reasonsOf';
import type { SiteSettings } from './SiteSettings';
import { checkAssumed, checkTransport, reachOf, transportOf } from './seenTransport';
import type { Terms } from './Terms';
import { unfoldCall } from './unfoldCall';
import { unusedImports } from './unusedImports';

/** What one site becomes, its imports apart. */
interface SitePlan {
  readonly edits: readonly Edit[];
  readonly imports: Imports;
  readonly target?: string;
  readonly reasons: readonly ReasonId[];
  /** The parameters that the reasons are about. */
  readonly params?: readonly string[];
  /** Module of the facade as the file imports it, where the call goes through it. */
  readonly delegatedTo?: string;
  readonly facade?: NonNullable<SiteOutcome['facade']>;
  readonly assumed?: readonly Assumption[];
  readonly accepted?: readonly ReasonId[];
  /** The call that sends a command which is gathered first. */
  readonly called?: ts.CallExpression;
  /** Edits of types, in this file and in others. */
  readonly elsewhere?: Extension;
  /** Only the compiler can tell whether it fits the types of the file. */
  readonly isDoubtful?: boolean;
  /** These edits leave the types of the file as they are; where others are joined to them, nobody knows. */
  readonly plain?: readonly Edit[];
}

/**
 * Rewrites one call site to v2 where its behaviour stays provably the same; otherwise the reasons why it stays. Pure.
 * Sites of one file share the import of imbot-compat/values.
 */
export function rewriteSite(site: Site, file: SourceText, context: RewriteContext): SiteOutcome {
  const plan = plansOf(file, context).get(site);
  if (!plan) return { edits: [], verdict: 'manual', reasons: site.reasons };
  const { edits, reasons, params, target, delegatedTo, assumed = [], accepted = [] } = plan;
  if (edits.length === 0) return { edits, verdict: verdictOf(reasons), reasons: bySeverity(reasons), params, target };
  const inTypes = [...(plan.elsewhere ?? [])];
  const others = inTypes.filter(([other]) => other.path !== file.path);
  return {
    edits: [
      ...edits,
      ...inTypes.flatMap(([other, own]) => (other.path === file.path ? own : [])),
      ...importsFor(plan, file, context),
    ],
    ...(others.length > 0 ? { elsewhere: others.map(([other, own]) => ({ path: other.path, edits: own })) } : {}),
    verdict: delegatedTo === undefined ? 'auto' : verdictOf(reasons),
    reasons: bySeverity(reasons),
    params,
    target,
    ...(delegatedTo === undefined ? {} : { delegated: true, facade: plan.facade }),
    ...(assumed.length > 0 ? { assumed: [...new Set(assumed)] } : {}),
    ...(accepted.length > 0 ? { accepted: bySeverity([...new Set(accepted)]) } : {}),
  };
}

const planned = attached<readonly Site[], { context: RewriteContext; plans: Map<Site, SitePlan> }>();

function plansOf(file: SourceText, context: RewriteContext): Map<Site, SitePlan> {
  const known = planned.get(context.sites);
  if (
    known &&
    known.context.delegate === context.delegate &&
    known.context.events === context.events &&
    known.context.assumeTransport === context.assumeTransport &&
    known.context.assumeErrors === context.assumeErrors &&
    known.context.accept === context.accept &&
    known.context.wanted === context.wanted
  )
    return known.plans;
  const own = new Map<Site, SitePlan>();
  for (const site of context.sites) {
    if (!isCall(site) || own.has(site) || context.wanted?.(site) === false) continue;
    for (const [owner, plan] of planSite(site, file, context)) own.set(owner, plan);
  }
  const plans = fitting(own, file, context);
  planned.set(context.sites, { context, plans });
  return plans;
}

const ROUNDS = 4;

/** The plans that the file's types take; a site that they do not take stays, or goes through the facade. */
function fitting(own: Map<Site, SitePlan>, file: SourceText, context: RewriteContext): Map<Site, SitePlan> {
  for (let round = 0; ; round += 1) {
    const plans = composed(own, (site, neighbours) =>
      withOverlay(treeOf(file), neighbours, () => planSite(site, file, context)),
    );
    const misfits = misfitsOf(plans, file, context, (some) => allImports(some, file, context));
    if (misfits.size === 0) return plans;
    for (const [site, { types, extension }] of misfits) {
      const plan = plans.get(site);
      const before = own.get(site);
      const isLast = round === ROUNDS || plan?.delegatedTo !== undefined;
      if (extension && before && !isLast) own.set(site, { ...before, elsewhere: extension });
      else
        own.set(
          site,
          stays(site, new Unprovable('typed-name'), file, isLast ? { ...context, delegate: false } : context, types),
        );
    }
  }
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
    if (site.shape?.place === 'query') throw new Unprovable('batch-text');
    if (site.kind === 'batch')
      return planBatch(site, file, context, (one, inBatch, isForm) => planNamed(one, file, context, inBatch, isForm));
    return [[site, planNamed(site, file, context, false)]];
  } catch (error) {
    return [[site, stays(site, error, file, context)]];
  }
}

/** What becomes of a site that does not move: it goes through the facade where that is asked for and can be, else it is left. */
function stays(
  site: Site,
  error: unknown,
  file: SourceText,
  context: RewriteContext,
  params: readonly string[] = paramsOf(error),
): SitePlan {
  const reasons = reasonsOf(error);
  const target = methodEntry(site.method)?.v2[0];
  const delegated = context.delegate ? delegateCall(site, file, context) : undefined;
  if (typeof delegated !== 'object') {
    const why = delegated === undefined ? [] : [delegated];
    return { edits: [], imports: new Map(), reasons: [...site.reasons, ...reasons, ...why], params, target };
  }
  const { edits, imports, from, module, path, portal, assumed } = delegated;
  const facade = { module, path, ...(portal === undefined ? {} : { portal }) };
  return { edits, imports, reasons, params, target, delegatedTo: from, facade, assumed };
}

/** @throws Unprovable, Lossy */
function planNamed(site: Site, file: SourceText, context: RewriteContext, inBatch: boolean, isForm = false): SitePlan {
  const { shape } = site;
  const tree = treeOf(file);
  if (site.kind === 'half-migrated') return fixHalfMigrated(site, tree, settings(site, file, context));
  const entry = methodEntry(site.method);
  if (!shape || !entry || site.reasons.length > 0) throw new Unprovable(site.reasons[0] ?? 'unknown-method');
  if (shape.choice) throw new Unprovable('several-methods');
  const calls = shape.place === 'constant' ? callsOf(site) : [shape];
  const imports: Imports = new Map();
  const edits: Edit[] = [];
  const targets = new Set<string>();
  const assumed: Assumption[] = [];
  const terms = termsOf(context);
  let doubt = false;
  let isPlain = true;
  for (const call of calls) {
    const plan = planOne(call, entry, file, context, imports, settings(site, file, context, inBatch, isForm), terms);
    targets.add(plan.target);
    edits.push(...plan.edits);
    assumed.push(...plan.assumed);
    doubt ||= plan.isDoubtful;
    isPlain &&= plan.isPlain;
  }
  const [target, other] = targets;
  if (target === undefined || other !== undefined) throw new Unprovable('several-methods');
  const name: Edit = { start: site.offset, end: site.offset + site.length, text: target };
  const all = [name, ...edits];
  return {
    edits: all,
    imports,
    target,
    reasons: [],
    assumed,
    accepted: [...terms.taken],
    isDoubtful: doubt,
    ...(isPlain && imports.size === 0 ? { plain: all } : {}),
  };
}

function termsOf({ events = 'v1', accept = [] }: RewriteContext): Terms {
  return { events, accept: new Set(accept), taken: new Set() };
}

/** v2 may deny a plain member what v1 lets it do, and a refusal after the move is a call lost. */
function checkRank(entry: MethodEntry, terms: Terms): void {
  if (entry.higherRank) take('higher-rank', terms);
}

/** @throws Unprovable where the user does not accept it */
function take(reason: ReasonId, { accept, taken }: Terms): void {
  if (!accept.has(reason)) throw new Unprovable(reason);
  taken.add(reason);
}

/** Does v1 answer where v2 says ACCESS_DENIED? */
function answersDenial({ v1 }: MethodEntry, target: string): boolean {
  const outcome = v1Outcome(v1, target, 'ACCESS_DENIED');
  return outcome !== undefined && 'answer' in outcome;
}

function settings(
  site: Site,
  file: SourceText,
  context: RewriteContext,
  inBatch = false,
  isForm = false,
): SiteSettings {
  const quote = file.text[site.offset - 1] === '"' ? '"' : "'";
  const values = importingOf(treeOf(file), context)?.from(VALUES_MODULE);
  const find: FindModule = (specifier, { fileName }) => {
    const found = context.resolve?.(specifier, fileName);
    return found && treeOf(found);
  };
  const readOnly = (call: ts.CallExpression): boolean => onlyReads(call, treeOf(file), reachOf(file, context));
  return { quote, ...(values === undefined ? {} : { values }), inBatch, isForm, find, onlyReads: readOnly };
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
  file: SourceText,
  context: RewriteContext,
  imports: Imports,
  site: SiteSettings,
  terms: Terms,
): { target: string; edits: Edit[]; assumed: readonly Assumption[]; isDoubtful: boolean; isPlain: boolean } {
  const tree = treeOf(file);
  checkRank(entry, terms);
  if (site.inBatch) {
    const writer = createSourceWriter(tree, site.quote, imports, site);
    const { target, edits, assumesBot } = planCall(shape, entry, writer, terms);
    // A command that fails ends a batch that halts, and what reads its errors hears of it.
    if (answersDenial(entry, target)) take('denied-by-v2', terms);
    return { target, edits: [...edits], assumed: assumesBot ? ['bot-id'] : [], isDoubtful: false, isPlain: false };
  }
  const short = transportOf(shape, entry.v1, file, context);
  const unfolded = short && short.added.length > 0 ? unfoldCall(shape, tree) : undefined;
  const transport = unfolded
    ? transportOf(
        { ...shape, call: unfolded.call, name: unfolded.name, params: unfolded.built },
        entry.v1,
        file,
        context,
      )
    : short;
  if (shape.place === 'url' && QUERY.test(shape.name.getText(tree))) throw new Unprovable('url-call');
  if (shape.encoding === 'form' || shape.encoding === 'query') throw new Unprovable('flat-transport');
  const assumed = checkTransport(transport);
  // superagent writes the items of a list under one name, without brackets.
  const isListless = transport?.encoding === 'form' && transport.clients.includes('superagent');
  if (isListless && LISTS.test(shape.params?.getText(tree) ?? '')) throw new Unprovable('flat-transport');
  if (comparesV1Errors(shape.name, tree)) throw new Unprovable('compares-v1-errors');
  if (shape.place === 'url' && assumed.length > 0) throw new Unprovable('url-call');
  const writer = createSourceWriter(tree, site.quote, imports, { ...site, isForm: transport?.encoding === 'form' });
  const plan = planCall(shape, entry, writer, terms, unfolded);
  const answer = adaptAnswer(shape, entry, plan.target, transport, tree, terms);
  const doubt = doubtfulType({ shape, method: entry.v1, readsAnswer: answer.length > 0 }, transport, file, context);
  checkAssumed(assumed, transport, context, doubt);
  if (answersDenial(entry, plan.target) && noticesDenial(shape, transport, tree)) take('denied-by-v2', terms);
  if (errorLeaves(shape, transport, tree)) {
    if (!context.assumeErrors) throw new Unprovable('error-leaves');
    if (context.namesV1Codes?.()) throw new Unprovable('compares-v1-errors');
    assumed.push('errors');
  }
  if (plan.assumesBot) assumed.push('bot-id');
  const isPlain =
    doubt === undefined && answer.length === 0 && !unfolded && isPlainlyTyped(shape, transport, plan.edits, tree);
  return { target: plan.target, edits: [...plan.edits, ...answer], assumed, isDoubtful: doubt !== undefined, isPlain };
}

const LISTS = /\b(?:USERS|KEYBOARD|ATTACH|MENU|LANG)\b/i;

/** Parameters in the text of the address; the access token may stand there. */
const QUERY = /[?&](?!auth=)[\w[\]%]+=|&\$\{/i;

function verdictOf(reasons: readonly ReasonId[]): SiteOutcome['verdict'] {
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
  const plans = plansOf(file, context);
  const known = importing.get(plans) ?? new Map<string, Edit[]>();
  importing.set(plans, known);
  const module = plan.delegatedTo ?? VALUES_MODULE;
  const edits = known.get(module) ?? importsOfAll(module, plan, plans, file, context);
  known.set(module, edits);
  return edits;
}

/** The same edit for every site of a file, made once. */
const importing = attached<Map<Site, SitePlan>, Map<string, Edit[]>>();

/** What some of the sites need to be brought in, a module each. */
function allImports(plans: ReadonlyMap<Site, SitePlan>, file: SourceText, context: RewriteContext): Edit[] {
  const modules = new Map([...plans.values()].map((plan) => [plan.delegatedTo ?? VALUES_MODULE, plan]));
  return [...modules].flatMap(([module, plan]) => importsOfAll(module, plan, plans, file, context));
}

function importsOfAll(
  module: string,
  plan: SitePlan,
  plans: ReadonlyMap<Site, SitePlan>,
  file: SourceText,
  context: RewriteContext,
): Edit[] {
  const all = [...plans.values()].filter(({ delegatedTo }) => delegatedTo === plan.delegatedTo);
  const wanted: Imports = new Map(all.flatMap(({ imports }) => [...imports]));
  if (wanted.size === 0) return [];
  const quote = all.length > 0 && /from "|require\("/.test(file.text) ? '"' : "'";
  const { style, from } = importingOf(treeOf(file), context) ?? {};
  const specifier = plan.delegatedTo === undefined ? from?.(module) : module;
  const edit = importEdit(treeOf(file), specifier ?? module, wanted, quote, style ? { style } : {});
  const isTidy = plan.delegatedTo !== undefined && context.typing?.(file.path)?.noUnusedLocals === true;
  const unused = isTidy
    ? unusedImports(
        treeOf(file),
        all.flatMap(({ edits }) => edits),
      )
    : [];
  return [...(edit ? [edit] : []), ...unused];
}
