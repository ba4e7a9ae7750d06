import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { isFields } from '../../values/structures';
import { type HandlerPages, handlerIn, type RegisteredHandler } from './HandlerPages';

/** Handlers in a file of JSON, made where there is none. */
export function fileHandlers(path: string, tell: (error: unknown) => void): HandlerPages {
  const known = new Map<string, RegisteredHandler>(entriesIn(path));
  return {
    find: async (name) => known.get(name),
    async keep(name, handler) {
      known.set(name, handler);
      try {
        write(path, JSON.stringify(Object.fromEntries(known), null, 2));
      } catch (error) {
        tell(error);
      }
    },
  };
}

function entriesIn(path: string): [string, RegisteredHandler][] {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (!isFields(content)) return [];
    return Object.entries(content).flatMap(([name, value]): [string, RegisteredHandler][] => {
      const handler = handlerIn(value);
      return handler === undefined ? [] : [[name, handler]];
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function write(path: string, text: string): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
