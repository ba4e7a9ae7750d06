/** Who follows a signal. One listener each, so that a signal shared by many pollers gets no warning about a leak. */
const followers = new WeakMap<AbortSignal, { all: Set<AbortController>; listener: () => void }>();

/**
 * A signal of one's own that is aborted together with the one given. Whatever listens to it leaves the given one alone.
 *
 * @returns the signal, and what ends the following
 */
export function followSignal(leader: AbortSignal | undefined): { signal: AbortSignal; release: () => void } {
  const own = new AbortController();
  if (leader === undefined) return { signal: own.signal, release: () => {} };
  if (leader.aborted) {
    own.abort(leader.reason);
    return { signal: own.signal, release: () => {} };
  }
  const group = followers.get(leader) ?? follow(leader);
  group.all.add(own);
  return {
    signal: own.signal,
    release: () => {
      group.all.delete(own);
      if (group.all.size > 0 || followers.get(leader) !== group) return;
      leader.removeEventListener('abort', group.listener);
      followers.delete(leader);
    },
  };
}

function follow(leader: AbortSignal): { all: Set<AbortController>; listener: () => void } {
  const all = new Set<AbortController>();
  const listener = (): void => {
    for (const one of all) one.abort(leader.reason);
  };
  const group = { all, listener };
  leader.addEventListener('abort', listener, { once: true });
  followers.set(leader, group);
  return group;
}
