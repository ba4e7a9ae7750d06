import { readdir, readFile, readlink, realpath, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parseObject } from '../http/parseObject';
import { authError } from './authError';
import { fileLock, type HeldLock } from './fileLock';
import type { Pair } from './pair';
import { readPair } from './pair';
import { replaceSecretFile } from './replaceSecretFile';
import type { TokenStore } from './TokenStore';

/** What `fileTokenStore` may be told. */
export interface FileTokenStoreOptions {
  /**
   * Milliseconds without a sign of life after which the lock of a process is taken over. The holder gives five signs in that
   * time. Default 5 000. The same for all processes on one file.
   */
  lockMs?: number;
}

/**
 * One JSON file with one pair, readable by its owner only, shared by all processes of a machine, its containers included, or
 * of several machines over a shared file system. It is replaced as a whole and synced, so a process may be killed at any
 * instant. Name the application in the path: two applications on one file are ImbotError CONFIG.
 *
 * `path` may hold an auth object as Bitrix24 hands it over. A file that is torn or holds something else is never touched:
 * reading it rejects with ImbotError CONFIG.
 * @example
 * const store = fileTokenStore(`./tokens/${tokenKey(clientId, install.auth.member_id)}.json`);
 */
export function fileTokenStore(path: string, { lockMs }: FileTokenStoreOptions = {}): TokenStore {
  const absolute = resolve(path);
  return {
    read: () => readFrom(absolute),
    async exclusive(work) {
      // The file behind a link: those who name it otherwise share the lock.
      const target = await targetOf(absolute);
      const locked = async ({ isMine, takenOver }: HeldLock) => {
        await sweep(target);
        return work({
          lasting: true,
          takenOver,
          isMine,
          read: () => readFrom(absolute),
          async write(pair) {
            await replaceSecretFile(target, `${JSON.stringify(pair, null, 2)}\n`, async () => {
              if (!(await isMine())) throw new Error('the lock of the token file went to another process');
            });
          },
        });
      };
      return fileLock(`${target}.lock`, locked, lockMs);
    },
  };
}

async function readFrom(path: string): Promise<Pair | undefined> {
  let text: string;
  let writtenAt: number;
  try {
    text = await readFile(path, 'utf8');
    writtenAt = (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const value = parseObject(text);
  if (value === undefined) {
    throw authError(
      'CONFIG',
      `${path} is no whole JSON file. It is left as it is; move it away or put the auth object into it`,
    );
  }
  return readPair(value, writtenAt, path).pair;
}

/** Where `path` leads, also by a link to a file that does not exist yet. */
async function targetOf(path: string, hops = 8): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const next = hops === 0 ? undefined : await readlink(path).catch(() => undefined);
    if (next !== undefined) return targetOf(resolve(dirname(path), next), hops - 1);
    const folder = await realpath(dirname(path)).catch(() => dirname(path));
    return join(folder, basename(path));
  }
}

/** Halves that a killed process left; under the lock nobody writes one. */
async function sweep(target: string): Promise<void> {
  const prefix = `${basename(target)}.`;
  for (const name of await readdir(dirname(target))) {
    if (name.startsWith(prefix) && /^[0-9a-f-]{36}\.tmp$/.test(name.slice(prefix.length))) {
      await unlink(join(dirname(target), name)).catch(() => {});
    }
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
