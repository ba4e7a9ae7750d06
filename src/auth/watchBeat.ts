/** Looks that a lock must stay silent through before its holder counts as gone. */
const LOOKS = 5;

/**
 * Tells a lock whose holder lives from one whose holder is gone: by whether its sign of life changes while we look on. Only our
 * own monotonic clock counts; clocks, hosts and process ids of others say nothing (containers all have pid 1). A pause of our
 * own between two looks counts as one look, so that a machine that slept finds nobody dead.
 *
 * @param silentFor milliseconds without a change after which the holder is gone
 * @param monotonic milliseconds that only ever grow
 * @returns takes the sign of life as it is now; true once it has been the same for that long
 */
export function watchBeat(silentFor: number, monotonic: () => number = () => performance.now()) {
  let seen: string | undefined;
  let silent = 0;
  let lookedAt = 0;
  return (sign: string): boolean => {
    const now = monotonic();
    if (sign === seen) silent += Math.min(now - lookedAt, silentFor / LOOKS);
    else silent = 0;
    seen = sign;
    lookedAt = now;
    return silent >= silentFor;
  };
}
