/** Something that has to be covered, with what covers it, the best first. */
export interface Wanted<T> {
  readonly by: readonly T[];
}

/**
 * As few choices as cover everything: the one that covers most goes first, and of those that cover as much the one that
 * stands first where it is wanted.
 */
export function cover<T extends { readonly key: string }>(wanted: readonly Wanted<T>[]): Map<Wanted<T>, T> {
  const chosen = new Map<Wanted<T>, T>();
  let left = wanted.filter(({ by }) => by.length > 0);
  while (left.length > 0) {
    const scores = new Map<string, { choice: T; count: number; rank: number }>();
    for (const { by } of left)
      for (const [rank, choice] of by.entries()) {
        const score = scores.get(choice.key) ?? { choice, count: 0, rank: 0 };
        scores.set(choice.key, { ...score, count: score.count + 1, rank: score.rank + rank });
      }
    const [best] = [...scores.values()].sort((a, b) => b.count - a.count || a.rank - b.rank);
    if (!best) break;
    for (const one of left) {
      const own = one.by.find(({ key }) => key === best.choice.key);
      if (own) chosen.set(one, own);
    }
    left = left.filter((one) => !chosen.has(one));
  }
  return chosen;
}
