import { mergeReports } from '../engine/mergeReports';
import type { UsageReport } from '../engine/usage';

/** A report under other names of its methods; what gets one name is added up. */
export function renamedReport(report: UsageReport, nameOf: (method: string) => string): UsageReport {
  return mergeReports(
    Object.entries(report.methods).map(([method, usage]) => ({ ...report, methods: { [nameOf(method)]: usage } })),
  );
}
