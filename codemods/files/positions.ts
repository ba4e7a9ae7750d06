import type { Position } from '../plan/site';

/** Line and column of offsets in a text; ask in ascending order or not, it costs a binary search. */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  const mark = text.startsWith('\ufeff') ? 1 : 0;
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    const column = offset - (starts[low] ?? 0) + 1 - (low === 0 ? mark : 0);
    return { offset, line: low + 1, column };
  };
}
