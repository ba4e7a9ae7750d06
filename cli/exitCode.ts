import type { Report, ReportSite } from '../codemods/index';
import { EXIT } from './Io';
import type { ReportFlags } from './reportOptions';

/** 3 when files failed, else 1 when something at or over `--fail-on` is left, else 0. */
export function exitCode(report: Report, { failOn }: Pick<ReportFlags, 'failOn'>): number {
  if (report.failed?.length) return EXIT.failed;
  return failOn && report.sites.some((site) => isAtLeast(site, failOn)) ? EXIT.found : EXIT.done;
}

function isAtLeast(site: ReportSite, failOn: 'review' | 'manual'): boolean {
  if (site.change) return false;
  return site.verdict === 'manual' || (failOn === 'review' && site.verdict === 'review');
}
