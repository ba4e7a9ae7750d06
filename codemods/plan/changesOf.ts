import { applyEdits } from '../files/edits';
import { readSource } from '../files/readSource';
import type { ChangedFile } from '../files/writeFiles';
import type { FileResult } from './FileResult';
import type { Edit } from './site';

/** The files that change: by edits of their own, and by those that others need in them. In the order of their names. */
export function changesOf(cwd: string, files: readonly FileResult[]): ChangedFile[] {
  const changes = new Map(files.flatMap(({ changed }) => (changed ? [[changed.path, changed] as const] : [])));
  const wanted = new Map<string, Map<string, Edit>>();
  for (const { path, changed, elsewhere = [] } of files) {
    if (!changed) continue;
    for (const other of elsewhere) {
      const edits = wanted.get(other.path) ?? new Map<string, Edit>();
      wanted.set(other.path, edits);
      for (const edit of other.edits) edits.set(`${edit.start}:${edit.end}:${edit.text}`, edit);
      changes.set(path, { ...changed, needs: [...new Set([...(changes.get(path)?.needs ?? []), other.path])] });
    }
  }
  for (const [path, edits] of wanted) {
    const changed = withEdits(cwd, path, changes.get(path), [...edits.values()]);
    if (changed) changes.set(path, changed);
  }
  return [...changes.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function withEdits(
  cwd: string,
  path: string,
  own: ChangedFile | undefined,
  edits: readonly Edit[],
): ChangedFile | undefined {
  const read = readSource(cwd, path, () => true);
  if (read.kind !== 'source') return own;
  const { source } = read;
  const plan = applyEdits(source, [
    { owner: undefined, edits: own?.edits ?? [] },
    { owner: undefined, edits },
  ]);
  const { encoding, text: before } = source;
  const needs = own?.needs;
  return { path, encoding, before, after: plan.text, edits: plan.edits, ...(needs ? { needs } : {}) };
}
