import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { UsageError } from '../../errors/UsageError';
import { type Clock, systemClock } from '../../http/clock';
import { isFields } from '../../values/structures';
import { createHandlerShelf } from './createHandlerShelf';
import { type HandlerPages, handlerIn, type RegisteredHandler } from './HandlerPages';

/**
 * Handlers in a file of JSON, made where there is none.
 * @throws UsageError for a file that holds something else: with an empty book, the events of every bot in it would be refused
 */
export function fileHandlers(path: string, tell: (error: unknown) => void, clock: Clock = systemClock): HandlerPages {
  const content = contentOf(path);
  const known = createHandlerShelf(entriesIn(content));
  const secret = secretIn(content) ?? randomBytes(16).toString('hex');
  /** On the disk, and not yet taken by the portal. */
  const trials = new Set<string>();

  let saving = Promise.resolve();
  let isAsked = false;
  /** Since it was written last. */
  let isUsed = false;
  let writtenAt = clock.now();

  /** What changes at once is written once: everything waits while the disk does. */
  function save(): Promise<void> {
    if (isAsked) return saving;
    isAsked = true;
    saving = Promise.resolve().then(() => {
      isAsked = false;
      isUsed = false;
      writtenAt = clock.now();
      try {
        const entries = Object.fromEntries([['', { secret }], ...known.entries()]);
        write(path, JSON.stringify(entries, null, 2));
      } catch (error) {
        tell(error);
      }
    });
    return saving;
  }

  return {
    ready: Promise.resolve(),
    secret: () => secret,
    find: async (name) => (trials.has(name) ? undefined : known.get(name)),
    async try(name, handler) {
      if (known.get(name) !== undefined) return;
      trials.add(name);
      known.put(name, handler);
      await save();
    },
    async forget(name) {
      if (!trials.delete(name)) return;
      known.remove(name);
      await save();
    },
    async keep(name, handler) {
      trials.delete(name);
      known.put(name, handler);
      await save();
    },
    used(name, handler) {
      const isThere = known.get(name) !== undefined;
      known.put(name, handler);
      isUsed = true;
      if (!isThere || clock.now() - writtenAt > DAY) void save();
    },
    close: () => (isUsed ? save() : saving),
  };
}

/** Milliseconds. Only the order changes with each use, so it is written seldom. */
const DAY = 86_400_000;

function contentOf(path: string): Readonly<Record<string, unknown>> {
  try {
    return fieldsIn(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

function entriesIn(content: Readonly<Record<string, unknown>>): [string, RegisteredHandler][] {
  return Object.entries(content).flatMap(([name, value]): [string, RegisteredHandler][] => {
    const handler = handlerIn(value);
    return handler === undefined ? [] : [[name, handler]];
  });
}

/** Beside the handlers, under no name. */
function secretIn({ '': own }: Readonly<Record<string, unknown>>): string | undefined {
  return isFields(own) && typeof own['secret'] === 'string' ? own['secret'] : undefined;
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
