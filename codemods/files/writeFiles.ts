import { resolve } from 'node:path';
import type { Edit, SourceText } from '../plan/site';
import type { ReportNote } from '../report/report';
import { encode } from './decode';
import { replaceFile } from './replaceFile';
import { uncommitted } from './uncommitted';

/** A file whose text changes. */
export interface ChangedFile {
  readonly path: string;
  readonly encoding?: SourceText['encoding'];
  readonly before: string;
  readonly after: string;
  /** What led from one to the other, in order. */
  readonly edits?: readonly Edit[];
  /** Files that have to be written too: types that this one rests on. */
  readonly needs?: readonly string[];
}

export interface WrittenPaths {
  readonly written: readonly string[];
  readonly failed: readonly ReportNote[];
}

/** Writes files, but for those that git could not bring back, links, and those marked read-only. */
export function writeFiles(cwd: string, files: readonly ChangedFile[], allowDirty: boolean): WrittenPaths {
  const written: string[] = [];
  const failed: ReportNote[] = [];
  const paths = files.map(({ path }) => path);
  const refused = allowDirty ? new Map<string, string>() : uncommitted(cwd, paths);
  const left = new Set(refused.keys());
  // What others rest on goes first.
  const needed = new Set(files.flatMap(({ needs = [] }) => needs));
  const ordered = [...files].sort((a, b) => Number(needed.has(b.path)) - Number(needed.has(a.path)));
  for (const { path, encoding, before, after, needs = [] } of ordered) {
    const missing = needs.find((one) => left.has(one));
    const fault =
      refused.get(path) ??
      (missing === undefined ? undefined : `${missing} was not written, and its types have to change too`) ??
      replaceFile(resolve(cwd, path), encode({ text: before, encoding }), encode({ text: after, encoding }));
    if (fault) {
      failed.push({ file: path, message: `left as it was: ${fault}` });
      left.add(path);
    } else written.push(path);
  }
  return { written, failed };
}
