import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
const bundles = mkdtempSync(join(tmpdir(), 'imbot-bundles-'));
symlinkSync(join(root, 'node_modules'), join(bundles, 'node_modules'));
process.once('exit', () => rmSync(bundles, { recursive: true, force: true }));
const done = new Map<string, string>();

/**
 * A program of this repository as plain JavaScript, translated once: its processes have nothing to translate when they start.
 * In parts, as `dist` is, so that a command loads what it needs and no more.
 */
export function bundled(path: string): string {
  const known = done.get(path);
  if (known !== undefined) return known;
  const outdir = join(bundles, path.replaceAll(/\W+/g, '-'));
  buildSync({
    entryPoints: [join(root, path)],
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outdir,
    outExtension: { '.js': '.mjs' },
    logLevel: 'error',
  });
  const program = join(outdir, basename(path).replace(/\.ts$/, '.mjs'));
  done.set(path, program);
  return program;
}
