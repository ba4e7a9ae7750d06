import { isKin } from './mayReplace';
import { type AskingNote, fingerprint, type Pair } from './pair';

/**
 * A refresh token is spent by one question, and the pair that it brings may be in one process only for a while: its commit
 * failed, or has not come yet. So a process says in the store that it is about to ask before it does, and takes its word back
 * once it knows that it got no pair. Whoever finds the word of another about the token in its own hand knows, without any clock,
 * that a pair may exist which the store does not show.
 */
export function askingOf(stored: Pair | undefined, token: string): AskingNote | undefined {
  const asking = stored?.imbot_compat?.asking;
  return asking?.token === fingerprint(token) ? asking : undefined;
}

/** `pair` with the word `asking`, or without any. */
export function withAsking(pair: Pair, asking: AskingNote | undefined): Pair {
  if (asking === undefined && pair.imbot_compat?.asking === undefined) return pair;
  const { asking: _before, ...notes } = pair.imbot_compat ?? {};
  const { imbot_compat: _notes, ...rest } = pair;
  if (asking !== undefined) return { ...rest, imbot_compat: { ...notes, asking } };
  return Object.keys(notes).length === 0 ? rest : { ...rest, imbot_compat: notes };
}

/** May we leave word at what is stored? Not at what may be another application's: it is left as it is. */
export function mayLeaveWord(stored: Pair | undefined, own: Pair): boolean {
  return stored === undefined || stored.imbot_compat?.client !== undefined || isKin(stored, own);
}
