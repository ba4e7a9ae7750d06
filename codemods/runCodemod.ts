import { statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { encode } from './decode';
import { diffOf } from './diffOf';
import { type Discovered, type DiscoverOptions, discover } from './discover';
import { excerpts } from './excerpts';
import { mayHoldOccurrence } from './occurrences';
import { type FilePlan, type PlannedSite, planFile } from './planFile';
import { readSource } from './readSource';
import { type Report, type ReportNote, type ReportSite, summarise } from './report';
import { resolverFrom } from './resolveImport';
import { selector } from './selector';
import type { Transform } from './site';
import { loadSyntax } from './sourceFile';
import { mayHoldTodo } from './todos';
import { uncommitted } from './uncommitted';

export interface CodemodOptions extends Omit<DiscoverOptions, 'cwd'> {
  /** Default: that of the process. */
  readonly cwd?: string;
  /** Methods, events, kinds or prefixes with `*`: only these sites. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** Change the files; without it only diffs are made. */
  readonly write?: boolean;
  /** Also files with uncommitted changes. */
  readonly allowDirty?: boolean;
  /** Leave markers at sites that stay. */
  readonly todo?: boolean;
  /** Send through the facade what cannot be proven. */
  readonly delegate?: boolean;
  /** Called before each file. */
  readonly onProgress?: (done: number, of: number) => void;
}

export interface CodemodResult {
  readonly report: Report;
  /** Unified diffs of the files that change or, without `write`, would. */
  readonly diffs: readonly { readonly file: string; readonly diff: string }[];
  readonly written: readonly string[];
}

/** Finds the files, plans each by the transform, writes what was asked for, and accounts for everything. */
export async function runCodemod(options: CodemodOptions, transform: Transform): Promise<CodemodResult> {
  const cwd = options.cwd ?? process.cwd();
  const found = discover({ ...options, cwd });
  const { failed, skipped } = notesOf(found);
  const wanted = selector(options);
  const plans: FilePlan[] = [];
  await loadSyntax();
  for (const [done, file] of found.files.entries()) {
    options.onProgress?.(done, found.files.length);
    const read = readSource(cwd, file, (bytes) => mayHoldOccurrence(bytes) || mayHoldTodo(bytes));
    if (read.kind === 'failed') failed.push({ file, message: read.message });
    if (read.kind === 'skipped') skipped.push({ file, message: SKIPPED[read.why] });
    if (read.kind !== 'source') continue;
    const plan = planFile(read.source, {
      transform,
      wanted,
      resolve: resolverFrom(cwd, file),
      ...(options.delegate ? { delegate: true } : {}),
      ...(options.todo ? { todo: true } : {}),
    });
    if (plan.failure) failed.push({ file, message: plan.failure });
    plans.push(plan);
  }
  return assemble({ cwd, options, files: found.files.length, plans, failed, skipped, change: 'moved' });
}

interface Assembly {
  readonly cwd: string;
  readonly options: CodemodOptions;
  readonly files: number;
  readonly plans: readonly FilePlan[];
  readonly failed: ReportNote[];
  readonly skipped: readonly ReportNote[];
  readonly change: 'moved' | 'adopted';
}

/** Writes what was asked for and draws up the report. */
export function assemble({ cwd, options, files, plans, failed, skipped, change }: Assembly): CodemodResult {
  const changing = plans.filter(({ source, text }) => text !== source.text);
  const written = options.write ? writeAll(cwd, changing, options.allowDirty ?? false, failed) : [];
  const refused = new Set(
    options.write ? changing.map(({ source }) => source.path).filter((path) => !written.includes(path)) : [],
  );
  const sites = plans.flatMap((plan) =>
    plan.sites.map((entry) => reportSite(plan, entry, refused.has(plan.source.path) ? undefined : change)),
  );
  return {
    report: {
      version: 1,
      root: '.',
      summary: summarise(files, sites),
      sites,
      ...(failed.length > 0 ? { failed } : {}),
      ...(skipped.length > 0 ? { skipped } : {}),
    },
    diffs: changing
      .filter(({ source }) => !refused.has(source.path))
      .map(({ source, text }) => ({ file: source.path, diff: diffOf(source.path, source.text, text) })),
    written,
  };
}

/** What discovery has to say, to be added to. */
export function notesOf(found: Discovered): { failed: ReportNote[]; skipped: ReportNote[] } {
  return {
    failed: [...found.failed],
    skipped: found.skipped.map(({ file, why }) => ({ file, message: SKIPPED[why] })),
  };
}

export const SKIPPED = {
  symlink: 'a symbolic link, not followed',
  minified: 'minified, left out',
  generated: 'generated, left out',
} as const;

function writeAll(cwd: string, plans: readonly FilePlan[], allowDirty: boolean, failed: ReportNote[]): string[] {
  const written: string[] = [];
  const dirty = allowDirty
    ? new Set<string>()
    : uncommitted(
        cwd,
        plans.map(({ source }) => source.path),
      );
  for (const { source, text } of plans) {
    const file = source.path;
    const path = resolve(cwd, file);
    if (dirty.has(file)) {
      failed.push({ file, message: 'left as it was: it has uncommitted changes; commit them, or use --allow-dirty' });
      continue;
    }
    try {
      // The superuser may write what is marked read-only; the mark still says that nobody wants it.
      if ((statSync(path).mode & 0o222) === 0) throw Object.assign(new Error('read-only'), { code: 'EACCES' });
      writeFileSync(path, encode({ text, encoding: source.encoding }));
      written.push(file);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      failed.push({
        file,
        message: `left as it was: ${code === 'EACCES' ? 'it is read-only' : `it cannot be written (${code})`}`,
      });
    }
  }
  return written;
}

function reportSite(
  plan: FilePlan,
  { site, outcome, changed }: PlannedSite,
  change: Assembly['change'] | undefined,
): ReportSite {
  const { kind, method, line, column } = site;
  const file = plan.source.path;
  if (kind === 'mention' || site.ignored !== undefined) {
    return { file, line, column, method, kind, verdict: 'ignored', reasons: [], ...targetIn(outcome.target) };
  }
  const { before, after } = excerpts(plan, site);
  const changes = changed && change !== undefined;
  return {
    file,
    line,
    column,
    method,
    kind,
    verdict: outcome.verdict,
    reasons: outcome.reasons,
    ...targetIn(outcome.target),
    ...(changes ? { change: outcome.delegated ? ('delegated' as const) : change } : {}),
    before,
    ...(changes && after !== undefined ? { after } : {}),
  };
}

function targetIn(target: string | undefined): { target?: string } {
  return target === undefined ? {} : { target };
}
