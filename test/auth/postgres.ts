import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';

/**
 * A PostgreSQL of our own on a socket in a temporary folder, or undefined where none is installed: then says which tests are
 * left out, and fails when IMBOT_REQUIRE names postgres. PostgreSQL refuses to run as root, so root runs it as `postgres`.
 */
export async function startPostgres(tests: string): Promise<{ host: string; stop(): Promise<void> } | undefined> {
  const bin = binaries();
  if (bin === undefined) {
    if (process.env['IMBOT_REQUIRE']?.includes('postgres')) throw new Error('postgresql is required and not installed');
    console.warn(`Left out, because no PostgreSQL is installed here: ${tests}.`);
    return undefined;
  }
  const host = mkdtempSync(join(tmpdir(), 'imbot-pg-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
    chownSync(host, idOf('-u'), idOf('-g'));
  }
  const as = (program: string, ...given: string[]): [string, string[]] =>
    isRoot ? ['runuser', ['-u', 'postgres', '--', join(bin, program), ...given]] : [join(bin, program), given];
  const data = join(host, 'data');
  const options = { cwd: host, stdio: 'ignore' } as const;
  execFileSync(...as('initdb', '-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync', '--locale=C'), options);
  const server = spawn(...as('postgres', '-D', data, '-k', host, '-h', '', '-F'), {
    cwd: host,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    let log = '';
    server.stderr.on('data', (chunk: Buffer) => {
      log += String(chunk);
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`PostgreSQL does not start: ${log}`)));
  });
  return {
    host,
    stop: () =>
      new Promise<void>((resolve) => {
        server.removeAllListeners('exit');
        server.once('exit', () => {
          rmSync(host, { recursive: true, force: true });
          resolve();
        });
        execFileSync(...as('pg_ctl', 'stop', '-D', data, '-m', 'immediate'), options);
      }),
  };
}

function binaries(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(DEBIAN, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}
