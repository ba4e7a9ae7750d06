/** The full run has everything of every matrix; `npm test` has a share of the largest ones, spread over all of their kinds. */
export const FULL = process.env['IMBOT_FULL'] !== undefined;

/** Every `step`th of a list, beginning at `turn`; all of it in the full run. What is left to that is said where `what` names it. */
export function share<T>(list: readonly T[], step: number, { turn = 0, what = '' } = {}): readonly T[] {
  if (FULL) return list;
  const kept = list.filter((_, index) => index % step === turn % step);
  if (what !== '') console.log(`${what}: ${list.length - kept.length} of ${list.length} left to the full run`);
  return kept;
}

/** Which calls of a way are met, from the first to the last: every `step`th, where each case begins at another one. */
export function places(last: number, step: number, turn = 0): readonly number[] {
  const all = Array.from({ length: last }, (_, index) => index + 1);
  return share(all, step, { turn });
}
