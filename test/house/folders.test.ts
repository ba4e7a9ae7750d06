import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import setup, { runFolder } from '../runFolder';
import { sourceFiles } from './importsOf';

/** A folder that is made by name and not by what `tmpdir` says. */
const NAMED = /['"`]\/(?:tmp|var\/tmp|dev\/shm)\b/;

it('what a test takes for the temporary folder is the folder of the run, and so it is for the programs that it starts', () => {
  expect(tmpdir()).toBe(runFolder());
  expect(dirname(mkdtempSync(join(tmpdir(), 'house-')))).toBe(runFolder());
  const code = "process.stdout.write(require('node:os').tmpdir())";
  expect(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' })).toBe(runFolder());
});

it('the run sweeps up whatever is left there, and another user may pass', () => {
  vi.stubEnv('IMBOT_RUN_FOLDER', undefined);
  vi.stubEnv('TMPDIR', tmpdir());
  onTestFinished(() => void vi.unstubAllEnvs());
  const sweep = setup();
  const folder = runFolder();
  expect(tmpdir()).toBe(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o711);
  const left = mkdtempSync(join(tmpdir(), 'killed-'));
  mkdirSync(join(left, 'deep'));
  writeFileSync(join(left, 'deep', 'state.json'), '{}');
  sweep();
  expect(existsSync(folder)).toBe(false);
});

it('what a run that was killed left there, the next one sweeps up', () => {
  vi.stubEnv('IMBOT_RUN_FOLDER', undefined);
  vi.stubEnv('TMPDIR', tmpdir());
  onTestFinished(() => void vi.unstubAllEnvs());
  setup();
  const running = runFolder();
  // No process has such a number.
  const killed = running.replace(/imbot-run-\d+-/, 'imbot-run-99999999-');
  mkdirSync(join(killed, 'left'), { recursive: true });
  vi.stubEnv('IMBOT_RUN_FOLDER', undefined);
  vi.stubEnv('TMPDIR', dirname(running));
  const sweep = setup();
  expect([existsSync(killed), existsSync(running)]).toEqual([false, true]);
  sweep();
  renameSync(running, killed);
  vi.stubEnv('IMBOT_RUN_FOLDER', undefined);
  vi.stubEnv('TMPDIR', dirname(running));
  setup()();
  expect(existsSync(killed)).toBe(false);
});

it('no test names a folder of the system', () => {
  const naming = [...sourceFiles(['test', 'portal'])].filter(([, text]) => NAMED.test(text)).map(([file]) => file);
  expect(naming).toEqual(['test/runFolder.ts']);
});
