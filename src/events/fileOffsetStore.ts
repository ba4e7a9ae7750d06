import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { ImbotError } from '../errors/ImbotError';
import type { OffsetStore } from './memoryOffsetStore';

const offsetsFile = z.record(z.string(), z.int().nonnegative());

/**
 * Offsets in one JSON file, `{"39": 1002}`, replaced as a whole at every change, so that a crash leaves the old or the
 * new one; folders are made. For one process and one portal a file.
 *
 * @throws ImbotError CONFIG, at the first read, when the file is there and is not such a file
 */
export function fileOffsetStore(path: string): OffsetStore {
  let offsets: Promise<Record<string, number>> | undefined;
  let writing: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Record<string, number>> {
    offsets ??= readOffsets(path);
    return offsets;
  }

  return {
    get: async (botId) => (await read())[String(botId)],
    set: async (botId, offset) => {
      const all = await read();
      all[String(botId)] = offset;
      writing = writing.catch(() => {}).then(() => replaceFile(path, JSON.stringify(all)));
      await writing;
    },
  };
}

async function readOffsets(path: string): Promise<Record<string, number>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
  const parsed = offsetsFile.safeParse(parseOrUndefined(text));
  if (parsed.success) return parsed.data;
  throw new ImbotError({
    code: 'CONFIG',
    method: 'fileOffsetStore',
    outcome: 'refused',
    message: `${path} is not an offset file ({"<botId>": <offset>}). Move it away to read from what the portal still holds.`,
  });
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const next = `${path}.${process.pid}.tmp`;
  await writeFile(next, text);
  await rename(next, path);
}
