import type { FilePlan } from './planFile';
import type { Edit, Site } from './site';
import { syntax } from './sourceFile';

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

function moved(edits: readonly Edit[], offset: number, side: 'start' | 'end'): number {
  let shift = 0;
  for (const edit of edits) {
    if (edit.end < offset || (edit.end === offset && (side === 'end' || edit.start < edit.end))) {
      shift += edit.text.length - (edit.end - edit.start);
    } else if (edit.start < offset) return edit.start + shift;
  }
  return offset + shift;
}

function linesAt(text: string, start: number, end: number): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', Math.max(start, end - 1));
  const lines = text
    .slice(from, to < 0 ? text.length : to)
    .replace(/\r/g, '')
    .split('\n');
  const indent = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0),
  );
  const shown = lines.slice(0, MOST_LINES).map((line) => line.slice(Number.isFinite(indent) ? indent : 0));
  return lines.length > MOST_LINES ? `${shown.join('\n')}\n…` : shown.join('\n');
}
