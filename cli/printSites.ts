import type { Report, ReportSite } from '../codemods/index';
import { printable } from '../codemods/report/printable';
import { reason } from '../codemods/report/reasons';
import type { Colours } from './colours';

/** Sites by file, one line each with its verdict and, below it, the reasons. */
export function printSites(sites: readonly ReportSite[], c: Colours): string {
  const lines: string[] = [];
  let file = '';
  for (const site of sites) {
    if (site.file !== file) {
      file = site.file;
      lines.push('', c.bold(printable(file)));
    }
    const name = site.kind === 'call' ? site.method : `${site.method} ${c.dim(`(${site.kind})`)}`;
    const target = site.target && site.target !== site.method ? c.dim(` → ${site.target}`) : '';
    lines.push(`  ${`${site.line}:${site.column}`.padEnd(9)}${verdictOf(site, c)} ${name}${target}`);
    for (const id of site.reasons) lines.push(`  ${' '.repeat(18)}${c.dim(id)} ${reason(id).message}`);
    if (site.params) lines.push(`  ${' '.repeat(18)}${c.dim(`about ${site.params.map(printable).join(', ')}`)}`);
  }
  return lines.length > 0 ? `${lines.slice(1).join('\n')}\n\n` : '';
}

/** Files that failed and files left out. */
export function printNotes(report: Report, c: Colours): string {
  const failed = (report.failed ?? []).map(
    ({ file, message }) => `${c.red('failed')} ${printable(file)}: ${printable(message)}\n`,
  );
  const skipped = (report.skipped ?? []).map(({ file, message }) =>
    c.dim(`left out ${printable(file)}: ${printable(message)}\n`),
  );
  return [...skipped, ...failed].join('');
}

/** Said beside a count: what could not be read may hold more. */
export function failedOf({ failed = [] }: Report): string {
  return failed.length > 0 ? `; ${counted(failed.length, 'file')} failed` : '';
}

function verdictOf({ verdict, change }: ReportSite, c: Colours): string {
  const word = (change ?? verdict).padEnd(9);
  if (change || verdict === 'auto') return c.green(word);
  if (verdict === 'review') return c.yellow(word);
  return verdict === 'manual' ? c.red(word) : c.dim(word);
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
