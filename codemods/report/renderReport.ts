import type { Report } from './report';
import { toHtml } from './toHtml';
import { toJson } from './toJson';
import { toGithub, toUnix } from './toLines';
import { toMarkdown } from './toMarkdown';
import { toSarif } from './toSarif';

/** How a report is written: `unix` and `github` are a line a site, `sarif` is for code scanning. */
export type ReportFormat = 'json' | 'sarif' | 'html' | 'md' | 'unix' | 'github';

const RENDERERS = {
  json: toJson,
  sarif: toSarif,
  html: toHtml,
  md: toMarkdown,
  unix: toUnix,
  github: toGithub,
} as const satisfies Record<ReportFormat, (report: Report) => string>;

/**
 * A report as text, ending with a line end.
 * @example
 * await writeFile('imbot.html', renderReport(await scan(), 'html'));
 */
export function renderReport(report: Report, format: ReportFormat): string {
  return RENDERERS[format](report);
}
