import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

describe('imbot-compat/events', () => {
  it('loads nothing of Node and no package, and stays small', async () => {
    const { metafile, outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('../../src/events/index.ts', import.meta.url))],
      bundle: true,
      platform: 'browser',
      format: 'esm',
      minify: true,
      write: false,
      metafile: true,
    });
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.filter((path) => !path.startsWith('src/'))).toEqual([]);
    expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
    expect(outputFiles[0]?.contents.byteLength).toBeLessThan(48_900);
  });
});
