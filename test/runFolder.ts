import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = 'IMBOT_RUN_FOLDER';

/** A folder for what the workers of one run put together once; workers are ended from outside, and could not sweep up. */
export default function setup(): () => void {
  const folder = process.env[NAME] ?? mkdtempSync(join(tmpdir(), 'imbot-run-'));
  process.env[NAME] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

export function runFolder(): string {
  const folder = process.env[NAME];
  if (folder === undefined) throw new Error('the folder of the run is made by vitest: see globalSetup');
  return folder;
}
