import type { ReadingEngine, Trace, Value } from '../types';

/** What is thrown meanwhile is not thrown where the work is called: it goes into a promise, to whoever waits for that. */
export function rejecting<T>({ trace }: ReadingEngine, work: () => T): T {
  const before = trace.thrown.length;
  try {
    return work();
  } finally {
    trace.rejected.push(...trace.thrown.splice(before));
  }
}

/** Waits for a promise: what it was given to throw is thrown here. */
export function awaiting<T>({ trace }: ReadingEngine, work: () => T): T {
  const before = trace.rejected.length;
  try {
    return work();
  } finally {
    trace.thrown.push(...trace.rejected.splice(before));
  }
}

/** All that is thrown on the way: where a call stands, and into promises. */
export function allThrown({ thrown, rejected }: Pick<Trace, 'thrown' | 'rejected'>): readonly Value[] {
  return [...thrown, ...rejected];
}
