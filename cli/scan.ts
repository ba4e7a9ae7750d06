import type { Cli } from './Cli';
import { colours } from './colours';
import { exitCode } from './exitCode';
import { addPathOptions, type PathFlags, pathOptions } from './pathOptions';
import { counted, failedOf, printNotes, printSites } from './printSites';
import { addReportOptions, asksDrafts, type ReportFlags, reportOnStdout, writeReports } from './reportOptions';

export const scanCommand: Cli = {
  name: 'scan',
  summary: 'list every use of imbot methods and events, with a verdict and the reason',
  define(command, io, done) {
    addReportOptions(addPathOptions(command)).action(async (paths: string[], flags: PathFlags & ReportFlags) => {
      const say = reportOnStdout(flags, io) ? io.err : io.out;
      const { scan } = await import('../codemods/index');
      const report = await scan({ ...(await pathOptions(paths, flags, io)), drafts: asksDrafts(flags) });
      const c = colours(io);
      const { summary } = report;
      say(
        printSites(
          report.sites.filter(({ kind }) => kind !== 'mention'),
          c,
        ),
      );
      say(printNotes(report, c));
      const silenced = summary.sites - summary.auto - summary.review - summary.manual;
      say(
        summary.sites + summary.mentions === 0
          ? `No use of imbot v1 in ${counted(summary.files, 'file')}${failedOf(report)}.\n`
          : `${counted(summary.sites, 'site')} in ${counted(summary.files, 'file')}: ${summary.auto} auto, ${summary.review} review, ${summary.manual} manual${silenced > 0 ? `, ${silenced} silenced` : ''}; ${counted(summary.mentions, 'mention')} besides.\n`,
      );
      await writeReports(report, flags, io);
      done(exitCode(report, flags));
    });
  },
};
