import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { COMMONJS_BANNER } from '../../src/b24jssdk/commonJsBanner';

const run = promisify(execFile);
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-cjs-'));
  mkdirSync(join(folder, 'node_modules/@bitrix24'), { recursive: true });
  await build({
    entryPoints: ['src/b24jssdk/index.ts'],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    external: ['@bitrix24/b24jssdk'],
    outfile: join(folder, 'dropIn.cjs'),
    banner: { js: COMMONJS_BANNER },
    logLevel: 'silent',
  });
  writeFileSync(
    join(folder, 'main.cjs'),
    "const sdk = require('./dropIn.cjs'); console.log(typeof sdk.B24Hook.fromWebhookUrl, typeof sdk.Text, sdk.B24Hook === require('@bitrix24/b24jssdk').B24Hook);",
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function install(released: string): void {
  symlinkSync(join(process.cwd(), 'node_modules', released), join(folder, 'node_modules/@bitrix24/b24jssdk'));
}

it('is required with version 2 of the SDK', async () => {
  install('@bitrix24/b24jssdk');
  const { stdout } = await run('node', ['main.cjs'], { cwd: folder });
  expect(stdout.trim()).toBe('function object false');
});

it('says what to do with version 1', async () => {
  install('b24jssdk1');
  const failed = await run('node', ['main.cjs'], { cwd: folder }).catch((error: unknown) => error);
  expect(String(Reflect.get(Object(failed), 'stderr'))).toContain('CommonJS needs @bitrix24/b24jssdk 2.x');
});
