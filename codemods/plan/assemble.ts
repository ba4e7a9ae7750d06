import { diffOf } from '../files/diffOf';
import type { Discovered } from '../files/discover';
import { writeFiles } from '../files/writeFiles';
import { type Report, type ReportNote, summarise } from '../report/report';
import { reportSite, unchanged } from '../report/reportSite';
import { facadeNotes } from '../rewrite/facadeNotes';
import { changesOf } from './changesOf';
import type { FileResult } from './FileResult';
import type { FilePlan } from './planFile';

/** What a codemod did or, without `write`, would do. */
export interface CodemodResult {
  /** What was found and what became of it. */
  readonly report: Report;
  /** Unified diffs of the files that change or, without `write`, would. */
  readonly diffs: readonly { readonly file: string; readonly diff: string }[];
  /** The files that were changed. */
  readonly written: readonly string[];
}

export interface Assembly {
  readonly cwd: string;
  readonly write: boolean;
  readonly allowDirty: boolean;
  /** How many files were looked at. */
  readonly looked: number;
  readonly files: readonly FileResult[];
  readonly failed: readonly ReportNote[];
  readonly skipped: readonly ReportNote[];
  /** Files of other languages that lie beside. */
  readonly others?: readonly string[] | undefined;
}

/** Keeps of a plan what the report and the writing need, and nothing that holds its tree. */
export function fileResult(plan: FilePlan, change: 'moved' | 'adopted', drafts = true): FileResult {
  const { source, text } = plan;
  const { path, encoding } = source;
  const sites = plan.sites.map((site) => reportSite(plan, site, change, drafts));
  const facades = plan.sites.flatMap(({ outcome: { facade }, changed }) => (changed && facade ? [facade] : []));
  return {
    path,
    sites,
    ...(text === source.text
      ? {}
      : { changed: { path, encoding, before: source.text, after: text, edits: plan.edits } }),
    ...(facades.length > 0 ? { facades } : {}),
    ...(plan.elsewhere?.length ? { elsewhere: plan.elsewhere } : {}),
  };
}

/** Writes what was asked for and draws up the report. */
export function assemble({ cwd, write, allowDirty, looked, files, failed, skipped, others }: Assembly): CodemodResult {
  const changing = changesOf(cwd, files);
  const wrote = write ? writeFiles(cwd, changing, allowDirty) : { written: [], failed: [] };
  const refused = new Set(wrote.failed.map(({ file }) => file));
  const sites = files.flatMap((file) => (refused.has(file.path) ? file.sites.map(unchanged) : file.sites));
  const notes = [
    ...facadeNotes(
      cwd,
      files.filter(({ path }) => !refused.has(path)),
    ),
    ...(sites.length === 0 ? otherLanguages(others) : []),
  ];
  const allFailed = [...failed, ...wrote.failed];
  return {
    report: {
      version: 1,
      root: '.',
      summary: summarise(looked, sites),
      sites,
      ...(allFailed.length > 0 ? { failed: allFailed } : {}),
      ...(notes.length > 0 ? { notes } : {}),
      ...(skipped.length > 0 ? { skipped } : {}),
    },
    diffs: changing
      .filter(({ path }) => !refused.has(path))
      .map(({ path, before, after, edits }) => ({ file: path, diff: diffOf(path, before, after, edits) })),
    written: wrote.written,
  };
}

/** Where nothing was found, the bot may be written in what was not looked at. */
function otherLanguages([first, ...more]: readonly string[] = []): readonly string[] {
  if (first === undefined) return [];
  const all = more.length > 0 ? `${first} and ${more.length} more` : first;
  return [
    `Files of other languages (${all}) were not looked at, and this tool changes none of them. \`npx imbot-compat scan\` lists the calls in them; the gateway carries those to v2 as they are.`,
  ];
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
