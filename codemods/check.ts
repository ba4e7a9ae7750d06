import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { movedFiles } from './files/movedFiles';
import { workingDirectory } from './files/workingDirectory';
import { coverage } from './report/coverage';
import type { Report, ReportSite } from './report/report';
import type { CodemodOptions } from './runCodemod';
import { scan } from './scan';

/** What `check` found that is new, beside the whole report. */
export interface CheckResult {
  /** Everything, known or not. */
  readonly report: Report;
  /** What is left, without what the baseline knows. */
  readonly fresh: readonly ReportSite[];
  /** Findings of the baseline that are gone, of those that these paths, patterns and selections would show. */
  readonly solved: number;
}

/**
 * Scans, and tells what is left that an earlier report does not have. A finding is known by file, kind and method: lines
 * move, and so may files.
 * @example
 * const { fresh } = await check({ paths: ['src'], baseline: JSON.parse(await readFile('baseline.json', 'utf8')) });
 * process.exitCode = fresh.length > 0 ? 1 : 0;
 */
export async function check(options: CodemodOptions & { readonly baseline?: Report } = {}): Promise<CheckResult> {
  const report = await scan(options);
  const before = options.baseline?.sites ?? [];
  const cwd = workingDirectory(options);
  const moved = movedFiles(before.filter(counts), report.sites.filter(counts), (file) =>
    existsSync(resolve(cwd, file)),
  );
  const known = new Map<string, number>();
  for (const site of before) if (counts(site)) known.set(keyOf(site), (known.get(keyOf(site)) ?? 0) + 1);
  const fresh = report.sites.filter((site) => {
    if (!counts(site)) return false;
    const key = keyOf({ ...site, file: moved.get(site.file) ?? site.file });
    const left = known.get(key) ?? 0;
    known.set(key, left - 1);
    return left <= 0;
  });
  const isCovered = coverage(options, report);
  let solved = 0;
  for (const site of before) {
    const left = known.get(keyOf(site)) ?? 0;
    if (!counts(site) || left <= 0) continue;
    known.set(keyOf(site), left - 1);
    if (isCovered(site)) solved += 1;
  }
  return { report, fresh, solved };
}

function counts(site: ReportSite): boolean {
  return site.verdict !== 'ignored';
}

function keyOf({ file, kind, method }: Pick<ReportSite, 'file' | 'kind' | 'method'>): string {
  return `${file}\n${kind}\n${method}`;
}
