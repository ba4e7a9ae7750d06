import { syntax } from '../files/sourceFile';
import type { FilePlan } from '../plan/planFile';
import type { Edit, Site } from '../plan/site';
import { attached } from '../source/attached';

const MOST_LINES = 16;

/** The lines of a site's statement before the change and, where they differ, after it. */
export function excerpts(plan: FilePlan, site: Site): { before: string; after?: string } {
  const [start, end] = statementRange(site);
  const before = linesAt(plan.source.text, start, end);
  const after = linesAt(plan.text, moved(plan.edits, start, 'start'), moved(plan.edits, end, 'end'));
  return after === before ? { before } : { before, after };
}

function statementRange(site: Site): [number, number] {
  const { isStatement, isBlock } = syntax();
  const node = site.shape?.literal ?? site.node;
  for (let at = node; at; at = at.parent) {
    if (isStatement(at) && !isBlock(at)) return [at.getStart(), at.getEnd()];
  }
  return [site.offset, site.offset + site.length];
}

/** Where an offset of the old text is in the new one. */
function moved(edits: readonly Edit[], offset: number, side: 'start' | 'end'): number {
  const { ends, shifts } = shiftsOf(edits);
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  let shift = shifts[low] ?? 0;
  for (let edit = edits[low]; edit && edit.end <= offset; edit = edits[low]) {
    if (side === 'end' || edit.start < edit.end) shift += edit.text.length - (edit.end - edit.start);
    low += 1;
  }
  const edit = edits[low];
  return edit && edit.start < offset && offset < edit.end ? edit.start + shift : offset + shift;
}

interface Shifts {
  readonly ends: readonly number[];
  /** By how much all edits before the one at that place move the text. */
  readonly shifts: readonly number[];
}

const known = attached<readonly Edit[], Shifts>();

function shiftsOf(edits: readonly Edit[]): Shifts {
  const before = known.get(edits);
  if (before) return before;
  const shifts = [0];
  for (const { start, end, text } of edits) shifts.push((shifts.at(-1) ?? 0) + text.length - (end - start));
  const made = { ends: edits.map(({ end }) => end), shifts };
  known.set(edits, made);
  return made;
}

/** The first lines of what stands there, without their common indentation. */
function linesAt(text: string, start: number, end: number): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const last = text.indexOf('\n', Math.max(start, end - 1));
  const to = last < 0 ? text.length : last;
  let until = from;
  for (let count = 0; count < MOST_LINES && until < to; count += 1) {
    const next = text.indexOf('\n', until);
    until = next < 0 || next >= to ? to + 1 : next + 1;
  }
  const lines = text
    .slice(from, Math.max(from, until - 1))
    .replace(/\r/g, '')
    .split('\n');
  const indent = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0),
  );
  const shown = lines.map((line) => line.slice(Number.isFinite(indent) ? indent : 0));
  return until <= to ? `${shown.join('\n')}\n…` : shown.join('\n');
}
