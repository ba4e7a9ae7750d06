import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { isFields } from '../../values/structures';

/** Addresses of handlers that bots registered, under the names by which the portal knows them. */
export interface HandlerBook {
  /** The name of an address; on the disk before it is given out. */
  nameOf(url: string): string;
  urlOf(name: string): string | undefined;
}

/** Opens the book, made where there is none. It is written seldom: when a bot registers an address that is new. */
export function openHandlerBook(path: string): HandlerBook {
  const known = new Map<string, string>(entriesIn(path));
  return {
    nameOf(url) {
      const name = `h-${createHash('sha256').update(url).digest('hex').slice(0, 20)}`;
      if (known.has(name)) return name;
      known.set(name, url);
      try {
        write(path, JSON.stringify(Object.fromEntries(known), null, 2));
      } catch (error) {
        known.delete(name);
        throw error;
      }
      return name;
    },
    urlOf: (name) => known.get(name),
  };
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
