import type { Edit, SourceText } from './site';

export interface SiteEdits<Owner> {
  readonly owner: Owner;
  readonly edits: readonly Edit[];
}

type Refusal = 'overlap' | 'not-ascii' | 'out-of-range';

export interface EditPlan<Owner> {
  readonly text: string;
  /** In order, without duplicates. */
  readonly edits: readonly Edit[];
  readonly applied: readonly Owner[];
  readonly refused: readonly { readonly owner: Owner; readonly why: Refusal }[];
}

/**
 * Applies the edits of all sites at once to the decoded text. A site's edits go in together or not at all; a site whose
 * edits overlap those of an earlier one is refused, identical edits merge.
 */
export function applyEdits<Owner>(file: SourceText, wanted: readonly SiteEdits<Owner>[]): EditPlan<Owner> {
  const accepted: Edit[] = [];
  const applied: Owner[] = [];
  const refused: { owner: Owner; why: Refusal }[] = [];
  for (const { owner, edits } of wanted) {
    const own: Edit[] = [];
    let why: Refusal | undefined;
    for (const edit of edits) {
      why = fault(file, edit, [...accepted, ...own]);
      if (why) break;
      if (![...accepted, ...own].some((other) => same(other, edit))) own.push(edit);
    }
    if (why) refused.push({ owner, why });
    else {
      accepted.push(...own);
      applied.push(owner);
    }
  }
  // Stable: insertions at one place keep the order in which they were asked for.
  const edits = accepted.slice().sort((a, b) => a.start - b.start || a.end - b.end);
  let text = '';
  let end = 0;
  for (const edit of edits) {
    text += file.text.slice(end, edit.start) + withLineEnds(edit.text, file.text, edit.start);
    end = edit.end;
  }
  return { text: text + file.text.slice(end), edits, applied, refused };
}

export function insertAt(offset: number, text: string): Edit {
  return { start: offset, end: offset, text };
}

function fault(file: SourceText, edit: Edit, others: readonly Edit[]): Refusal | undefined {
  if (edit.start < 0 || edit.end < edit.start || edit.end > file.text.length) return 'out-of-range';
  if (file.encoding === 'bytes' && insertsNonAscii(file, edit)) return 'not-ascii';
  return others.some((other) => !same(other, edit) && overlap(other, edit)) ? 'overlap' : undefined;
}

/** Bytes that were there may stay, as in an argument that moves: only what the old text does not hold is new. */
function insertsNonAscii(file: SourceText, edit: Edit): boolean {
  for (const part of edit.text.match(/[\u0080-\uffff]+/g) ?? []) {
    if (!file.text.includes(part)) return true;
  }
  return false;
}

function same(a: Edit, b: Edit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text;
}

function overlap(a: Edit, b: Edit): boolean {
  if (a.start === a.end || b.start === b.end) {
    const [point, range] = a.start === a.end ? [a, b] : [b, a];
    // Two insertions at one place do not disturb each other; one inside of a replaced range would be lost.
    return range.start < point.start && point.start < range.end;
  }
  return a.start < b.end && b.start < a.end;
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
