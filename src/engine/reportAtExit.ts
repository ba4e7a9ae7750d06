import { redact } from '../transport/redact';
import { isUsageReport } from './isUsageReport';
import { mergeReports } from './mergeReports';
import { environment } from './notify';
import type { UsageReport } from './usage';

const reports = new Set<() => UsageReport>();
/** What clients that are closed had counted, added up: a process may make and close any number of them. */
let past: UsageReport | undefined;

/**
 * With IMBOT_COMPAT_REPORT=FILE, what was used goes into FILE as the process ends, added to what stands there. File
 * access is looked up at run time, for this code runs in browsers too. The returned function is for a client that is closed: its
 * counts are kept, and it can be let go.
 */
export function reportAtExit(report: () => UsageReport): () => void {
  const file = environment('IMBOT_COMPAT_REPORT');
  if (!file || typeof process.getBuiltinModule !== 'function') return () => {};
  if (reports.size === 0 && past === undefined) process.once('exit', () => write(file));
  reports.add(report);
  return () => {
    if (reports.delete(report)) past = mergeReports([...(past ? [past] : []), report()]);
  };
}

/** Pauses between two looks at the lock, and how many: processes of one bot often end together. */
const PAUSE_MS = 10;
const MOST_PAUSES = 300;

function write(file: string): void {
  const { closeSync, existsSync, openSync, readFileSync, renameSync, unlinkSync, writeFileSync } =
    process.getBuiltinModule('node:fs');
  const lock = `${file}.lock`;
  try {
    const own = [...(past ? [past] : []), ...[...reports].map((report) => report())];
    const isMine = locked(() => closeSync(openSync(lock, 'wx')));
    // Rather a file of its own than counts that overwrite another's; `imbot-compat report` takes several.
    const target = isMine ? file : `${file}.${process.pid}.json`;
    try {
      const merged = mergeReports(existsSync(target) ? [readReport(readFileSync(target, 'utf8')), ...own] : own);
      const half = `${target}.${process.pid}.tmp`;
      writeFileSync(half, `${JSON.stringify(merged, null, 2)}\n`);
      renameSync(half, target);
    } finally {
      if (isMine) unlinkSync(lock);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    process.stderr.write(`imbot-compat: IMBOT_COMPAT_REPORT was not written: ${redact(why)}\n`);
  }
}

/** The process ends, so waiting has to be synchronous. */
function locked(take: () => void): boolean {
  for (let pauses = 0; pauses < MOST_PAUSES; pauses++) {
    try {
      take();
      return true;
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
  return false;
}

/** A file that holds something else is not overwritten. */
function readReport(text: string): UsageReport {
  const found: unknown = JSON.parse(text);
  if (isUsageReport(found)) return found;
  throw new Error('the file holds something that is no usage report');
}
