/** The name that a misspelt one stands for: the same one, or at most two letters off. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = 3;
  for (const name of names) {
    const off = distance(given, name);
    if (off >= least) continue;
    best = name;
    least = off;
  }
  return best;
}

/** Letters to add, drop or change. */
function distance(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > 2) return 3;
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const change = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 3;
}
