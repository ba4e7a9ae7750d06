import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

export interface Caller {
  process: ChildProcess;
  /** Everything it has written so far. */
  output(): string;
  ready: Promise<void>;
  ended: Promise<void>;
}

/** Bundles `caller.ts` once, so that hundreds of processes start quickly. */
export function callers() {
  const folder = mkdtempSync(join(tmpdir(), 'imbot-callers-'));
  const program = join(folder, 'caller.cjs');
  const entry = fileURLToPath(new URL('caller.ts', import.meta.url));
  buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: program,
    logLevel: 'error',
  });
  return {
    folder,
    start(env: Record<string, string>): Caller {
      const child = spawn(process.execPath, [program], {
        env: { ...process.env, ...env },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      let output = '';
      let isReady = () => {};
      const ready = new Promise<void>((resolve) => {
        isReady = resolve;
      });
      child.stdout.on('data', (chunk: Buffer) => {
        output += String(chunk);
        if (output.includes('ready\n')) isReady();
      });
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
      void ended.then(isReady);
      return { process: child, output: () => output, ready, ended };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
