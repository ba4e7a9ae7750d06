import type { Report } from './report';
import { type CodemodOptions, runCodemod } from './runCodemod';
import { judgeOnly } from './transforms';

/**
 * Lists every use of imbot methods and events with a verdict and the reasons. Changes nothing.
 * Throws UsageError for a path that does not exist or matches no file.
 */
export async function scan(options: CodemodOptions = {}): Promise<Report> {
  const { report } = await runCodemod({ ...options, write: false, todo: false, textOnly: true }, judgeOnly);
  return report;
}
