import { judge } from './judge';
import { type CodemodOptions, type CodemodResult, runCodemod } from './runCodemod';

export async function adopt(options: CodemodOptions = {}): Promise<CodemodResult & { understood: readonly string[] }> {
  return { ...(await runCodemod(options, (site) => judge(site))), understood: [] };
}
