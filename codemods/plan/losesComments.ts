import type { EditPlan, SiteEdits } from '../files/edits';
import { treeOf } from '../files/sourceFile';
import { type Comment, commentsIn } from '../find/commentsIn';
import type { Edit, SourceText } from './site';

/** The owners whose edits would take a comment away. Indentation may change, and a comment may stand twice. */
export function losesComments<Owner>(
  source: SourceText,
  { text, edits }: EditPlan<Owner>,
  wanted: readonly SiteEdits<Owner>[],
): Owner[] {
  if (edits.length === 0 || !source.text.includes('/')) return [];
  const tree = treeOf(source);
  const comments = commentsIn(tree, tree);
  const touched = within(comments, edits);
  if (touched.length === 0) return [];
  const after = treeOf({ ...source, text });
  const left = counted(commentsIn(after, after));
  const before = counted(comments);
  const lost = touched.filter((one) => (left.get(squeezed(one)) ?? 0) < (before.get(squeezed(one)) ?? 0));
  if (lost.length === 0) return [];
  // The commands of a batch share one list of edits.
  const guilty = new Map<readonly Edit[], boolean>();
  for (const one of wanted)
    if (!guilty.has(one.edits)) guilty.set(one.edits, within(lost, sorted(one.edits)).length > 0);
  return wanted.filter((one) => guilty.get(one.edits)).map(({ owner }) => owner);
}

/** Both in the order of the file. */
function within(comments: readonly Comment[], edits: readonly Edit[]): Comment[] {
  let at = 0;
  return comments.filter(({ pos, end }) => {
    while (at < edits.length && (edits[at]?.end ?? 0) <= pos) at += 1;
    const edit = edits[at];
    return edit !== undefined && edit.start < end && pos < edit.end;
  });
}

function sorted(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

function counted(comments: readonly Comment[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of comments) counts.set(squeezed(one), (counts.get(squeezed(one)) ?? 0) + 1);
  return counts;
}

function squeezed({ text }: Comment): string {
  return text.replace(/\s+/g, ' ').trim();
}
