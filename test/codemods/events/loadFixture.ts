import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, 'fixtures');
const load = createRequire(import.meta.url);

/** A fixture's module as it runs, its framework real; the adapter is that of this repository. */
export async function loadFixture(
  name: string,
  part: 'input' | 'output',
  file: string,
): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, name, part, file)],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    alias: { 'imbot-compat/events': join(import.meta.dirname, '../../../src/events/index.ts') },
    external: ['express', 'fastify', 'qs'],
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    logLevel: 'error',
  });
  const module: { exports: Record<string, unknown> } = { exports: {} };
  const required = (id: string): unknown => {
    return load(id === 'express' && name.startsWith('express4') ? 'express4' : id);
  };
  new Function('require', 'module', 'exports', outputFiles[0]?.text ?? '')(required, module, module.exports);
  return module.exports;
}
