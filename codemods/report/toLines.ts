import { printable } from './printable';
import { reason } from './reasons';
import type { Report, ReportSite } from './report';

/**
 * One line for each finding that is left, as compilers print them: `src/a.js:3:9: warning: imbot.message.add: … [id]`.
 * Editors and terminals jump by it.
 */
export function toUnix(report: Report): string {
  const failed = (report.failed ?? []).map(
    ({ file, message }) => `${printable(file)}:1:1: error: ${printable(message)}\n`,
  );
  const lines = leftIn(report).map(
    (site) => `${printable(site.file)}:${site.line}:${site.column}: ${levelOf(site)}: ${printable(messageOf(site))}\n`,
  );
  return [...lines, ...failed].join('');
}

/** Workflow commands of GitHub Actions, which show each finding at its line of a pull request. */
export function toGithub(report: Report): string {
  const command = (level: string, properties: Readonly<Record<string, string | number>>, message: string) =>
    `::${level} ${Object.entries(properties)
      .map(([key, value]) => `${key}=${property(String(value))}`)
      .join(',')}::${data(message)}\n`;
  const lines = leftIn(report).map((site) =>
    command(
      levelOf(site) === 'note' ? 'notice' : levelOf(site),
      {
        file: site.file,
        line: site.line,
        col: site.column,
        endColumn: site.column + site.method.length,
        title: titleOf(site),
      },
      messageOf(site),
    ),
  );
  const failed = (report.failed ?? []).map(({ file, message }) =>
    command('error', { file, title: 'imbot-compat' }, message),
  );
  return [...lines, ...failed].join('');
}

function leftIn({ sites }: Report): ReportSite[] {
  return sites.filter(({ kind, verdict, change }) => kind !== 'mention' && verdict !== 'ignored' && !change);
}

function levelOf({ verdict }: ReportSite): 'error' | 'warning' | 'note' {
  return verdict === 'manual' ? 'error' : verdict === 'review' ? 'warning' : 'note';
}

function titleOf({ reasons: [worst] }: ReportSite): string {
  return worst === undefined ? 'imbot-compat' : `imbot-compat: ${worst}`;
}

function messageOf({ method, target, reasons, params = [] }: ReportSite): string {
  const [worst] = reasons;
  const becomes = target && target !== method ? ` (${target})` : '';
  if (worst === undefined) return `${method}${becomes}: moves by itself with imbot-compat rewrite or events.`;
  const about = params.length > 0 ? ` Parameter: ${params.join(', ')}.` : '';
  return `${method}${becomes}: ${reason(worst).message}${about} [${reasons.join(', ')}]`;
}

/** GitHub's own escapes; what a terminal would obey is written out first. */
function data(text: string): string {
  return printable(text).replaceAll('%', '%25');
}

/** A file's name goes as it is, so that GitHub finds it: its escapes take line ends, colons and commas. */
function property(text: string): string {
  const escaped = text
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C');
  return printable(escaped);
}
