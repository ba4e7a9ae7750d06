import { readFile, realpath } from 'node:fs/promises';

/**
 * Is a file a mount of its own, as `docker run -v ./pair.json:/data/pair.json` makes one? Nothing can take its place then (EBUSY).
 * Known on Linux alone, by the list that the kernel keeps; trying it would be to replace a file that is in use.
 */
export async function isMountedAlone(path: string, list = '/proc/self/mountinfo'): Promise<boolean> {
  const [target, mounts] = await Promise.all([realpath(path), readFile(list, 'utf8')]).catch(() => []);
  return mounts?.split('\n').some((line) => decoded(line.split(' ')[4] ?? '') === target) ?? false;
}

/** Blanks, line ends and backslashes of a path stand there as `\040` and the like. */
function decoded(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_all, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
}
