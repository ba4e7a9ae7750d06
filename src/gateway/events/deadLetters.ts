import { appendFile, readFile, rename, rm } from 'node:fs/promises';
import type { Letter } from './Letter';
import { isLetter } from './openJournal';

/** Letters that no handler took in time, in a file beside the journal: a line of JSON each. */
export const deadLetters = { pathOf, bury, list, replay };

function pathOf(journal: string): string {
  return `${journal}.dead`;
}

async function bury(journal: string, letter: Letter): Promise<void> {
  await appendFile(pathOf(journal), `${JSON.stringify(letter)}\n`, { mode: 0o600, flush: true });
}

async function list(journal: string): Promise<Letter[]> {
  return read(pathOf(journal));
}

/**
 * Sends all of them again, in their order; what is refused again stays. A running gateway may bury more meanwhile, so the file is
 * taken away first; one that a killed replay took is gone through before.
 */
async function replay(
  journal: string,
  send: (letter: Letter) => Promise<boolean>,
): Promise<{ sent: number; left: number }> {
  const path = pathOf(journal);
  const taken = `${path}.replaying`;
  const leftover = await goThrough(journal, taken, send);
  await rename(path, taken).catch(ignoreMissing);
  const fresh = await goThrough(journal, taken, send);
  return { sent: leftover.sent + fresh.sent, left: fresh.left };
}

async function goThrough(
  journal: string,
  taken: string,
  send: (letter: Letter) => Promise<boolean>,
): Promise<{ sent: number; left: number }> {
  let sent = 0;
  let left = 0;
  for (const letter of await read(taken)) {
    if (await send(letter).catch(() => false)) sent += 1;
    else {
      left += 1;
      await bury(journal, letter);
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
