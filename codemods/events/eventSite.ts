import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../files/sourceFile';
import { judgeSite, targetOf } from '../plan/judgeSite';
import type { Edit, Site, SiteOutcome, SourceText, TransformContext } from '../plan/site';
import { bySeverity, type ReasonId } from '../report/reasons';
import { importEdit } from '../rewrite/importEdit';
import { importingOf } from '../rewrite/importingOf';
import { Unprovable } from '../source/Unprovable';
import { adapterEdits } from './adapterEdits';
import { eventsAtRoute } from './addressesOf';
import { isV1Event } from './eventField';
import { eventsIn } from './eventsIn';
import { type FoundUse, findHandlers, type Handler } from './findHandlers';
import { routeOf } from './isAdaptedMember';
import { lostFields } from './lostFields';
import { ownFunction } from './ownFunction';
import { payloadEdits } from './payloadEdits';
import { handlerOf } from './traceBody';

const MODULE = 'imbot-compat/events';

interface HandlerPlan {
  readonly edits: readonly Edit[];
  readonly reasons: readonly ReasonId[];
  /** Fields that the handler reads for all of its events and v2 does not give. */
  readonly lost?: readonly string[];
  /** The adapter goes under the handler; what is taken from its module. */
  readonly adapter?: string;
}

/**
 * Moves a handler to v2 names and fields, or puts the adapter under it. All names of one handler get the same edits, so
 * that they go in together or not at all. A handler moved is one of webhook deliveries, where v2 sends every scalar as
 * text, as v1 does; events of the queue have other types and go through pollEvents.
 */
export function eventSite(site: Site, file: SourceText, context: TransformContext): SiteOutcome {
  if (site.kind !== 'event') return judgeSite(site);
  const plans = plansOf(file, context);
  const target = targetOf(site);
  const left = (reasons: readonly ReasonId[], lost: readonly string[] = []): SiteOutcome => ({
    edits: [],
    verdict: 'review',
    reasons: bySeverity(reasons),
    ...(lost.length > 0 ? { params: lost } : {}),
    target,
  });
  const use = plans.uses.get(site);
  if (site.node && site.reasons.includes('event-field-lost'))
    return left(['event-field-lost'], lostFields(site.node, [site], undefined, treeOf(file)));
  if (site.reasons.includes('event-bind')) return left(['event-bind']);
  if (site.reasons.length > 0 || use === undefined) return { ...judgeSite(site), edits: [] };
  if (use === 'adapted') return { edits: [], verdict: 'auto', reasons: [], target };
  if (use === 'binding') return left(['event-bind']);
  const plan = typeof use === 'string' ? undefined : plans.plans.get(use);
  const own = site.node && ownFunction(site.node) ? lostFields(site.node, [site], undefined, treeOf(file)) : [];
  const lost = [...new Set([...(plan?.lost ?? []), ...own])].sort();
  const losses: readonly ReasonId[] = lost.length > 0 ? ['event-field-lost'] : [];
  if (!plan) return left(['event-handler', 'event-unproven', ...losses], lost);
  if (plan.edits.length === 0) return left([...plan.reasons, ...losses], lost);
  const edits = [...plan.edits, ...plans.imports.filter(() => plan.adapter !== undefined)];
  if (plan.adapter === undefined) return { edits, verdict: 'auto', reasons: [], target };
  const params = lost.length > 0 ? { params: lost } : {};
  return {
    edits,
    verdict: 'review',
    reasons: bySeverity([...plan.reasons, ...losses]),
    ...params,
    target,
    delegated: true,
  };
}

interface FilePlans {
  readonly uses: Map<Site, FoundUse>;
  readonly plans: Map<Handler, HandlerPlan>;
  /** One for all handlers of the file. */
  readonly imports: readonly Edit[];
}

const planned = new WeakMap<readonly Site[], FilePlans>();

function plansOf(file: SourceText, context: TransformContext): FilePlans {
  const { sites } = context;
  const known = planned.get(sites);
  if (known) return known;
  const tree = treeOf(file);
  const uses = findHandlers(sites, tree, (handler) => {
    const [route] = routeOf(handler)?.arguments ?? [];
    return route && syntax().isStringLiteralLike(route) ? eventsAtRoute(route.text, context.addresses?.() ?? []) : [];
  });
  const importing = importingOf(tree, context);
  const plans = new Map<Handler, HandlerPlan>();
  for (const use of uses.values())
    if (typeof use !== 'string' && !plans.has(use)) plans.set(use, planHandler(use, tree, importing !== undefined));
  const names = [...plans.values()].flatMap(({ adapter }) => adapter ?? []);
  const quote = /from "|require\("/.test(file.text) ? '"' : "'";
  const { style, from } = importing ?? {};
  const wanted = new Map(names.map((name) => [name, name]));
  const added = importEdit(tree, from?.(MODULE) ?? MODULE, wanted, quote, style ? { style } : {});
  const found: FilePlans = { uses, plans, imports: added ? [added] : [] };
  planned.set(sites, found);
  return found;
}

function planHandler(handler: Handler, tree: ts.SourceFile, canImport: boolean): HandlerPlan {
  const moved = attempt(() => payloadEdits(handler, tree));
  if (typeof moved !== 'string') return { edits: moved, reasons: [] };
  const apart = handler.sites.flatMap(({ node }) => (node && ownFunction(node)) ?? []);
  const lost = lostFields(handlerOf(handler.body), handler.sites, eventsIn(handler, tree), tree, apart);
  // Which events it gets decides what the adapter has to do.
  const isUnknown = handler.sites.some(({ isUnnamed, method }) => isUnnamed && !isV1Event(method));
  const silenced = handler.sites.every(({ ignored }) => ignored !== undefined);
  const adapted = canImport && !silenced && !isUnknown ? attempt(() => adapterEdits(handler, tree)) : 'event-unproven';
  // The one field that stopped the move need not be all that is lost.
  const why = moved === 'event-field-lost' && lost.length === 0 ? 'event-unproven' : moved;
  if (typeof adapted === 'string') return { edits: [], reasons: ['event-handler', adapted], lost };
  return { edits: adapted.edits, reasons: [why], adapter: adapted.name, lost };
}

/** What the plan gives, or the reason why there is none. */
function attempt<Plan extends object>(plan: () => Plan): Plan | ReasonId {
  try {
    return plan();
  } catch (error) {
    if (error instanceof Unprovable) return error.reason;
    throw error;
  }
}
