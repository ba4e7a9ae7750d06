import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Report } from '../codemods/index';
import { UsageError } from '../src/errors/UsageError';
import type { Cli } from './Cli';
import { colours } from './colours';
import { EXIT } from './Io';
import { addPathOptions, type PathFlags, pathOptions } from './pathOptions';
import { counted, printNotes, printSites } from './printSites';
import { addReportOptions, asksDrafts, type ReportFlags, reportOnStdout, writeReports } from './reportOptions';
import { unmarkedText } from './unmarkedText';

interface CheckFlags extends PathFlags, ReportFlags {
  readonly baseline?: string;
}

export const checkCommand: Cli = {
  name: 'check',
  summary: 'for CI: fail while anything is left that the baseline does not know',
  define(command, io, done) {
    addReportOptions(addPathOptions(command))
      .option('--baseline <file>', 'a report of scan --json whose findings may pass')
      .action(async (paths: string[], flags: CheckFlags) => {
        const say = reportOnStdout(flags, io) ? io.err : io.out;
        const baseline =
          flags.baseline === undefined ? undefined : readBaseline(resolve(io.cwd, flags.baseline), flags.baseline);
        const { check } = await import('../codemods/index');
        const options = { ...(await pathOptions(paths, flags, io)), drafts: asksDrafts(flags) };
        const { report, fresh, solved } = await check({ ...options, ...(baseline ? { baseline } : {}) });
        const counting = fresh.filter(({ verdict }) =>
          flags.failOn === 'manual' ? verdict === 'manual' : flags.failOn !== 'review' || verdict !== 'auto',
        );
        const c = colours(io);
        say(printSites(counting, c));
        say(printNotes(report, c));
        const known = baseline
          ? `; ${fresh.length === report.summary.sites ? 'none' : report.summary.sites - fresh.length} known, ${solved} solved since the baseline`
          : '';
        say(
          `${counted(counting.length, baseline ? 'new finding' : 'finding')} in ${counted(report.summary.files, 'file')}${known}.\n`,
        );
        const isElsewhere = (file: string) => !existsSync(resolve(io.cwd, file));
        if (baseline?.sites.length && fresh.length > 0 && baseline.sites.every(({ file }) => isElsewhere(file)))
          say(
            'None of the files of the baseline is here. Its paths are those of the directory in which scan was run: run check there, or make it anew.\n',
          );
        // Lines for editors and CI speak of what fails the check, not of what the baseline knows.
        const told = flags.format ? { ...report, sites: counting } : report;
        await writeReports(told, flags, io);
        done(report.failed?.length ? EXIT.failed : counting.length > 0 ? EXIT.found : EXIT.done);
      });
  },
};

function readBaseline(path: string, given: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(unmarkedText(readFileSync(path)));
  } catch (error) {
    throw new UsageError(`--baseline: ${given} ${error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'}.`);
  }
  if (!isReport(value)) throw new UsageError(`--baseline: ${given} is no report of scan --json.`);
  return value;
}

function isReport(value: unknown): value is Report {
  if (typeof value !== 'object' || value === null || !('version' in value) || !('sites' in value)) return false;
  return value.version === 1 && Array.isArray(value.sites) && value.sites.every(isSite);
}

function isSite(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'file' in value &&
    'kind' in value &&
    'method' in value &&
    'verdict' in value
  );
}
