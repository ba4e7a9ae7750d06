import { applyEdits, type EditPlan, type SiteEdits } from '../files/edits';
import { type ParseError, parseErrors, treeOf } from '../files/sourceFile';
import { findSites } from '../find/findSites';
import { parsePhp } from '../php/parsePhp';
import { bySeverity, type ReasonId } from '../report/reasons';
import { losesComments } from './losesComments';
import type { Edit, Site, SiteOutcome, SourceText, Transform, TransformContext } from './site';
import { todoEdits } from './todos';

export interface PlanFileOptions {
  readonly transform: Transform;
  readonly delegate?: boolean;
  readonly todo?: boolean;
  /** Which sites are asked for; others are left out of the plan. */
  readonly wanted?: (site: Site) => boolean;
  readonly resolve?: TransformContext['resolve'];
  readonly importers?: TransformContext['importers'];
  readonly named?: TransformContext['named'];
  readonly sharing?: TransformContext['sharing'];
  readonly importing?: TransformContext['importing'];
  readonly isGiven?: TransformContext['isGiven'];
  readonly typing?: TransformContext['typing'];
  readonly place?: TransformContext['place'];
  readonly shared?: TransformContext['shared'];
  readonly assumeTransport?: TransformContext['assumeTransport'];
  readonly assumeErrors?: boolean;
  readonly accept?: TransformContext['accept'];
  readonly namesV1Codes?: TransformContext['namesV1Codes'];
  readonly addresses?: TransformContext['addresses'];
}

export interface PlannedSite {
  readonly site: Site;
  readonly outcome: SiteOutcome;
  /** The edits of this site are in the new text. */
  readonly changed: boolean;
}

export interface FilePlan {
  readonly source: SourceText;
  readonly sites: readonly PlannedSite[];
  /** The new text; the old one where nothing changes. */
  readonly text: string;
  readonly edits: readonly Edit[];
  /** Edits of other files that have to go in with these. */
  readonly elsewhere?: NonNullable<SiteOutcome['elsewhere']>;
  /** Why this file cannot be changed. */
  readonly failure?: string;
}

const LEFT_ALONE: SiteOutcome = { edits: [], verdict: 'manual', reasons: [] };

/** What a transform makes of a file, checked: no new syntax error, and a second run would change nothing. */
export function planFile(source: SourceText, options: PlanFileOptions): FilePlan {
  const first = planOnce(source, options);
  const broken = brokenBy(source);
  if (broken) return { ...withoutChanges(first, 'syntax-error'), failure: broken };
  if (first.text === source.text) return first;
  const after: SourceText = { ...source, text: first.text };
  const fault = faultOf(after, options);
  return fault ? { ...withoutChanges(first, 'self-check'), failure: fault } : first;
}

function planOnce(source: SourceText, options: PlanFileOptions): FilePlan {
  const all = findSites(source);
  const sites = options.wanted ? all.filter((site) => site.kind === 'mention' || options.wanted?.(site)) : all;
  const context: TransformContext = {
    sites: all,
    wanted: options.wanted,
    delegate: options.delegate ?? false,
    resolve: options.resolve,
    importers: options.importers,
    named: options.named,
    sharing: options.sharing,
    importing: options.importing,
    isGiven: options.isGiven,
    typing: options.typing,
    place: options.place,
    shared: options.shared,
    assumeTransport: options.assumeTransport,
    assumeErrors: options.assumeErrors,
    accept: options.accept,
    namesV1Codes: options.namesV1Codes,
    addresses: options.addresses,
  };
  const outcomes = sites.map((site) => ({ site, outcome: judged(site, source, context, options.transform) }));
  const edits: SiteEdits<Site>[] = outcomes
    .filter(({ outcome }) => outcome.edits.length > 0)
    .map(({ site, outcome }) => ({ owner: site, edits: outcome.edits }));
  const { plan, losing } = keepingComments(source, edits);
  const applied = new Set(plan.applied);
  const refused = new Map(plan.refused.map(({ owner, why }) => [owner, why]));
  const elsewhere = outcomes.flatMap(({ site, outcome }) => (applied.has(site) ? (outcome.elsewhere ?? []) : []));
  const planned = outcomes.map(({ site, outcome }): PlannedSite => {
    const why = losing.has(site) ? 'comment-in-the-way' : REFUSED[refused.get(site) ?? 'none'];
    if (!why) return { site, outcome, changed: applied.has(site) };
    const reasons: ReasonId[] = [...outcome.reasons, why];
    return { site, outcome: { ...outcome, edits: [], verdict: 'review', reasons }, changed: false };
  });
  const left = planned.filter(({ site, changed }) => site.kind !== 'mention' && !changed && site.ignored === undefined);
  const markers = todoEdits(source, left, options.todo ?? false);
  if (markers.length === 0) return { source, sites: planned, text: plan.text, edits: plan.edits, elsewhere };
  const accepted = edits.filter(({ owner }) => applied.has(owner) && !losing.has(owner));
  const marked = applyEdits(source, [...accepted, ...markers.map((edit) => ({ owner: undefined, edits: [edit] }))]);
  return { source, sites: planned, text: marked.text, edits: marked.edits, elsewhere };
}

