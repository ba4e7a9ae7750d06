import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { runFolder } from '../../runFolder';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const ENTRIES = {
  index: 'src/index.ts',
  events: 'src/events/index.ts',
  values: 'src/values/index.ts',
  wrap: 'src/wrap/index.ts',
  bx24: 'src/bx24/index.ts',
  b24jssdk: 'src/b24jssdk/index.ts',
};

/**
 * A node_modules in which programs find this package as its sources are now, in both kinds of modules, and everything else
 * that is installed here.
 */
export function packages(): Promise<{ readonly path: string }> {
  made ??= make();
  return made;
}

/** Made once in a process, for the files that share its modules. */
let made: ReturnType<typeof packages> | undefined;

async function make(): ReturnType<typeof packages> {
  const root = mkdtempSync(join(runFolder(), 'packages-'));
  // Named so that what this package asks for is found beside it.
  const path = join(root, 'node_modules');
  const own = join(path, 'imbot-compat');
  mkdirSync(own, { recursive: true });
  for (const [format, end] of [
    ['esm', 'mjs'],
    ['cjs', 'cjs'],
  ] as const)
    await build({
      entryPoints: ENTRIES,
      entryNames: '[name]',
      absWorkingDir: ROOT,
      outdir: own,
      outExtension: { '.js': `.${end}` },
      bundle: true,
      format,
      platform: 'node',
      external: ['@bitrix24/b24jssdk', 'undici', 'zod'],
      logLevel: 'error',
    });
  writeFileSync(
    join(own, 'package.json'),
    JSON.stringify({
      name: 'imbot-compat',
      exports: Object.fromEntries(
        Object.keys(ENTRIES).map((name) => [
          name === 'index' ? '.' : `./${name}`,
          { import: `./${name}.mjs`, require: `./${name}.cjs` },
        ]),
      ),
    }),
  );
  const installed = join(ROOT, 'node_modules');
  for (const name of readdirSync(installed))
    if (name !== 'imbot-compat' && !name.startsWith('.')) symlinkSync(join(installed, name), join(path, name));
  return { path };
}
