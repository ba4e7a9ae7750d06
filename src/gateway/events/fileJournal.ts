import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../../errors/UsageError';
import { isFields } from '../../values/structures';
import { isLetter } from './isLetter';
import type { Journal } from './Journal';
import type { Letter } from './Letter';

/** Lines of letters that are over, after which the file is written anew. */
const COMPACT_AFTER = 1_000;

/**
 * A journal in one file, made where there is none: what happened to letters, a line of JSON each, synced before anybody relies on
 * it. A line that a crash cut short was never relied on, and is left out.
 * @throws UsageError for a file of something else, which stays as it is
 */
export async function fileJournal(path: string): Promise<Journal> {
  const alive = new Map((await lettersIn(path)).map((letter) => [letter.id, letter]));
  const pending = [...alive.values()].map((letter) => ({ ...letter }));
  let file = await writeAnew(path, alive);
  let stale = 0;
  let waiting: { line: string; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let writing: Promise<void> | undefined;

  /** Whatever has come meanwhile goes to the disk in one piece. */
  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        if (stale >= COMPACT_AFTER) {
          stale = 0;
          // On a full disk it goes on in the old file, which may still have room for a line.
          const before = file;
          file = await writeAnew(path, alive).catch(() => before);
          if (file !== before) await before.close();
        }
        // What a full disk cut short stands in a line of its own then.
        await file.appendFile(`\n${batch.map(({ line }) => line).join('')}`);
        await file.datasync();
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    writing = undefined;
  }

  function write(record: object): Promise<void> {
    return new Promise((resolve, reject) => {
      waiting.push({ line: `${JSON.stringify(record)}\n`, resolve, reject });
      writing ??= drain();
    });
  }

  let take: (letter: Letter) => void = () => {};
  return {
    start(given) {
      take = given;
      for (const letter of pending) take(letter);
    },
    async add(letter) {
      alive.set(letter.id, letter);
      await write({ letter });
      take(letter);
    },
    failed({ id, attempts, at }) {
      // What is written anew tells it too.
      const kept = alive.get(id);
      if (kept !== undefined) Object.assign(kept, { attempts, at });
      return write({ failed: id, attempts, at });
    },
    over(id) {
      alive.delete(id);
      stale += 1;
      return write({ over: id });
    },
    async close() {
      await writing;
      await file.close();
    },
  };
}

/** Line by line: what nobody took for days may be longer than any text of JavaScript. */
async function lettersIn(path: string): Promise<Letter[]> {
  const letters = new Map<string, Letter>();
  let isOurs = false;
  let isForeign = false;
  try {
    const file = await open(path, 'r');
    for await (const line of file.readLines({ encoding: 'utf8' })) {
      isOurs ||= OURS.test(line);
      isForeign ||= !NOTHING.test(line);
      const record = parsed(line);
      if (isLetter(record['letter'])) letters.set(record['letter'].id, record['letter']);
      const failed = letters.get(String(record['failed']));
      if (failed) Object.assign(failed, { attempts: Number(record['attempts']), at: Number(record['at']) });
      letters.delete(String(record['over']));
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  if (isForeign && !isOurs)
    throw new UsageError(
      `${path} is no journal: it holds something else, and would be written anew. Name another file.`,
    );
  return [...letters.values()];
}

/** A line of a journal, or the beginning of one. */
const OURS = /^\0*\{"(?:letter|failed|over)":/;
/** What a crash of the machine may leave in place of a line. */
const NOTHING = /^[\0\s]*$/;

function parsed(line: string): Record<string, unknown> {
  try {
    const record: unknown = JSON.parse(line);
    return isFields(record) ? record : {};
  } catch {
    return {};
  }
}

/**
 * Whole or not at all: a new file takes the place of the old one when it is on the disk. It stays open, for one that could not be
 * opened again (too many files) would leave the journal writing into a file that no longer has a name.
 */
async function writeAnew(path: string, alive: ReadonlyMap<string, Letter>): Promise<FileHandle> {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    let lines = '';
    for (const letter of alive.values()) {
      lines += `${JSON.stringify({ letter })}\n`;
      if (lines.length < PIECE) continue;
      await file.appendFile(lines);
      lines = '';
    }
    await file.appendFile(lines);
    await file.sync();
    await rename(temporary, path);
  } catch (error) {
    await file.close();
    throw error;
  }
  // Not every file system can, and the letters are on the disk under one name or the other.
  await syncFolder(dirname(path)).catch(() => {});
  return file;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

/** Letters that are written at a time. */
const PIECE = 1_000_000;
