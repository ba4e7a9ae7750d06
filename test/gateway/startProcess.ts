import { type ChildProcess, spawn } from 'node:child_process';
import { bundled } from '../bundled';

/** `gateway` in a process of its own, from the source, on a port that is free. */
export interface GatewayProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** What it said on standard error. */
  readonly log: () => string;
}

/** Resolves once it listens; rejects with what it said where it ends before. */
export async function startProcess(...options: string[]): Promise<GatewayProcess> {
  const line = [bundled('cli/main.ts'), 'gateway', '--listen', '127.0.0.1:0', ...options];
  const child = spawn(process.execPath, line, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.on('exit', () => reject(new Error(log)));
    child.stderr?.on('data', (chunk) => {
      log += String(chunk);
      const found = /"url":"([^"]+)"/.exec(log);
      if (found?.[1]) resolve(found[1]);
    });
  });
  return { child, url, log: () => log };
}
