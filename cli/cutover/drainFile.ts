import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import type { Fields } from '../../src/events/types';

/** Where events go that no poller has read: a line of JSON each. */
export interface DrainFile {
  /** The file as the user named it. */
  readonly name: string;
  /** On the disk when this returns. An event that stands there already, from a run that was killed, is not written twice. */
  append(events: readonly Fields[]): void;
  /** How many this run has written. */
  written(): number;
}

/** Opens the file when there is something to write; it is only ever added to. */
export function drainFile(path: string, name = path): DrainFile {
  let known: Set<string> | undefined;
  let count = 0;
  return {
    name,
    append(events) {
      if (events.length === 0) return;
      const text = known === undefined && existsSync(path) ? readFileSync(path, 'utf8') : '';
      known ??= new Set(text.split('\n'));
      const lines = events.map((event) => JSON.stringify(event)).filter((line) => !known?.has(line));
      // A run that was killed may have left half a line: that event was not confirmed, and comes again.
      const start = text === '' || text.endsWith('\n') ? '' : '\n';
      const file = openSync(path, 'a', 0o600);
      try {
        if (lines.length > 0) writeFileSync(file, `${start}${lines.join('\n')}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      for (const line of lines) known.add(line);
      count += lines.length;
    },
    written: () => count,
  };
}
