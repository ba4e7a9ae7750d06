import type { FilePlan } from '../plan/planFile';
import type { Site, SourceText } from '../plan/site';
import { textPlan } from './textPlan';

/**
 * Of PHP that does not parse nobody sees which texts are sent: addresses of calls count as calls, as where it is read as text.
 * What parsed is as it was.
 */
export function callsOfBroken(
  source: SourceText,
  plan: FilePlan,
  wanted: ((site: Site) => boolean) | undefined,
): FilePlan {
  if (plan.failure === undefined || !/\.php$/i.test(source.path)) return plan;
  const calls = new Map(
    textPlan(source, 'syntax-error', wanted ? { wanted } : {}).sites.flatMap((one) =>
      one.site.kind === 'mention' ? [] : [[one.site.offset, one] as const],
    ),
  );
  const sites = plan.sites.map((one) => (one.site.kind === 'mention' ? (calls.get(one.site.offset) ?? one) : one));
  return { ...plan, sites };
}
