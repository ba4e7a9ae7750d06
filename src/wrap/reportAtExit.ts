import { isUsageReport } from '../engine/isUsageReport';
import { mergeReports } from '../engine/mergeReports';
import { environment } from '../engine/notify';
import type { UsageReport } from '../engine/usage';

const reports = new Set<() => UsageReport>();

/**
 * With IMBOT_COMPAT_REPORT=FILE, what was used goes into FILE as the process ends, added to what stands there. File
 * access is looked up at run time, for this code runs in browsers too.
 */
export function reportAtExit(report: () => UsageReport): void {
  const file = environment('IMBOT_COMPAT_REPORT');
  if (!file || typeof process.getBuiltinModule !== 'function') return;
  if (reports.size === 0) process.once('exit', () => write(file));
  reports.add(report);
}

function write(file: string): void {
  const { existsSync, readFileSync, renameSync, writeFileSync } = process.getBuiltinModule('node:fs');
  try {
    const own = [...reports].map((report) => report());
    const merged = mergeReports(existsSync(file) ? [readReport(readFileSync(file, 'utf8')), ...own] : own);
    const half = `${file}.${process.pid}.wrap.tmp`;
    writeFileSync(half, `${JSON.stringify(merged, null, 2)}\n`);
    renameSync(half, file);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    process.stderr.write(`imbot-compat: IMBOT_COMPAT_REPORT was not written: ${why}\n`);
  }
}

/** A file that holds something else is not overwritten. */
function readReport(text: string): UsageReport {
  const found: unknown = JSON.parse(text);
  if (isUsageReport(found)) return found;
  throw new Error('the file holds something that is no usage report');
}
