import { unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';

/** Gives a journal back. */
export type ReleaseJournal = () => Promise<void>;

/**
 * Holds a journal for this process: two gateways that write one file would lose each other's events. By a socket beside it, which
 * dies with its process, so a killed one leaves nothing that would have to be waited for.
 *
 * @returns undefined where another process of this machine holds it
 */
export async function holdJournal(journal: string): Promise<ReleaseJournal | undefined> {
  const path = `${journal}.sock`;
  const server = createServer((socket) => socket.destroy());
  if (!(await listens(server, path)) && !(await takesOver(server, path, `${journal}.take`))) return undefined;
  // It keeps no process alive.
  server.unref();
  return () => closed(server);
}

/**
 * Puts our socket in the place of a dead one, which two starts may find at the same moment. One at a time, under a socket of its
 * own: the second one would take the first one's away, which is alive by then.
 */
async function takesOver(server: Server, path: string, guardPath: string): Promise<boolean> {
  const guard = createServer((socket) => socket.destroy());
  if (!(await listens(guard, guardPath))) {
    if (await answers(guardPath)) return false;
    // Killed in these lines, which are over in a moment.
    await unlink(guardPath).catch(() => {});
    if (!(await listens(guard, guardPath))) return false;
  }
  try {
    if (await answers(path)) return false;
    await unlink(path).catch(() => {});
    return await listens(server, path);
  } finally {
    await closed(guard);
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Rejects with what is wrong about the path itself. */
function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', onError);
    server.listen(path, () => {
      server.off('error', onError);
      resolve(true);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
