import { resolve } from 'node:path';
import { printable } from '../codemods/report/printable';
import { mergeReports } from '../src/engine/mergeReports';
import type { UsageReport } from '../src/engine/usage';
import { UsageError } from '../src/errors/UsageError';
import type { Cli } from './Cli';
import { type Colours, colours } from './colours';
import { EXIT } from './Io';
import { counted } from './printSites';
import { readUsage } from './readUsage';

interface ReportFlags {
  readonly maxManual?: string;
  readonly json?: boolean;
}

export const reportCommand: Cli = {
  name: 'report',
  summary: 'merge usage reports that running bots wrote',
  define(command, io, done) {
    command
      .argument('<files...>', 'reports written through IMBOT_COMPAT_REPORT or imbot.report()')
      .option('--max-manual <n>', 'exit with 1 when more calls than this have no way to v2')
      .option('--json', 'print the merged report as JSON')
      .action((files: string[], flags: ReportFlags) => {
        const most = flags.maxManual === undefined ? undefined : Number(flags.maxManual);
        if (most !== undefined && !(Number.isInteger(most) && most >= 0))
          throw new UsageError('--max-manual takes a number from 0.');
        const merged = mergeReports(files.map((file) => readUsage(resolve(io.cwd, file), file)));
        const manual = Object.values(merged.methods).reduce((sum, { verdicts }) => sum + verdicts.none, 0);
        io.out(flags.json ? `${JSON.stringify(merged, null, 2)}\n` : printUsage(merged, manual, colours(io)));
        done(most !== undefined && manual > most ? EXIT.found : EXIT.done);
      });
  },
};

function printUsage({ methods }: UsageReport, manual: number, c: Colours): string {
  const names = Object.entries(methods).sort(([, a], [, b]) => b.calls - a.calls);
  const width = Math.max(6, ...names.map(([name]) => name.length));
  const lines = names.map(([name, { calls, verdicts, losses }]) => {
    const counts = Object.entries(verdicts)
      .filter(([, count]) => count > 0)
      .map(([verdict, count]) => `${verdict} ${count}`);
    const lost = Object.entries(losses).map(([id, count]) => `${id} ${count}`);
    return `  ${printable(name).padEnd(width)} ${String(calls).padStart(7)}  ${counts.join(', ')}${lost.length > 0 ? c.yellow(`  ${lost.join(', ')}`) : ''}`;
  });
  const total = names.reduce((sum, [, { calls }]) => sum + calls, 0);
  return `${lines.length > 0 ? `${lines.join('\n')}\n\n` : ''}${counted(total, 'call')} of ${counted(names.length, 'method')}; ${counted(manual, 'call')} without a way to v2.\n`;
}
