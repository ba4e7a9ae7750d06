import { redact } from '../http/redact';
import { isUsageReport } from './isUsageReport';
import { mergeReports } from './mergeReports';
import { environment } from './notify';
import { type LockFiles, takeReportLock } from './reportLock';
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

function write(file: string): void {
  const { existsSync, readFileSync, renameSync, writeFileSync } = process.getBuiltinModule('node:fs');
  const lock = `${file}.lock`;
  try {
    const own = [...(past ? [past] : []), ...[...reports].map((report) => report())];
    const giveBack = takeReportLock(lock, lockFiles());
    // Rather a file of its own than counts that overwrite another's; `imbot-compat report` takes several.
    const target = giveBack === undefined ? `${file}.${crypto.randomUUID()}.json` : file;
    try {
      const merged = mergeReports(existsSync(target) ? [readReport(readFileSync(target, 'utf8')), ...own] : own);
      const half = `${target}.${crypto.randomUUID()}.tmp`;
      writeFileSync(half, `${JSON.stringify(merged, null, 2)}\n`);
      renameSync(half, target);
    } finally {
      giveBack?.();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    process.stderr.write(`imbot-compat: IMBOT_COMPAT_REPORT was not written: ${redact(why)}\n`);
  }
}

function lockFiles(): LockFiles {
  const { readFileSync, rmSync, writeFileSync } = process.getBuiltinModule('node:fs');
  const isCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code;
  return {
    create(path, text) {
      try {
        writeFileSync(path, text, { flag: 'wx' });
        return true;
      } catch (error) {
        if (isCode(error, 'EEXIST')) return false;
        throw error;
      }
    },
    read(path) {
      try {
        return readFileSync(path, 'utf8');
      } catch (error) {
        if (isCode(error, 'ENOENT')) return undefined;
        throw error;
      }
    },
    remove: (path) => rmSync(path, { force: true }),
  };
}

/** A file that holds something else is not overwritten. */
function readReport(text: string): UsageReport {
  const found: unknown = JSON.parse(text);
  if (isUsageReport(found)) return found;
  throw new Error('the file holds something that is no usage report');
}
