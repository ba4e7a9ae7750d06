import { fingerprint, type Pair } from './pair';

/** Milliseconds that a refresh token lives. Source: settings/oauth/auto-renewal.md of the REST documentation. */
const LIFE = 180 * 24 * 3_600_000;

/**
 * May `next`, a pair of this application, take the place of `stored`? A pair that names its application is checked where it is
 * read. One that does not (kept from an event, put there by hand, written by an earlier version) may be another application's
 * under a key that both use, and the only one that it has. It gives way to nothing but
 *
 * - what it has become, or the pair that it came from;
 * - any pair, once it is dead: it says so itself, or it is older than a refresh token lives.
 */
export function mayReplace(stored: Pair | undefined, next: Pair, now: number): boolean {
  if (stored === undefined || stored.imbot_compat?.client !== undefined || isKin(stored, next)) return true;
  const { expires, refresh_token, imbot_compat } = stored;
  return imbot_compat?.dead === fingerprint(refresh_token) || (expires !== undefined && now > expires * 1000 + LIFE);
}

/** Two pairs of one line: the same, or one has led to the other. */
export function isKin(one: Pair, other: Pair): boolean {
  return one.access_token === other.access_token || isOf(one, other) || isOf(other, one);
}

function isOf(pair: Pair, { refresh_token }: Pair): boolean {
  return pair.refresh_token === refresh_token || (pair.imbot_compat?.spent ?? []).includes(fingerprint(refresh_token));
}
