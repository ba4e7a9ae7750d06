import { accessSync, chmodSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = 'IMBOT_RUN_FOLDER';
const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 4e9;

/**
 * The folder of one run, in which everything lies that its tests and the programs they start leave behind: it is what they have
 * for the system's temporary one. The run sweeps it up, for workers, and programs that are killed, could not; and a run that is
 * killed leaves its folder to the next one.
 */
export default function setup(): () => void {
  const given = process.env[NAME];
  const place = isFast() ? MEMORY : tmpdir();
  if (given === undefined) sweep(place);
  const folder = given ?? mkdtempSync(join(place, `imbot-run-${process.pid}-`));
  // PostgreSQL runs as another user, and has to pass.
  chmodSync(folder, 0o711);
  process.env[NAME] = folder;
  // Installed once, and found again by later runs.
  process.env['IMBOT_SQLITE'] ??= join(tmpdir(), 'imbot-compat-sqlite');
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

export function runFolder(): string {
  const folder = process.env[NAME];
  if (folder === undefined) throw new Error('the folder of the run is made by vitest: see globalSetup');
  return folder;
}

/** Folders of runs that are no more. */
function sweep(place: string): void {
  for (const name of readdirSync(place)) {
    const pid = Number(/^imbot-run-(\d+)-/.exec(name)?.[1] ?? 0);
    if (pid > 0 && !isRunning(pid)) rmSync(join(place, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return Object(error).code === 'EPERM';
  }
}

/** Whether there is room in memory: most tests write files, and many wait until these are on the disk. */
function isFast(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    // Some tests start programs from there.
    const mounted = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .find((line) => line.split(' ')[1] === MEMORY);
    return bavail * bsize > ENOUGH_BYTES && mounted !== undefined && !/\bnoexec\b/.test(mounted);
  } catch {
    return false;
  }
}
