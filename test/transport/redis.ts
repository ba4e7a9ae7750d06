import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';

/**
 * A redis-server of our own on a free port, or undefined where none is installed: then says which tests are left out, and
 * fails when IMBOT_REQUIRE names redis.
 */
export async function startRedis(tests: string): Promise<TestRedis | undefined> {
  const port = await freePort();
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    tmpdir(),
  ];
  const server = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
  const started = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.once('exit', () => resolve(false));
    server.stdout.on('data', (chunk: Buffer) => {
      if (String(chunk).includes('Ready to accept connections')) resolve(true);
    });
  });
  if (!started) {
    if (process.env['IMBOT_REQUIRE']?.includes('redis')) throw new Error('redis-server is required and does not start');
    console.warn(`Left out, because no redis-server is installed here: ${tests}.`);
    return undefined;
  }
  return {
    port,
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    stop: () =>
      new Promise<void>((resolve) => {
        server.removeAllListeners('exit');
        server.once('exit', () => resolve());
        server.kill('SIGKILL');
      }),
  };
}

/** A server that tests may kill, freeze and thaw. */
export interface TestRedis {
  port: number;
  stop(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
