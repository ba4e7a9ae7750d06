import { type Command, Option } from 'commander';
import type { CodemodOptions, CodemodResult, ReportSite } from '../codemods/index';
import { printable, printableLines } from '../codemods/report/printable';
import { bySeverity } from '../codemods/report/reasons';
import { type Colours, colouredDiff, colours } from './colours';
import { exitCode } from './exitCode';
import type { Io } from './Io';
import { addPathOptions, type PathFlags, pathOptions } from './pathOptions';
import { counted, printNotes, printSites } from './printSites';
import { addReportOptions, asksDrafts, type ReportFlags, reportOnStdout, writeReports } from './reportOptions';
import { several } from './several';

interface ChangeFlags extends PathFlags, ReportFlags {
  readonly write?: boolean;
  readonly allowDirty?: boolean;
  readonly todo?: boolean;
  readonly delegate?: boolean;
  readonly assumeTransport?: string;
  readonly assumeErrors?: boolean;
  readonly accept?: string[];
}

export interface Change {
  readonly run: (options: CodemodOptions) => Promise<CodemodResult & { readonly understood?: readonly string[] }>;
  /** `rewrite` alone can send what it cannot move through the facade. */
  readonly delegate?: boolean;
  /** `rewrite` alone can be told what it cannot see. */
  readonly assumes?: boolean;
  /** Sites that stay can be marked. */
  readonly todo?: boolean;
  /** Calls stay as they are and go through the facade. */
  readonly adopts?: boolean;
  /** What it is called when a site goes through the facade instead. */
  readonly delegated?: 'delegated' | 'adapted';
  /** What comes next for what is left. */
  readonly next?: (left: readonly ReportSite[]) => string | undefined;
  /** Which sites this command is about; the others are not counted as left. */
  readonly concerns: (site: ReportSite) => boolean;
}

/** A command that shows what it would change and changes it with --write. */
export function defineChange(command: Command, io: Io, done: (code: number) => void, change: Change): void {
  addReportOptions(addPathOptions(command))
    .option('--write', 'change the files; without it only the diff is shown')
    .option('--allow-dirty', 'also change files with uncommitted changes');
  if (change.todo) command.option('--todo', 'leave a marker at every site that stays');
  if (change.delegate) command.option('--delegate', 'send what cannot be proven through the facade');
  if (change.assumes)
    command
      .addOption(
        new Option('--assume-transport <form>', 'take transports that are not seen to nest objects as JSON').choices([
          'json',
        ]),
      )
      .option('--assume-errors', 'take nobody outside of the given files to compare error codes of v1')
      .option('--accept <losses>', 'move calls that lose these, by name: menu,higher-rank', several);
  command.action(async (paths: string[], flags: ChangeFlags) => {
    const say = reportOnStdout(flags, io) ? io.err : io.out;
    const c = colours(io);
    const result = await change.run({
      ...(await pathOptions(paths, flags, io)),
      drafts: asksDrafts(flags),
      write: flags.write === true,
      allowDirty: flags.allowDirty === true,
      todo: flags.todo === true,
      delegate: flags.delegate === true,
      assumeErrors: flags.assumeErrors === true,
      ...(flags.accept === undefined ? {} : { accept: flags.accept }),
      ...(flags.assumeTransport === 'json' ? { assumeTransport: 'json' as const } : {}),
    });
    for (const { diff } of result.diffs) say(`${colouredDiff(printableLines(diff), c)}\n`);
    for (const line of result.understood ?? []) say(`${printable(line)}\n`);
    const failed = new Set(result.report.failed?.map(({ file }) => file));
    const left = result.report.sites.filter((site) => change.concerns(site) && isLeft(site, failed));
    say(printSites(left, c));
    say(printNotes(result.report, c));
    for (const note of result.report.notes ?? []) say(`${c.dim(printable(note))}\n`);
    say(`${lastLine(result, left, flags, change, c)}\n`);
    const next = change.next?.(left);
    if (next !== undefined) say(`\n${c.bold('Next:')} ${next}\n`);
    await writeReports(result.report, flags, io);
    done(exitCode(result.report, flags));
  });
}

/** What is `auto` and does not change has nothing to change: another command moves it. */
function isLeft({ kind, verdict, change, file }: ReportSite, failed: ReadonlySet<string>): boolean {
  if (kind === 'mention' || verdict === 'ignored' || change) return false;
  return verdict !== 'auto' || failed.has(file);
}

/** Says no more than what happened. */
function lastLine(
  result: CodemodResult,
  left: readonly ReportSite[],
  flags: ChangeFlags,
  change: Change,
  c: Colours,
): string {
  const of = (kind: ReportSite['change']) => result.report.sites.filter((site) => site.change === kind).length;
  const parts = [
    ...(change.adopts ? [`${of('adopted')} under the facade`] : [`${of('moved')} moved`]),
    ...(of('held') > 0 ? [`${of('held')} held on v1`] : []),
    ...(change.delegated ? [`${of('delegated')} ${change.delegated}`] : []),
    `${left.length} left${why(left)}`,
  ];
  const counts = c.bold(parts.join(', '));
  const mentions = counted(result.report.summary.mentions, 'mention');
  const failed = result.report.failed?.length ? ` ${counted(result.report.failed.length, 'file')} failed.` : '';
  if (result.diffs.length === 0) return `${counts}; ${mentions} untouched. Nothing to change.${failed}`;
  const files = counted(result.diffs.length, 'file');
  return flags.write
    ? `${counts}; ${mentions} untouched. ${files} written.${failed}`
    : `${counts}; ${mentions} untouched. ${files} would change; nothing is written without --write.${failed}`;
}

function why(left: readonly ReportSite[]): string {
  const counts = new Map<string, number>();
  const first = left.flatMap((site) => bySeverity([...site.reasons]).slice(0, 1));
  for (const id of first) counts.set(id, (counts.get(id) ?? 0) + 1);
  if (counts.size === 0) return '';
  return ` (${[...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([id, count]) => `${id} ${count}`)
    .join(', ')})`;
}
