import { printableJson } from './printable';
import type { Report } from './report';

/** JSON without the excerpts, which are for people. */
export function toJson(report: Report): string {
  const sites = report.sites.map(({ before: _before, after: _after, ...site }) => site);
  return `${printableJson(JSON.stringify({ ...report, sites }, null, 2))}\n`;
}
