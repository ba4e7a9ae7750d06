import { appendFile, open, readFile, rename } from 'node:fs/promises';
import { fingerprint } from '../../auth/pair';
import { boundedMap } from '../../translate/boundedMap';
import { type KnownToken, type KnownTokens, MOST_KNOWN } from './KnownTokens';

/** Known tokens in a file beside the pair: a line each of kind, time and hash. The newest line of a token counts. */
export async function fileKnownTokens(path: string, tell: (error: unknown) => void): Promise<KnownTokens> {
  const known = {
    own: boundedMap<string, KnownToken>(MOST_KNOWN),
    application: boundedMap<string, KnownToken>(MOST_KNOWN),
  };
  let lines = 0;
  for (const line of (await textOf(path)).split('\n')) {
    const [, kind, until = '', name] = LINE.exec(line) ?? [];
    if (name === undefined || (kind !== 'own' && kind !== 'application')) continue;
    known[kind].set(name, { kind, until: Number(until) });
    lines += 1;
  }
  let last: Promise<void> = Promise.resolve();

  /** One after the other. What cannot be written is told, and known to this process all the same. */
  function write(text: string, count: number): Promise<void> {
    last = last.then(async () => {
      try {
        lines += count;
        if (lines > 4 * MOST_KNOWN) await writeAnew();
        // What a crash or a full disk cut short stands in a line of its own then.
        else await appendFile(path, `\n${text}`, { mode: 0o600 });
      } catch (error) {
        tell(error);
      }
    });
    return last;
  }

  async function writeAnew(): Promise<void> {
    const entries = [...known.own, ...known.application];
    const file = await open(`${path}.new`, 'w', 0o600);
    await file.writeFile(entries.map(([name, token]) => lineOf(name, token)).join(''));
    await file.sync();
    await file.close();
    await rename(`${path}.new`, path);
    lines = entries.length;
  }

  return {
    async note(tokens) {
      const fresh: string[] = [];
      for (const [token, entry] of tokens) {
        const name = fingerprint(token);
        const before = known.own.get(name) ?? known.application.get(name);
        // What is the pair's own stays so.
        if (before?.kind === 'own' || (before?.kind === entry.kind && before.until === entry.until)) continue;
        known[entry.kind].set(name, entry);
        fresh.push(lineOf(name, entry));
      }
      if (fresh.length > 0) await write(fresh.join(''), fresh.length);
    },
    async find(token) {
      const name = fingerprint(token);
      return known.own.get(name) ?? known.application.get(name);
    },
    close: () => last,
  };
}

const LINE = /^(own|application) (\d+) ([\w-]{22})$/;

function lineOf(name: string, { kind, until }: KnownToken): string {
  return `${kind} ${until} ${name}\n`;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
