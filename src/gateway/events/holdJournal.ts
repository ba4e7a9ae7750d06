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
  if (!(await listens(server, path))) {
    if (await answers(path)) return undefined;
    await unlink(path).catch(() => {});
    if (!(await listens(server, path))) return undefined;
  }
  // It keeps no process alive.
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
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
