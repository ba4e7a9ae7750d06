import { printable, printableLines } from './printable';
import { type ReasonId, reason } from './reasons';
import type { Report, ReportSite } from './report';

/** A page for a pull request: the counts, the methods, what is left and why. */
export function toMarkdown(report: Report): string {
  const { summary } = report;
  const found = report.sites.filter(({ kind }) => kind !== 'mention');
  const left = found.filter((site) => !site.change && site.verdict !== 'ignored');
  const lines = [
    '# imbot v1 → imbot.v2',
    '',
    `${summary.sites} sites in ${summary.files} files: ${summary.auto} auto, ${summary.review} review, ${summary.manual} manual. ${summary.mentions} mentions besides.`,
    '',
    ...table(
      ['Method', 'Sites'],
      Object.entries(summary.methods).map(([method, count]) => [code(method), String(count)]),
    ),
    ...table(
      ['Place', 'What', 'Verdict', 'Why'],
      left.map((site) => [
        `${text(site.file)}:${site.line}`,
        whatOf(site),
        site.verdict,
        site.reasons.map(code).join(', '),
      ]),
    ),
    ...reasonsOf(left),
    ...section('Drafts', left.flatMap(draftLines)),
    ...section(
      'Files that failed',
      (report.failed ?? []).map(({ file, message }) => `- ${text(file)}: ${text(message)}`),
    ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function whatOf({ method, target }: ReportSite): string {
  return target && target !== method ? `${code(method)} → ${code(target)}` : code(method);
}

function reasonsOf(sites: readonly ReportSite[]): string[] {
  const ids = [...new Set(sites.flatMap<ReasonId>(({ reasons }) => reasons))];
  const sorted = ids.map(reason).sort((a, b) => a.severity - b.severity);
  return section(
    'What to do',
    sorted.map(({ id, message, advice }) => `- ${code(id)}: ${message} ${advice}`),
  );
}

/** A call to copy: nothing of it is escaped, so the fence is longer than any in it. */
function draftLines({ file, line, draft }: ReportSite): string[] {
  if (!draft) return [];
  const longest = Math.max(2, ...(draft.code.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [
    `${text(file)}:${line}`,
    '',
    `${fence}js`,
    printableLines(draft.code),
    fence,
    '',
    ...draft.decide.map((sentence) => `- ${text(sentence)}`),
    '',
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [`## ${title}`, '', ...lines, ''] : [];
}

function code(value: string): string {
  return `\`${printable(value).replaceAll('`', '').replaceAll('|', '\\|')}\``;
}

function text(value: string): string {
  return printable(value).replace(/[|<>&*_[\]`\\]/g, (found) =>
    found === '<' ? '&lt;' : found === '>' ? '&gt;' : found === '&' ? '&amp;' : `\\${found}`,
  );
}
