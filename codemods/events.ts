import type { ReportSite } from './report';
import { type CodemodOptions, type CodemodResult, runCodemod } from './runCodemod';
import { moveEventSite as transform } from './transforms';

/**
 * Moves event handlers to v2 names and fields, or puts the event adapter under them; the report's notes say which, file
 * by file. Writes nothing without `write`.
 * @example
 * const { diffs, report } = await events({ paths: ['src'] });
 * console.log(report.notes, diffs);
 */
export async function moveEvents(options: CodemodOptions = {}): Promise<CodemodResult> {
  const result = await runCodemod(options, transform);
  const notes = understood(result.report.sites);
  return notes.length > 0 ? { ...result, report: { ...result.report, notes } } : result;
}

/** What became of the handlers of each file, a sentence each. */
function understood(sites: readonly ReportSite[]): string[] {
  const files = [...new Set(sites.map(({ file }) => file))];
  return files.flatMap((file) =>
    SENTENCES.flatMap(({ change, says }) => {
      const found = sites.filter((site) => site.file === file && site.kind === 'event' && site.change === change);
      const names = [...new Set(found.map(({ method }) => method))];
      if (names.length === 0) return [];
      const isLost = ({ reasons }: ReportSite) => reasons.includes('event-field-lost');
      const lost = [...new Set(found.filter(isLost).flatMap(({ params = [] }) => params))];
      const but = lost.length > 0 ? `; v2 does not give ${lost.join(', ')}, adapter or not` : '';
      return [`${file}: ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} ${says}${but}.`];
    }),
  );
}

const SENTENCES = [
  { change: 'moved', says: 'read under the v2 name, with v2 fields' },
  { change: 'delegated', says: 'read as before, through the adapter of imbot-compat/events' },
] as const;
