import type { ServerResponse } from 'node:http';

const waitedFor = new WeakSet<ServerResponse>();

/** Answers that hold the only copy of something. A gateway that stops waits for them, beyond the time that other calls have. */
export const mustEnd = {
  mark(response: ServerResponse): void {
    waitedFor.add(response);
  },
  has: (response: ServerResponse): boolean => waitedFor.has(response),
};
