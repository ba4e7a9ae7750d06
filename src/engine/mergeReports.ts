import { emptyUsage, type MethodUsage, type UsageReport } from './usage';

/**
 * Adds up the reports of several processes.
 * @example
 * const all = mergeReports([imbot.report(), other.report()]);
 */
export function mergeReports(reports: readonly UsageReport[]): UsageReport {
  const methods = new Map<string, MethodUsage>();
  for (const report of reports) {
    for (const [name, usage] of Object.entries(report.methods)) {
      const sum = methods.get(name) ?? emptyUsage();
      methods.set(name, sum);
      sum.calls += usage.calls;
      addUp(sum.sent, usage.sent);
      addUp(sum.verdicts, usage.verdicts);
      addUp(sum.auto, usage.auto);
      addUp(sum.v2, usage.v2);
      addUp(sum.losses, usage.losses);
      addUp(sum.sites, usage.sites);
    }
  }
  const sorted = [...methods].sort(([a], [b]) => (a < b ? -1 : 1));
  return { version: 1, tool: 'imbot-compat', methods: Object.fromEntries(sorted) };
}

function addUp(sum: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [key, count] of Object.entries(more)) sum[key] = (sum[key] ?? 0) + count;
}
