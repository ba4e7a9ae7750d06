import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, it } from 'vitest';
import manifest from '../../package.json';

const run = promisify(execFile);
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-sdk0-'));
  mkdirSync(join(folder, 'node_modules/@bitrix24'), { recursive: true });
  await build({
    entryPoints: ['src/b24jssdk/index.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['@bitrix24/b24jssdk'],
    outfile: join(folder, 'dropIn.mjs'),
    logLevel: 'silent',
  });
  writeFileSync(join(folder, 'main.mjs'), "import { B24Hook } from './dropIn.mjs'; console.log(typeof B24Hook);");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ['b24jssdk04', undefined],
  ['b24jssdk0', undefined],
  ['b24jssdk1', 'function'],
  ['@bitrix24/b24jssdk', 'function'],
])('%s', async (released, loaded) => {
  symlinkSync(join(process.cwd(), 'node_modules', released), join(folder, 'node_modules/@bitrix24/b24jssdk'));
  const end = await run('node', ['main.mjs'], { cwd: folder }).catch((error: unknown) => Object(error));
  if (loaded === undefined) expect(end.stderr).toContain('needs @bitrix24/b24jssdk 1.3 or newer');
  else expect(end.stdout.trim()).toBe(loaded);
});

it('npm installs this package beside any version of what it can do without', () => {
  const optional = Object.keys(manifest.peerDependenciesMeta);
  expect(optional).toEqual(Object.keys(manifest.peerDependencies));
  // npm refuses the whole install where an optional peer is there in a version outside of its range.
  expect(Object.values(manifest.peerDependencies)).toEqual(optional.map(() => '*'));
});
