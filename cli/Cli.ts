import type { Command } from 'commander';
import type { Io } from './Io';

/** One command of the command line; `done` takes its exit code. */
export interface Cli {
  readonly name: string;
  readonly summary: string;
  readonly define: (command: Command, io: Io, done: (code: number) => void) => void;
}
