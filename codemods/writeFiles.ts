import { statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { encode } from './decode';
import type { ReportNote } from './report';
import type { SourceText } from './site';
import { uncommitted } from './uncommitted';

/** A file whose text changes. */
export interface ChangedFile {
  readonly path: string;
  readonly encoding?: SourceText['encoding'];
  readonly before: string;
  readonly after: string;
}

export interface Written {
  readonly written: readonly string[];
  readonly failed: readonly ReportNote[];
}

/** Writes files, but for those with uncommitted changes and those marked read-only. */
export function writeFiles(cwd: string, files: readonly ChangedFile[], allowDirty: boolean): Written {
  const written: string[] = [];
  const failed: ReportNote[] = [];
  const paths = files.map(({ path }) => path);
  const dirty = allowDirty ? new Set<string>() : uncommitted(cwd, paths);
  for (const { path, encoding, after } of files) {
    const fault = dirty.has(path)
      ? 'it has uncommitted changes; commit them, or use --allow-dirty'
      : writeOne(resolve(cwd, path), encode({ text: after, encoding }));
    if (fault) failed.push({ file: path, message: `left as it was: ${fault}` });
    else written.push(path);
  }
  return { written, failed };
}

function writeOne(path: string, bytes: Buffer): string | undefined {
  try {
    // The superuser may write what is marked read-only; the mark still says that nobody wants it.
    if ((statSync(path).mode & 0o222) === 0) return 'it is read-only';
    writeFileSync(path, bytes);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return code === 'EACCES' || code === 'EROFS' ? 'it is read-only' : `it cannot be written (${code})`;
  }
}
