import { existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Report } from '../codemods/index';
import { UsageError } from '../src/errors/UsageError';
import type { Io } from './Io';

export interface ReportFlags {
  readonly json?: string;
  readonly sarif?: string;
  readonly html?: string;
  readonly md?: string;
  readonly format?: 'unix' | 'github';
  readonly failOn?: 'review' | 'manual';
}

const FORMATS = ['json', 'sarif', 'html', 'md'] as const;

export function addReportOptions(command: Command): Command {
  for (const format of FORMATS)
    command.option(`--${format} <file>`, `write a ${NAMES[format]} report; - for standard output`);
  command.addOption(
    new Option(
      '--format <name>',
      'print findings as lines that editors (unix) or GitHub Actions (github) read',
    ).choices(['unix', 'github']),
  );
  return command.addOption(
    new Option('--fail-on <verdict>', 'exit with 1 when something of this verdict or worse is left').choices([
      'review',
      'manual',
    ]),
  );
}

const NAMES = { json: 'JSON', sarif: 'SARIF', html: 'HTML', md: 'Markdown' } as const;

/** Does a report that holds drafts go anywhere? To write them costs more than to find the sites. */
export function asksDrafts({ json, html, md }: ReportFlags): boolean {
  return json !== undefined || html !== undefined || md !== undefined;
}

/** Does a report go to standard output? Then nothing else does. Throws for what cannot be written, before any work. */
export function reportOnStdout(flags: ReportFlags, io: Pick<Io, 'cwd'>): boolean {
  for (const format of FORMATS) {
    const file = flags[format];
    if (file !== undefined && file !== '-' && !existsSync(dirname(resolve(io.cwd, file)))) {
      throw new UsageError(`The report ${file} cannot be written: there is no such directory.`);
    }
  }
  const onStdout = FORMATS.filter((format) => flags[format] === '-');
  if (onStdout.length + (flags.format ? 1 : 0) > 1) throw new UsageError('Only one report can go to standard output.');
  return onStdout.length === 1 || flags.format !== undefined;
}

/** Writes the reports that were asked for. */
export async function writeReports(report: Report, flags: ReportFlags, io: Io): Promise<void> {
  const asked = FORMATS.filter((format) => flags[format] !== undefined);
  if (asked.length === 0 && !flags.format) return;
  const { renderReport } = await import('../codemods/index');
  if (flags.format) io.out(renderReport(report, flags.format));
  for (const format of asked) {
    const file = flags[format] ?? '-';
    const text = renderReport(report, format);
    if (file === '-') io.out(text);
    else write(resolve(io.cwd, file), file, text);
  }
}

function write(path: string, given: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(
      `The report ${given} cannot be written (${error instanceof Error && 'code' in error ? error.code : error}).`,
    );
  }
}
