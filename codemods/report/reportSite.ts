import { redact } from '../../src/http/redact';
import { draftOf } from '../draft/draftOf';
import type { FilePlan, PlannedSite } from '../plan/planFile';
import { excerpts } from './excerpts';
import type { ReportSite } from './report';

/** One line of the report. */
export function reportSite(
  plan: FilePlan,
  { site, outcome, changed }: PlannedSite,
  change: 'moved' | 'adopted',
  drafts = true,
): ReportSite {
  const { kind, method, line, column } = site;
  const place = { file: plan.source.path, line, column, method, kind };
  if (kind === 'mention' || site.ignored !== undefined) return { ...place, verdict: 'ignored', reasons: [] };
  const { verdict, reasons, params = [], target, delegated, isHeld, assumed, accepted } = outcome;
  const { before, after } = excerpts(plan, site);
  const draft = drafts && !changed && verdict === 'review' ? draftOf(site, plan.source, reasons) : undefined;
  return {
    ...place,
    verdict,
    reasons,
    ...(params.length > 0 ? { params: [...new Set(params)] } : {}),
    ...(target === undefined ? {} : { target }),
    ...(changed ? { change: delegated ? 'delegated' : isHeld ? 'held' : change } : {}),
    ...(changed && assumed ? { assumed } : {}),
    ...(changed && accepted ? { accepted } : {}),
    ...(draft ? { draft } : {}),
    before: redact(before),
    ...(changed && after !== undefined ? { after: redact(after) } : {}),
  };
}

/** The same where the file was left as it was after all. */
export function unchanged({ change: _change, after: _after, ...site }: ReportSite): ReportSite {
  return site;
}
