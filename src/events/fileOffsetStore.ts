import { mkdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { configError } from '../errors/callError';
import type { OffsetStore } from './memoryOffsetStore';

const offsetsFile = z.record(z.string(), z.int().nonnegative());

/**
 * Offsets in one JSON file, `{"39": 1002}`, replaced as a whole at every change, so that a crash leaves the old or the
 * new one; folders are made. For one process and one portal a file.
 *
 * @throws ImbotError CONFIG, at the first read, when the file is there and is not such a file
 * @example
 * await pollEvents(imbot, { botId: 39, offsetStore: fileOffsetStore('./offsets.json'), on });
 */
export function fileOffsetStore(path: string): OffsetStore {
  return {
    get: async (botId) => (await readOffsets(path))[String(botId)],
    set: (botId, offset) =>
      inTurn(resolve(path), async () => {
        const all = { ...(await readOffsets(path)), [String(botId)]: offset };
        await replaceFile(path, JSON.stringify(all));
      }),
    // The file’s own time: it is written at every event, and touched when there are none.
    lastRead: async (botId) => {
      if ((await readOffsets(path))[String(botId)] === undefined) return undefined;
      return (await stat(path)).mtimeMs;
    },
    noteRead: (botId, at) =>
      inTurn(resolve(path), async () => {
        if ((await readOffsets(path))[String(botId)] !== undefined) await utimes(path, at / 1_000, at / 1_000);
      }),
  };
}

/** Writes under way by file: two stores of one file, one for each bot, must not undo each other. */
const turns = new Map<string, Promise<void>>();

async function inTurn(file: string, write: () => Promise<void>): Promise<void> {
  const before = turns.get(file) ?? Promise.resolve();
  const mine = before.catch(() => {}).then(write);
  turns.set(file, mine);
  try {
    await mine;
  } finally {
    if (turns.get(file) === mine) turns.delete(file);
  }
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
  throw configError(
    'fileOffsetStore',
    `${path} is not an offset file ({"<botId>": <offset>}). Move it away to read from what the portal still holds.`,
  );
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
  // By this process’s clock, not by that of a file server.
  const now = Date.now() / 1_000;
  await utimes(next, now, now);
  await rename(next, path);
}
