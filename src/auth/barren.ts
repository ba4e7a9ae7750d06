import { processState } from '../http/processState';
import { type Barren, fingerprint, type Pair } from './pair';

/** Seconds that a pair rests after its first barren renewal, and at most: less than an access token lives. */
const FIRST = 60;
const LONGEST = 1_800;
/** Access tokens whose refusal is remembered in the process, for clients that share no store. */
const REMEMBERED = 500;

/**
 * Is a renewal of this pair left for later? A renewal is barren when the portal calls the new access token expired at once, in
 * the call for which it was fetched: the next one would bring as little, and the vendor blocks applications that renew at
 * every call. So the pair rests, for a minute, for two if the next renewal is barren too, up to half an hour. Its calls go out and
 * fail by the portal's own error meanwhile; no token is spent, and none is lost.
 */
export function isResting(pair: Pair, now: number): boolean {
  const seconds = now / 1000;
  const until = noteOf(pair)?.until ?? 0;
  // A moment that is further away was written by somebody whose clock is ahead.
  return seconds < until && until <= seconds + LONGEST + FIRST;
}

/** The pair with the note that its access token was refused as soon as it was there. */
export function rested(pair: Pair, now: number): Pair {
  if (noteOf(pair) !== undefined) return pair;
  const times = (pair.imbot_compat?.barren?.times ?? 0) + 1;
  const until = Math.ceil(now / 1000) + Math.min(FIRST * 2 ** (times - 1), LONGEST);
  const barren: Barren = { token: fingerprint(pair.access_token), times, until };
  remember(barren);
  return { ...pair, imbot_compat: { ...pair.imbot_compat, barren } };
}

/** `next` with the count of renewals in a row that brought nothing, where the one that brought `old` was such a one. */
export function afterBarren(old: Pair, next: Pair): Pair {
  const barren = noteOf(old);
  return barren === undefined ? next : { ...next, imbot_compat: { ...next.imbot_compat, barren } };
}

/** The note about this very access token. */
function noteOf({ access_token, imbot_compat }: Pair): Barren | undefined {
  const token = fingerprint(access_token);
  const own = imbot_compat?.barren;
  return own?.token === token ? own : sharedBarren().get(token);
}

function remember(barren: Barren): void {
  const known = sharedBarren();
  known.set(barren.token, barren);
  for (const oldest of known.keys()) {
    if (known.size <= REMEMBERED) break;
    known.delete(oldest);
  }
}

/** Access token (hashed) → its note; of all copies of this package in the process. */
export function sharedBarren(): Map<string, Barren> {
  return processState('barren', () => new Map<string, Barren>());
}
