import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isUsageReport } from '../engine/isUsageReport';
import { mergeReports } from '../engine/mergeReports';
import { environment } from '../engine/notify';
import type { UsageReport } from '../engine/usage';

const reports = new Set<() => UsageReport>();
let listening = false;

/** With IMBOT_COMPAT_REPORT=FILE: what was used goes into FILE as the process ends, added to what stands there. */
export function writeReportAtExit(report: () => UsageReport): void {
  if (!environment('IMBOT_COMPAT_REPORT')) return;
  reports.add(report);
  if (listening) return;
  listening = true;
  process.once('exit', write);
}

function write(): void {
  const file = environment('IMBOT_COMPAT_REPORT');
  if (!file) return;
  try {
    const earlier = existsSync(file) ? readReport(file) : undefined;
    const own = [...reports].map((report) => report());
    const merged = mergeReports(earlier ? [earlier, ...own] : own);
    const half = `${file}.${process.pid}.tmp`;
    writeFileSync(half, `${JSON.stringify(merged, null, 2)}\n`);
    renameSync(half, file);
  } catch (error) {
    process.stderr.write(
      `imbot-compat: IMBOT_COMPAT_REPORT was not written: ${error instanceof Error ? error.message : 'unknown error'}\n`,
    );
  }
}

/** A file that holds something else is not overwritten. */
function readReport(file: string): UsageReport {
  const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (isUsageReport(found)) return found;
  throw new Error(`${file} holds something that is no usage report`);
}
