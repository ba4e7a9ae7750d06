import { judgeOnly } from './plan/transforms';
import type { Report } from './report/report';
import { type CodemodOptions, runCodemod } from './runCodemod';

/**
 * Lists every use of imbot methods and events with a verdict and the reasons. Changes nothing.
 * Throws UsageError for a path that does not exist or matches no file.
 * @example
 * const { summary, sites } = await scan({ paths: ['src'] });
 * console.log(summary.auto, sites.map(({ file, line, verdict }) => `${file}:${line} ${verdict}`));
 */
export async function scan(options: CodemodOptions = {}): Promise<Report> {
  const { report } = await runCodemod({ ...options, write: false, todo: false, textOnly: true }, judgeOnly);
  return report;
}
