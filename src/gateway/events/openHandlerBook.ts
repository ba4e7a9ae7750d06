import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { isFields } from '../../values/structures';

/**
 * Addresses of handlers that bots registered, under the names by which the portal knows them. One counts from when the portal took
 * the call that named it: a stranger, whom the portal refuses, could otherwise make the gateway call whatever he likes.
 */
export interface HandlerBook {
  /** The name of an address, new ones on trial. */
  nameOf(url: string): string;
  /** What became of a call that named it: on the disk, where the portal took it. */
  settle(url: string, taken: boolean): void;
  /** The address of a name; of one on trial when that is over. */
  urlOf(name: string): Promise<string | undefined>;
}

interface Trial {
  /** Calls that name it and are not over. */
  open: number;
  readonly over: Promise<void>;
  readonly end: () => void;
}

/** Opens the book, made where there is none. It is written seldom: when a bot registers an address that is new. */
export function openHandlerBook(path: string): HandlerBook {
  const known = new Map<string, string>(entriesIn(path));
  const trials = new Map<string, Trial>();
  return {
    nameOf(url) {
      const name = hashed(url);
      if (known.has(name)) return name;
      const trial = trials.get(name) ?? begun();
      trial.open += 1;
      trials.set(name, trial);
      return name;
    },
    settle(url, taken) {
      const name = hashed(url);
      const trial = trials.get(name);
      if (trial === undefined) return;
      trial.open -= 1;
      if (taken) known.set(name, url);
      if (!taken && trial.open > 0) return;
      trials.delete(name);
      trial.end();
      if (taken) write(path, JSON.stringify(Object.fromEntries(known), null, 2));
    },
    async urlOf(name) {
      await trials.get(name)?.over;
      return known.get(name);
    },
  };
}

function begun(): Trial {
  let end: () => void = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { open: 0, over, end };
}

function hashed(url: string): string {
  return `h-${createHash('sha256').update(url).digest('hex').slice(0, 20)}`;
}

function entriesIn(path: string): [string, string][] {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (!isFields(content)) return [];
    return Object.entries(content).flatMap(([name, url]): [string, string][] =>
      typeof url === 'string' ? [[name, url]] : [],
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function write(path: string, text: string): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
}
