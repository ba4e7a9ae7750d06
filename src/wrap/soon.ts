const { queueMicrotask } = globalThis;

/**
 * Runs `task` right after what runs now; what it throws is nobody's promise. The machine's own queue: tests that put fake timers
 * in its place hold the callbacks of what they look at otherwise, which a transport calls by itself.
 */
export function soon(task: () => void): void {
  queueMicrotask(task);
}
