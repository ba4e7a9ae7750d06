import type { Edit, SourceText } from '../plan/site';
import { createRanges } from './ranges';

export interface SiteEdits<Owner> {
  readonly owner: Owner;
  readonly edits: readonly Edit[];
}

type EditProblem = 'overlap' | 'not-ascii' | 'out-of-range';

export interface EditPlan<Owner> {
  readonly text: string;
  /** In order, without duplicates. */
  readonly edits: readonly Edit[];
  readonly applied: readonly Owner[];
  readonly refused: readonly { readonly owner: Owner; readonly why: EditProblem }[];
}

/**
 * Applies the edits of all sites at once to the decoded text. A site's edits go in together or not at all; a site whose
 * edits overlap those of an earlier one is refused, identical edits merge.
 */
export function applyEdits<Owner>(file: SourceText, wanted: readonly SiteEdits<Owner>[]): EditPlan<Owner> {
  const accepted = createRanges();
  const applied: Owner[] = [];
  const refused: { owner: Owner; why: EditProblem }[] = [];
  for (const { owner, edits } of wanted) {
    const own: Edit[] = [];
    let why: EditProblem | undefined;
    for (const edit of edits) {
      if (accepted.has(edit)) continue;
      why = outOfPlace(file, edit) ?? (accepted.disturbs(edit) ? 'overlap' : undefined);
      if (why) break;
      accepted.add(edit);
      own.push(edit);
    }
    if (why) {
      refused.push({ owner, why });
      for (const edit of own) accepted.remove(edit);
    } else applied.push(owner);
  }
  // Stable: insertions at one place keep the order in which they were asked for.
  const edits = accepted.all().sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let end = 0;
  for (const edit of edits) {
    parts.push(file.text.slice(end, edit.start), withLineEnds(edit.text, file.text, edit.start));
    end = edit.end;
  }
  parts.push(file.text.slice(end));
  return { text: parts.join(''), edits, applied, refused };
}

export function insertAt(offset: number, text: string): Edit {
  return { start: offset, end: offset, text };
}

function outOfPlace(file: SourceText, edit: Edit): EditProblem | undefined {
  if (edit.start < 0 || edit.end < edit.start || edit.end > file.text.length) return 'out-of-range';
  return file.encoding === 'bytes' && insertsNonAscii(file, edit) ? 'not-ascii' : undefined;
}

/** Bytes that were there may stay, as in an argument that moves: only what the old text does not hold is new. */
function insertsNonAscii(file: SourceText, edit: Edit): boolean {
  for (const part of edit.text.match(/[\u0080-\uffff]+/g) ?? []) {
    if (!file.text.includes(part)) return true;
  }
  return false;
}

function withLineEnds(inserted: string, text: string, offset: number): string {
  if (!inserted.includes('\n') || inserted.includes('\r')) return inserted;
  return lineEndNear(text, offset) === '\r\n' ? inserted.replaceAll('\n', '\r\n') : inserted;
}

/** The line end of the line at the offset, else of the line before it: mixed files stay mixed. */
function lineEndNear(text: string, offset: number): string {
  const next = text.indexOf('\n', offset);
  const at = next >= 0 ? next : text.lastIndexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}