const REFUSED: Readonly<Record<string, ReasonId | undefined>> = {
  'not-ascii': 'not-ascii-file',
  overlap: 'edit-overlap',
  'out-of-range': 'edit-overlap',
};

const ROUNDS = 4;

/** The edits that take no comment away, applied; a site whose edits would is left. */
function keepingComments(
  source: SourceText,
  wanted: readonly SiteEdits<Site>[],
): { plan: EditPlan<Site>; losing: ReadonlySet<Site> } {
  const losing = new Set<Site>();
  for (let round = 0; ; round += 1) {
    const kept = wanted.filter(({ owner }) => !losing.has(owner));
    const plan = applyEdits(source, round < ROUNDS ? kept : []);
    const found = losesComments(source, plan, kept);
    if (found.length === 0) return { plan, losing };
    for (const owner of found) losing.add(owner);
  }
}

function judged(site: Site, source: SourceText, context: TransformContext, transform: Transform): SiteOutcome {
  if (site.kind === 'mention' || site.ignored !== undefined) return LEFT_ALONE;
  const outcome = transform(site, source, context);
  return { ...outcome, reasons: bySeverity([...outcome.reasons]) };
}

/** Where a file does not parse, as a sentence. */
export function brokenBy(source: SourceText): string | undefined {
  const first = errorIn(source);
  if (!first) return /\.php$/i.test(source.path) && source.text.includes('<?') ? parsePhp(source).failure : undefined;
  if (first === 'too-deep') return TOO_DEEP;
  const line = source.text.slice(0, first.offset).split(/\r\n|\n|\r/).length;
  return `does not parse: line ${line}: ${first.message}`;
}

/** What is said of a file whose nesting is deeper than the parser, or this tool, can follow. */
export const TOO_DEEP = 'is nested too deeply to be read';

function errorIn(source: SourceText): ParseError | 'too-deep' | undefined {
  try {
    return parseErrors(treeOf(source))[0];
  } catch (error) {
    if (error instanceof RangeError) return 'too-deep';
    throw error;
  }
}

function faultOf(after: SourceText, options: PlanFileOptions): string | undefined {
  const broken = brokenBy(after);
  if (broken) return `left as it was: after the change it ${broken}`;
  return planOnce(after, options).text === after.text
    ? undefined
    : 'left as it was: a second run would change it again';
}

function withoutChanges(plan: FilePlan, why: 'syntax-error' | 'self-check'): FilePlan {
  return {
    source: plan.source,
    text: plan.source.text,
    edits: [],
    sites: plan.sites.map(({ site, outcome, changed }) => ({
      site,
      outcome:
        site.kind !== 'mention' && (changed || why === 'syntax-error')
          ? { ...outcome, edits: [], verdict: 'manual', reasons: bySeverity([why, ...outcome.reasons]) }
          : outcome,
      changed: false,
    })),
  };
}
