import { appendFile, readFile, rename, rm } from 'node:fs/promises';
import { UsageError } from '../../errors/UsageError';
import { type DeadLetters, ONE_REPLAY } from './DeadLetters';
import { holdJournal } from './holdJournal';
import { isLetter } from './isLetter';
import type { Letter } from './Letter';

/** Dead letters in a file beside the journal: a line of JSON each. */
export function fileDeadLetters(journal: string): DeadLetters {
  const path = `${journal}.dead`;
  return {
    bury: (letter) => bury(path, letter),
    list: () => read(path),
    /** A running gateway may bury more meanwhile, so the file is taken away first; one that a killed replay took is gone through before. */
    async replay(send) {
      const taken = `${path}.replaying`;
      const release = await holdJournal(taken);
      if (release === undefined) throw new UsageError(ONE_REPLAY);
      try {
        const leftover = await goThrough(path, taken, send);
        await rename(path, taken).catch(ignoreMissing);
        const fresh = await goThrough(path, taken, send);
        return { sent: leftover.sent + fresh.sent, left: fresh.left };
      } finally {
        await release();
      }
    },
  };
}

async function bury(path: string, letter: Letter): Promise<void> {
  // What a crash or a full disk cut short stands in a line of its own then.
  await appendFile(path, `\n${JSON.stringify(letter)}\n`, { mode: 0o600, flush: true });
}

async function goThrough(
  path: string,
  taken: string,
  send: (letter: Letter) => Promise<boolean>,
): Promise<{ sent: number; left: number }> {
  let sent = 0;
  let left = 0;
  for (const letter of await read(taken)) {
    if (await send(letter).catch(() => false)) sent += 1;
    else {
      left += 1;
      await bury(path, letter);
    }
  }
  await rm(taken, { force: true });
  return { sent, left };
}

async function read(path: string): Promise<Letter[]> {
  const text = await readFile(path, 'utf8').catch(ignoreMissing);
  return (text ?? '').split('\n').flatMap((line) => {
    try {
      const letter: unknown = JSON.parse(line);
      return isLetter(letter) ? [letter] : [];
    } catch {
      return [];
    }
  });
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
