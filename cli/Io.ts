import type { Readable } from 'node:stream';

/** What a command reads from and writes to; tests hand in their own. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly stdin: Readable;
  readonly cwd: string;
  readonly color: boolean;
  /** Standard error is a terminal: progress may be shown. */
  readonly terminal: boolean;
  /** Ends a command that serves; default: SIGTERM or SIGINT. */
  readonly stopped?: Promise<void>;
  /** Waits, where a portal is given time; default: by the clock. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** Exit codes: 2 beats 3 beats 1. */
export const EXIT = { done: 0, found: 1, usage: 2, failed: 3 } as const;
