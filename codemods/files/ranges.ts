import type { Edit } from '../plan/site';

export interface Ranges {
  has(edit: Edit): boolean;
  /** Would it take from, or be lost in, one that is there? */
  disturbs(edit: Edit): boolean;
  add(edit: Edit): void;
  remove(edit: Edit): void;
  /** In the order in which they were added. */
  all(): Edit[];
}

/**
 * Edits that do not disturb each other, in the order of the file, so that each question costs a binary search: a file may
 * want tens of thousands. Two insertions at one place do not disturb each other; one inside of a replaced range would be
 * lost.
 */
export function createRanges(): Ranges {
  const known = new Map<string, Edit>();
  const objects = new Set<Edit>();
  /** Start and end of each replaced range, and of each place of insertions, in order. */
  const replaced = createOrder();
  const inserted = createOrder();
  return {
    has: (edit) => objects.has(edit) || known.has(keyOf(edit)),
    disturbs({ start, end }) {
      const before = replaced.lastBefore(start === end ? start : end);
      if (before && before.end > start) return true;
      const point = inserted.lastBefore(end);
      return start < end && point !== undefined && point.start > start;
    },
    add(edit) {
      known.set(keyOf(edit), edit);
      objects.add(edit);
      (edit.start === edit.end ? inserted : replaced).add(edit);
    },
    remove(edit) {
      known.delete(keyOf(edit));
      objects.delete(edit);
      (edit.start === edit.end ? inserted : replaced).remove(edit);
    },
    all: () => [...known.values()],
  };
}

function keyOf({ start, end, text }: Edit): string {
  return `${start}:${end}:${text}`;
}

/** A list by start. Edits mostly come in the order of the file, so that adding one is adding at the end. */
function createOrder() {
  const list: Edit[] = [];
  const firstFrom = (offset: number) => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle]?.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    /** The last one that begins before the offset. */
    lastBefore: (offset: number) => list[firstFrom(offset) - 1],
    add: (edit: Edit) => {
      list.splice(firstFrom(edit.start), 0, edit);
    },
    remove: (edit: Edit) => {
      list.splice(list.indexOf(edit), 1);
    },
  };
}
