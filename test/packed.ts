import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const INSTALLED = join(ROOT, 'node_modules');

/** What each of them gives: of msw what the portal and its tests take. */
const PACKAGES: Readonly<Record<string, () => string>> = {
  undici: () => `import all from 'undici'; export default all; export const { ${namesOf('undici')} } = all;`,
  zod: () => "export * from 'zod';",
  msw: () => "export { getResponse, http, HttpResponse } from 'msw';",
};

/**
 * Packages of hundreds of files that nearly every test loads, as one file each: the process of each test file found, read and
 * linked them all anew, which was half of what it took to start. By name, the file of each.
 */
export function packed(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(PACKAGES).map(([name, code]) => [name, fileOf(name, code)]));
}

/** Made once; beside its place first, for two runs may want it at once. */
function fileOf(name: string, code: () => string): string {
  const { version } = JSON.parse(readFileSync(join(INSTALLED, name, 'package.json'), 'utf8'));
  const folder = join(INSTALLED, '.cache', 'imbot-compat-tests');
  const mark = createHash('sha256')
    .update(readFileSync(join(ROOT, 'test/packed.ts')))
    .digest('hex')
    .slice(0, 8);
  const file = join(folder, `${name}-${version}-${mark}.mjs`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const made = `${file}.${process.pid}`;
  buildSync({
    stdin: { contents: code(), resolveDir: ROOT },
    outfile: made,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  renameSync(made, file);
  return file;
}

function namesOf(name: string): string {
  return Object.keys(createRequire(import.meta.url)(name)).join(', ');
}
