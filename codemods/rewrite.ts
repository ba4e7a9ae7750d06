import { moveSite } from './moveSite';
import { type CodemodOptions, type CodemodResult, runCodemod } from './runCodemod';

/**
 * Rewrites call sites to v2 where behaviour is provably the same; the rest stays and is reported, or goes through the
 * facade with `delegate`. Writes nothing without `write`.
 */
export async function rewrite(options: CodemodOptions = {}): Promise<CodemodResult> {
  return runCodemod(options, moveSite);
}
