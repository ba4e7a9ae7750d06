import { randomUUID } from 'node:crypto';
import { open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Puts a file of secrets in the place of another, or of none, as a whole: whoever is killed meanwhile leaves the old one. Resolves
 * once it would survive a power cut. What a killed process leaves ends in `.tmp`, behind the name and a UUID.
 *
 * @param check the last thing before the new one takes the place; it throws where that must not be
 */
export async function replaceSecretFile(
  target: string,
  text: string,
  check: () => Promise<void> = async () => {},
): Promise<void> {
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await check();
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Makes the new name survive a power cut; not every file system lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
