import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Puts new bytes in a file's place, or leaves it exactly as it was: they are written beside it, brought to the disk, and
 * take its name in one step. Mode and owner stay. Returns why it was left, else undefined.
 *
 * @param before what was read when the change was made; a file that is different now is left
 */
export function replaceFile(path: string, before: Buffer, after: Buffer): string | undefined {
  let beside: string | undefined;
  try {
    const found = lstatSync(path);
    const fault = faultOf(found);
    if (fault) return fault;
    if (!readFileSync(path).equals(before)) return 'it was changed by somebody else meanwhile';
    beside = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
    writeBeside(beside, after, found);
    renameSync(beside, path);
    beside = undefined;
    syncDirectory(dirname(path));
    return undefined;
  } catch (error) {
    return sentence(error);
  } finally {
    if (beside !== undefined) remove(beside);
  }
}

function faultOf(found: Stats): string | undefined {
  if (found.isSymbolicLink()) return 'it is a symbolic link; name the file that it leads to';
  if (!found.isFile()) return 'it is not a file';
  // The superuser may write what is marked read-only; the mark still says that nobody wants it.
  if ((found.mode & 0o222) === 0) return 'it is read-only';
  if (found.nlink > 1)
    return `it has ${found.nlink} names (hard links), which a change would part; make it a file of its own first`;
  return undefined;
}

function writeBeside(beside: string, bytes: Buffer, like: Stats): void {
  const file = openSync(beside, 'wx', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    const made = fstatSync(file);
    if (made.uid !== like.uid || made.gid !== like.gid) fchownSync(file, like.uid, like.gid);
    // Behind the owner: a change of owner takes special bits away.
    fchmodSync(file, like.mode & 0o7777);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the new name last through a power cut, where the system can. */
function syncDirectory(directory: string): void {
  try {
    const opened = openSync(directory, 'r');
    try {
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
  } catch {
    // Not every system syncs directories; the file itself is on the disk.
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It may never have been made.
  }
}

function sentence(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const call = error instanceof Error && 'syscall' in error ? String(error.syscall) : '';
  if (code === 'EROFS') return 'it is read-only';
  if (call === 'fchown') return 'its owner could not be kept';
  if (code === 'EACCES' || code === 'EPERM') return 'its directory may not be written to';
  return `it cannot be written (${code})`;
}
