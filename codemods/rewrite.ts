import { type CodemodOptions, type CodemodResult, runCodemod } from './runCodemod';
import { moveCalls } from './transforms';

const UNSEEN_TRANSPORTS =
  'A transport that is not in the given files is taken to nest objects, to authorise by OAuth and to answer the envelope that its calls read.';

/**
 * Rewrites call sites to v2 where behaviour is provably the same; the rest stays and is reported, or goes through the
 * facade with `delegate`. Writes nothing without `write`.
 */
export async function rewrite(options: CodemodOptions = {}): Promise<CodemodResult> {
  const result = await runCodemod(options, moveCalls);
  if (!result.report.sites.some(({ change }) => change === 'moved')) return result;
  return { ...result, report: { ...result.report, notes: [UNSEEN_TRANSPORTS] } };
}
