import { mergeReports } from '../../src/engine/mergeReports';
import type { UsageReport } from '../../src/engine/usage';
import { toldMethod } from '../../src/gateway/toldMethod';

/** A report whose names are names: what only stands in the place of one is summed up under `(other)`. */
export function toldReport(report: UsageReport): UsageReport {
  return mergeReports(
    Object.entries(report.methods).map(([name, usage]) => ({
      ...report,
      methods: { [toldMethod(name) ?? name]: usage },
    })),
  );
}
