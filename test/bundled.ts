import { existsSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { packed } from './packed';
import { runFolder } from './runFolder';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * A program of this repository as plain JavaScript, translated once a run: its processes have nothing to translate when they
 * start. In parts, as `dist` is, so that a command loads what it needs and no more.
 */
export function bundled(path: string): string {
  const place = join(runFolder(), path.replaceAll(/\W+/g, '-'));
  if (!existsSync(place)) build(path, place);
  return join(place, basename(path).replace(/\.ts$/, '.mjs'));
}

/** Beside its place first: two workers may want it at once, and the second finds that it is there. */
function build(path: string, place: string): void {
  const outdir = mkdtempSync(`${place}-`);
  symlinkSync(join(root, 'node_modules'), join(outdir, 'node_modules'));
  const files = packed();
  buildSync({
    entryPoints: [join(root, path)],
    bundle: true,
    splitting: true,
    packages: 'external',
    alias: files,
    external: Object.values(files),
    platform: 'node',
    format: 'esm',
    outdir,
    outExtension: { '.js': '.mjs' },
    logLevel: 'error',
  });
  try {
    renameSync(outdir, place);
  } catch (error) {
    rmSync(outdir, { recursive: true });
    if (!existsSync(place)) throw error;
  }
}
