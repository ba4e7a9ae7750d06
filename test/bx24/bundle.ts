import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

export interface Bundle {
  readonly code: string;
  readonly minified: number;
  readonly gzipped: number;
  readonly imports: readonly string[];
}

/** What a page gets: one script, minified, `imbotCompatBX24` as its global. */
export async function bundle(entry: string): Promise<Bundle> {
  const built = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'imbotCompatBX24',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  const [output] = Object.values(built.metafile.outputs);
  const code = built.outputFiles[0]?.text ?? '';
  return {
    code,
    minified: Buffer.byteLength(code),
    gzipped: gzipSync(code, { level: 9 }).length,
    imports: [...(output?.imports ?? []).map(({ path }) => path), ...Object.keys(built.metafile.inputs)],
  };
}
