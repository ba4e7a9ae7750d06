import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { processState } from '../http/processState';
import { watchBeat } from './watchBeat';

/** The lock while `work` has it. */
export interface HeldLock {
  /** False once somebody else has taken it over. */
  isMine(): Promise<boolean>;
  /** The holder before us went silent instead of giving it back: killed, or only frozen and still to wake up. */
  takenOver: boolean;
}

interface Mark {
  token: string;
  /** Changes with every beat of the holder. */
  sign: string;
  /** How long (ms) it may stay silent. */
  patience: number;
}

/** Milliseconds without a sign of life after which the holder of a lock is gone, where nobody says. */
const LOCK_MS = 5_000;
const BEATS = 5;
/** Between two looks at a lock (ms): the first and the longest pause. */
const POLL = 10;
const LONGEST_POLL = 200;
/** Earlier versions of this package wrote their pid into the lock and touched it every ten seconds. */
const PATIENCE_WITH_EARLIER_VERSIONS = 60_000;

/**
 * Runs `work` while no other process does, by a lock file that names its holder by a random token. The holder changes the file
 * five times in `lockMs`; one that has not changed for `lockMs` on the clock of those who wait is taken over. Needs nothing
 * of its file system but exclusive creation.
 */
export async function fileLock<T>(
  path: string,
  work: (lock: HeldLock) => Promise<T>,
  lockMs: number = LOCK_MS,
): Promise<T> {
  return inTurn(path, async () => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const token = randomUUID();
    const { mine, takenOver } = await acquire(path, token, lockMs);
    try {
      if (takenOver) await sweep(path, token);
      return await work({ isMine: () => isHeldBy(path, token), takenOver });
    } finally {
      await mine.giveBack(path);
    }
  });
}

/** Inside one process first come, first served: it costs no looking at files. */
async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
  const queues = lockQueues();
  const before = queues.get(path) ?? Promise.resolve();
  const mine = before.then(work);
  const settled = mine.then(
    () => {},
    () => {},
  );
  queues.set(path, settled);
  try {
    return await mine;
  } finally {
    if (queues.get(path) === settled) queues.delete(path);
  }
}

/** Who waits for a lock inside this process, by lock file. */
function lockQueues(): Map<string, Promise<void>> {
  return processState('locks', () => new Map<string, Promise<void>>());
}

/** A lock file that beats. It may be renamed: the beats go through the open file. */
interface LockFile {
  giveBack(from: string): Promise<void>;
}

type Watches = Map<string, (sign: string) => boolean>;

async function acquire(path: string, token: string, lockMs: number): Promise<{ mine: LockFile; takenOver: boolean }> {
  const watches: Watches = new Map();
  for (let pause = POLL; ; pause = Math.min(pause * 1.2, LONGEST_POLL)) {
    const fresh = await create(path, token, lockMs);
    if (fresh !== undefined) return { mine: fresh, takenOver: false };
    const inherited = await inherit(path, token, lockMs, watches);
    if (inherited !== undefined) return { mine: inherited, takenOver: true };
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
  }
}

/** A new lock file of ours, or undefined while there is one. */
async function create(path: string, token: string, lockMs: number): Promise<LockFile | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, 'wx', 0o600);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
  let count = 0;
  // Through the open file, never by name: one who lost the lock while it was frozen does not write into that of its heir.
  const beat = async () => {
    await file.write(JSON.stringify({ token, beat: ++count }), 0);
  };
  try {
    await beat();
  } catch (error) {
    await file.close().catch(() => {});
    await remove(path);
    throw error;
  }
  let last: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    last = last.then(beat).catch(() => {});
  }, lockMs / BEATS);
  timer.unref();
  return {
    async giveBack(from) {
      clearInterval(timer);
      await last;
      if (await isHeldBy(from, token).catch(() => false)) await remove(from);
      await file.close().catch(() => {});
    },
  };
}

/**
 * The lock of a holder that is gone, or undefined. Who may take it is decided by a guard file named after that holder, which
 * is itself a lock of the same kind: two who see the same corpse never both inherit. The guard becomes the new lock.
 */
async function inherit(path: string, token: string, lockMs: number, watches: Watches): Promise<LockFile | undefined> {
  const found = await markAt(path, lockMs);
  if (found === undefined) return undefined;
  const watch = watches.get(path) ?? watchBeat(found.patience);
  watches.set(path, watch);
  if (!watch(found.sign)) return undefined;
  const guardPath = `${path}.${found.token}`;
  const guard = (await create(guardPath, token, lockMs)) ?? (await inherit(guardPath, token, lockMs, watches));
  if (guard === undefined) return undefined;
  try {
    if ((await markAt(path, lockMs))?.sign === found.sign) {
      await rename(guardPath, path);
      return guard;
    }
  } catch (error) {
    await guard.giveBack(guardPath);
    throw error;
  }
  await guard.giveBack(guardPath);
  return undefined;
}

async function isHeldBy(path: string, token: string): Promise<boolean> {
  return (await markAt(path, 0))?.token === token;
}

async function markAt(path: string, lockMs: number): Promise<Mark | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    const { mtimeMs } = await stat(path);
    return { ...parseMark(text, lockMs), sign: `${mtimeMs} ${text}` };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** A lock without a name is one whose maker died before it wrote it, or not ours at all. */
function parseMark(text: string, lockMs: number): { token: string; patience: number } {
  try {
    const { token, pid } = JSON.parse(text);
    const patience = typeof pid === 'number' ? Math.max(lockMs, PATIENCE_WITH_EARLIER_VERSIONS) : lockMs;
    return { token: /^[0-9a-f-]{36}$/.test(token) ? token : 'nameless', patience };
  } catch {
    return { token: 'nameless', patience: lockMs };
  }
}

/** Guards that dead heirs left behind. While the lock is ours they guard nothing; files with other names are not touched. */
async function sweep(path: string, token: string): Promise<void> {
  const prefix = `${basename(path)}.`;
  for (const name of await readdir(dirname(path)).catch(() => [])) {
    const rest = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    const isGuard = /^([0-9a-f-]{36}|nameless)(\.([0-9a-f-]{36}|nameless))*$/.test(rest);
    if (isGuard && !rest.startsWith(token)) await remove(join(dirname(path), name));
  }
}

async function remove(path: string): Promise<void> {
  await unlink(path).catch(() => {});
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
