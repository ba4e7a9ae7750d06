import { readdir, readFile, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fingerprint } from '../../auth/pair';
import { replaceSecretFile } from '../../auth/replaceSecretFile';
import { parseObject } from '../../http/parseObject';
import { isWaitingPair, MOST_WAITING, type WaitingPair, type WaitingPairs } from './WaitingPairs';

/**
 * Pairs that wait in files beside the pair, one each: whoever has the lock of the pair may keep it for minutes, and another gateway
 * may write there too.
 */
export function fileWaitingPairs(path: string, tell: (error: unknown) => void): WaitingPairs {
  const fileOf = (token: unknown): string => `${path}.waiting-${fingerprint(String(token))}`;
  /** What is on the disk, as far as this process knows. */
  const files = new Set<string>();

  async function remove(file: string): Promise<void> {
    files.delete(file);
    await unlink(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') tell(error);
    });
  }

  return {
    async list() {
      const found: WaitingPair[] = [];
      const names = await readdir(dirname(path)).catch(() => []);
      for (const name of names.filter((one) => one.startsWith(`${basename(path)}.waiting-`))) {
        const file = join(dirname(path), name);
        if (HALF.test(name)) await sweep(file);
        else {
          const pair: unknown = parseObject(await readFile(file, 'utf8').catch(() => ''));
          if (isWaitingPair(pair) && fileOf(pair.auth['access_token']) === file) found.push(pair);
        }
      }
      found.sort((one, other) => one.at - other.at);
      for (const { auth } of found) files.add(fileOf(auth['access_token']));
      return found.reverse();
    },
    async keep(pair) {
      const file = fileOf(pair.auth['access_token']);
      files.delete(file);
      files.add(file);
      await replaceSecretFile(file, `${JSON.stringify(pair, null, 2)}\n`).catch(tell);
      for (const oldest of [...files].slice(0, -MOST_WAITING)) await remove(oldest);
    },
    forget: (token) => (files.has(fileOf(token)) ? remove(fileOf(token)) : Promise.resolve()),
  };
}

const HALF = /\.[0-9a-f-]{36}\.tmp$/;
/** Milliseconds. Nobody writes one file for so long. */
const HALF_FOR = 60_000;

/** A half that a killed process left. */
async function sweep(file: string): Promise<void> {
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
  if (Date.now() - mtimeMs > HALF_FOR) await unlink(file).catch(() => {});
}
