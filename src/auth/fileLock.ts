import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { processState } from '../transport/processState';

interface Holder {
  pid: number;
  thread: number;
  host: string;
  token: string;
}

/** A holder touches its lock this often (ms); one that has not for `STALE` is gone, whatever its pid says. */
const HEARTBEAT = 10_000;
const STALE = 60_000;
const POLL = 15;

/**
 * Runs `work` while no other process does, by a lock file that names its holder. A holder that died (kill -9 included) is
 * noticed at once on the same machine, after a minute from others. `work` gets a test of whether the lock is still held.
 */
export async function fileLock<T>(path: string, work: (isMine: () => Promise<boolean>) => Promise<T>): Promise<T> {
  return inTurn(path, async () => {
    const { heldLocks } = processState();
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const token = await acquire(path);
    const beat = setInterval(() => {
      const now = new Date();
      utimes(path, now, now).catch(() => {});
    }, HEARTBEAT);
    beat.unref();
    try {
      return await work(async () => (await holderOf(path))?.token === token);
    } finally {
      clearInterval(beat);
      if ((await holderOf(path))?.token === token) await remove(path);
      heldLocks.delete(token);
    }
  });
}

/** Inside one process first come, first served: the lock file can not tell two of its own apart. */
async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
  const { lockQueues } = processState();
  const before = lockQueues.get(path) ?? Promise.resolve();
  const mine = before.then(work);
  const settled = mine.then(
    () => {},
    () => {},
  );
  lockQueues.set(path, settled);
  try {
    return await mine;
  } finally {
    if (lockQueues.get(path) === settled) lockQueues.delete(path);
  }
}

async function acquire(path: string): Promise<string> {
  const holder: Holder = { pid: process.pid, thread: threadId, host: hostname(), token: randomUUID() };
  const { heldLocks } = processState();
  heldLocks.add(holder.token);
  const ticket = `${path}.${holder.pid}.${holder.token}`;
  try {
    for (;;) {
      await writeTicket(ticket, holder);
      if ((await tryLink(ticket, path)) || (await takeOver(path, ticket, holder))) break;
      await new Promise((resolve) => setTimeout(resolve, POLL + Math.random() * POLL));
    }
  } catch (error) {
    heldLocks.delete(holder.token);
    throw error;
  } finally {
    await remove(ticket);
  }
  await sweep(path);
  return holder.token;
}

/**
 * Puts our ticket in the place of a dead holder's lock. Who may do so is decided by a guard file named after the dead holder,
 * which is itself a lock of the same kind: two processes that see the same corpse never both inherit.
 */
async function takeOver(path: string, ticket: string, holder: Holder): Promise<boolean> {
  const found = await holderOf(path);
  if (found === undefined || !(await isDead(path, found))) return false;
  const guard = `${path}.${found.token}`;
  if (!(await tryLink(ticket, guard)) && !(await takeOver(guard, ticket, holder))) return false;
  try {
    if ((await holderOf(path))?.token !== found.token) return false;
    await writeTicket(ticket, holder);
    await rename(ticket, path);
    return true;
  } finally {
    await remove(guard);
  }
}

async function isDead(path: string, holder: Holder): Promise<boolean> {
  const { heldLocks } = processState();
  if (heldLocks.has(holder.token)) return false;
  if (holder.host === hostname()) {
    if (holder.pid === process.pid ? holder.thread === threadId : !isAlive(holder.pid)) return true;
  }
  const touched = await stat(path).catch(() => undefined);
  return touched !== undefined && Date.now() - touched.mtimeMs > STALE;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return codeOf(error) !== 'ESRCH';
  }
}

async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    return parseHolder(await readFile(path, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Tickets are linked into place whole; something else there was not ours and is never taken over by pid. */
function parseHolder(text: string): Holder {
  try {
    const { pid, thread, host, token } = JSON.parse(text);
    return { pid: Number(pid), thread: Number(thread), host: String(host), token: String(token) };
  } catch {
    return { pid: 0, thread: 0, host: '', token: 'foreign' };
  }
}

async function writeTicket(ticket: string, holder: Holder): Promise<void> {
  const file = await open(ticket, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(holder));
  } finally {
    await file.close();
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    const code = codeOf(error);
    // ENOENT: somebody swept our ticket away; it is written again.
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    throw error;
  }
}

/** Tickets that dead processes left behind. */
async function sweep(path: string): Promise<void> {
  const prefix = `${basename(path)}.`;
  for (const name of await readdir(dirname(path))) {
    const pid = name.startsWith(prefix) ? /^(\d+)\.[0-9a-f-]{36}$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && Number(pid) !== process.pid && !isAlive(Number(pid)))
      await remove(join(dirname(path), name));
  }
}

async function remove(path: string): Promise<void> {
  await unlink(path).catch(() => {});
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
