import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { UsageError } from '../../errors/UsageError';
import { isFields } from '../../values/structures';
import { type HandlerPages, handlerIn, type RegisteredHandler } from './HandlerPages';

/**
 * Handlers in a file of JSON, made where there is none.
 * @throws UsageError for a file that holds something else: with an empty book, the events of every bot in it would be refused
 */
export function fileHandlers(path: string, tell: (error: unknown) => void): HandlerPages {
  const known = new Map<string, RegisteredHandler>(entriesIn(path));
  /** On the disk, and not yet taken by the portal. */
  const trials = new Set<string>();

  let saving = Promise.resolve();
  let isAsked = false;

  /** What changes at once is written once: everything waits while the disk does. */
  function save(): Promise<void> {
    if (isAsked) return saving;
    isAsked = true;
    saving = Promise.resolve().then(() => {
      isAsked = false;
      try {
        write(path, JSON.stringify(Object.fromEntries(known), null, 2));
      } catch (error) {
        tell(error);
      }
    });
    return saving;
  }

  return {
    find: async (name) => (trials.has(name) ? undefined : known.get(name)),
    async try(name, handler) {
      if (known.has(name)) return;
      trials.add(name);
      known.set(name, handler);
      await save();
    },
    async forget(name) {
      if (!trials.delete(name)) return;
      known.delete(name);
      await save();
    },
    async keep(name, handler) {
      trials.delete(name);
      known.set(name, handler);
      await save();
    },
    close: () => saving,
  };
}

function entriesIn(path: string): [string, RegisteredHandler][] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return Object.entries(fieldsIn(text, path)).flatMap(([name, value]): [string, RegisteredHandler][] => {
    const handler = handlerIn(value);
    return handler === undefined ? [] : [[name, handler]];
  });
}

function fieldsIn(text: string, path: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(text);
    if (isFields(content)) return content;
  } catch {
    // Below: the parser's message would quote addresses.
  }
  throw new UsageError(
    `${path} holds the addresses of handlers that bots registered, and is no JSON object. Mend it; or move it away, and let each bot send imbot.update with its addresses.`,
  );
}

function write(path: string, text: string): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    // Not writeSync: on a disk that is nearly full it writes a part, and says nothing.
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
