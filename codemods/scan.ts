import { moveSite } from './moveSite';
import type { Report } from './report';
import { type CodemodOptions, runCodemod } from './runCodemod';

/**
 * Lists every use of imbot methods and events with a verdict and the reasons. Changes nothing.
 * Throws UsageError for a path that does not exist or matches no file.
 */
export async function scan(options: CodemodOptions = {}): Promise<Report> {
  // `auto` means that rewrite moves it, so rewrite itself is asked.
  const { report } = await runCodemod({ ...options, write: false, todo: false }, (site, file, context) => ({
    ...moveSite(site, file, context),
    edits: [],
  }));
  return report;
}
