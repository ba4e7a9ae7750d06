import { targetOf } from '../plan/judgeSite';
import type { FilePlan } from '../plan/planFile';
import type { Site, SourceText } from '../plan/site';
import { bySeverity, type ReasonId } from '../report/reasons';
import { textSites } from './textSites';

/** What is said of a file that is read as text: every site is for people. */
export function textPlan(
  source: SourceText,
  reason: ReasonId,
  options: { readonly wanted?: (site: Site) => boolean; readonly failure?: string } = {},
): FilePlan {
  const { wanted, failure } = options;
  const sites = textSites(source, reason).filter((site) => site.kind === 'mention' || wanted?.(site) !== false);
  return {
    source,
    text: source.text,
    edits: [],
    sites: sites.map((site) => {
      const target = targetOf(site);
      const isSite = site.kind !== 'mention' && site.ignored === undefined;
      return {
        site,
        outcome: {
          edits: [],
          verdict: 'manual',
          reasons: isSite ? bySeverity(site.reasons) : [],
          ...(target === undefined ? {} : { target }),
        },
        changed: false,
      };
    }),
    ...(failure === undefined ? {} : { failure }),
  };
}
