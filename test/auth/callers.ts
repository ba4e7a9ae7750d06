import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { codeBlocks } from '../docs/markdown';
import { packed } from '../packed';

export interface Caller {
  process: ChildProcess;
  /** Everything it has written so far. */
  output(): string;
  ready: Promise<void>;
  ended: Promise<void>;
}

/** The code block of README.md that exports `name`, as a file of its own. */
function fromReadme(name: string, folder: string): string {
  const block = codeBlocks('README.md').find(({ code }) => code.includes(`export function ${name}(`));
  if (block === undefined) throw new Error(`README.md shows no ${name}`);
  const path = join(folder, `${name}.ts`);
  // The example takes the default lease; kills are waited for here.
  const code = block.code.replace(/\}\);\n\}\s*$/, '}, { leaseMs: Number(process.env.LOCK_MS ?? 2000) });\n}\n');
  writeFileSync(path, name === 'sqliteTokenStore' ? code : block.code);
  return path;
}

/** Bundles a program of this folder once, so that hundreds of processes start quickly. */
export function callers(name: 'caller' | 'storeCrew' = 'caller') {
  const folder = mkdtempSync(join(tmpdir(), 'imbot-callers-'));
  const program = join(folder, `${name}.mjs`);
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'));
  const entry = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const files = packed();
  buildSync({
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    packages: 'external',
    external: Object.values(files),
    platform: 'node',
    format: 'esm',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    logLevel: 'error',
    alias: {
      ...files,
      'readme:sqlTokenStore': fromReadme('sqlTokenStore', folder),
      'readme:sqliteTokenStore': fromReadme('sqliteTokenStore', folder),
      'imbot-compat': fileURLToPath(new URL('../../src/auth/leaseTokenStore.ts', import.meta.url)),
    },
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
