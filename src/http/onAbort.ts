/** Who waits for a signal, with the one listener that serves them all. */
interface Waiting {
  run: Set<(reason: unknown) => void>;
  listener: () => void;
}

const waiting = new WeakMap<AbortSignal, Waiting>();

/**
 * Runs `then` when `signal` aborts; the returned function calls it off. However many calls share a signal, it gets one listener:
 * Node warns of a leak from the eleventh on.
 */
export function onAbort(signal: AbortSignal, then: (reason: unknown) => void): () => void {
  const { run } = waiting.get(signal) ?? listen(signal);
  run.add(then);
  return () => {
    run.delete(then);
    const found = waiting.get(signal);
    if (run.size > 0 || found?.run !== run) return;
    signal.removeEventListener('abort', found.listener);
    waiting.delete(signal);
  };
}

function listen(signal: AbortSignal): Waiting {
  const run = new Set<(reason: unknown) => void>();
  const listener = () => {
    for (const then of [...run]) then(signal.reason);
  };
  signal.addEventListener('abort', listener);
  const made = { run, listener };
  waiting.set(signal, made);
  return made;
}
