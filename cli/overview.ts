import type { Report, ReportSite } from '../codemods/index';
import { printable } from '../codemods/report/printable';
import { reason } from '../codemods/report/reasons';
import { colours } from './colours';
import { EXIT, type Io } from './Io';
import { counted, failedOf, printNotes } from './printSites';

/** Without a command: what is in this directory, and the one step that comes next. Changes nothing. */
export async function overview(io: Io): Promise<number> {
  const { scan, UsageError } = await import('../codemods/index');
  let report: Report;
  try {
    report = await scan({ cwd: io.cwd, drafts: false });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.out(`No source file here. Run it in the directory of your bot; --help lists the commands.\n`);
    return EXIT.done;
  }
  const c = colours(io);
  const { summary } = report;
  if (summary.sites === 0) {
    const besides = summary.mentions > 0 ? ` ${counted(summary.mentions, 'mention')} in texts and comments.` : '';
    io.out(
      `No use of imbot v1 in ${counted(summary.files, 'file')}${failedOf(report)}.${besides} --help lists the commands.\n`,
    );
    io.out(printNotes(report, c));
    return report.failed?.length ? EXIT.failed : EXIT.done;
  }
  const found = report.sites.filter(({ kind }) => kind !== 'mention');
  const files = new Set(found.map(({ file }) => file)).size;
  io.out(
    `${c.bold(`${counted(summary.sites, 'use')} of imbot v1 in ${counted(files, 'file')}`)} (${counted(summary.files, 'file')} read): ${summary.auto} move by themselves, ${summary.review} to review, ${summary.manual} by hand.\n`,
  );
  for (const [id, count] of worstOf(found).slice(0, 3))
    io.out(`  ${String(count).padStart(5)}  ${reason(id).message}\n`);
  io.out(printNotes(report, c));
  io.out(`\n${c.bold('Next:')} ${nextStep(found)}\n`);
  io.out('Nothing was changed. --help lists all commands.\n');
  return report.failed?.length ? EXIT.failed : EXIT.done;
}

function worstOf(sites: readonly ReportSite[]): [ReportSite['reasons'][number], number][] {
  const counts = new Map<ReportSite['reasons'][number], number>();
  for (const { reasons } of sites) for (const id of reasons.slice(0, 1)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

const OTHER = /\.(?:php|py|go|cs)$/i;

/** The step that brings most with the least risk. */
function nextStep(sites: readonly ReportSite[]): string {
  const scripts = sites.filter(({ file }) => !OTHER.test(file));
  const facade = scripts.filter(({ reasons }) => reasons.includes('on-facade')).length;
  const calls = scripts.filter(({ kind, verdict }) => kind !== 'event' && verdict !== 'ignored');
  if (scripts.length === 0 && sites.every(({ file }) => /\.php$/i.test(file)))
    return 'this code is not JavaScript: `npx imbot-compat adopt --gateway URL` shows the address in PHP to change, so that the gateway carries the calls (see the README).';
  if (scripts.length === 0)
    return `this code is not JavaScript: \`npx imbot-compat scan\` lists its calls; the gateway carries them (see the README).`;
  if (calls.length === 0) return '`npx imbot-compat events` shows what becomes of the event handlers.';
  if (facade < calls.length)
    return `\`npx imbot-compat adopt${pathOf(scripts)}\` shows how the calls go to v2 without a change at the call sites.`;
  return `\`npx imbot-compat rewrite${pathOf(scripts)}\` shows which calls move to v2 names.`;
}

/** The one directory at the top that all of them are in, when there is one. */
function pathOf(sites: readonly ReportSite[]): string {
  const tops = new Set(sites.map(({ file }) => (file.includes('/') ? file.split('/')[0] : '')));
  const [only] = tops;
  return tops.size === 1 && only && /^[\w.-]+$/.test(only) ? ` ${printable(only)}` : '';
}
